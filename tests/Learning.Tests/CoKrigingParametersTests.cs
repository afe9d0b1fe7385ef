using System.Text.Json;
using CsCheck;

namespace Lichen.Learning.Tests;

public sealed class CoKrigingParametersTests
{
    private static readonly Gen<double> Positive = Gen.Double[1e-300, 1e300];

    private static readonly Gen<CoKrigingParameters> Parameters = Gen.Select(
            Gen.Double[-1e300, 1e300],
            Positive,
            Gen.Double[-9, 9],
            Positive,
            Positive,
            Positive,
            Positive,
            Positive,
            (a, b, c, d, e, f, g, h) =>
                new RungParameters(a, b, c, d, [e, g], f, g, h)
                {
                    OutcomeAmplitude = c > 0 ? e : 0,
                    OutcomeLengthscale = c > 0 ? f : 1,
                    StatedDeviation = c > 1 ? g : 0,
                    StatedFactor = c > 1 ? h : 1,
                }
        )
        .Array[1, 4]
        .Select(
            Gen.Double[0, 1e300].Array[0, 5],
            Gen.Enum<RadialShape>(),
            (rungs, relevances, shape) => new CoKrigingParameters(rungs, relevances, shape)
        );

    [Fact]
    public void Written_as_JSON_and_read_back_they_are_the_same_bits() =>
        Parameters.Sample(parameters =>
        {
            string json = JsonSerializer.Serialize(parameters.ToNamedValues().ToDictionary());
            var values = JsonSerializer.Deserialize<Dictionary<string, double>>(json)!;
            return CoKrigingParameters.FromNamedValues(values.Reverse()).Equals(parameters);
        });

    [Fact]
    public void Hyperparameters_of_version_0_1_are_those_of_one_fingerprint()
    {
        var rung = new RungParameters(0, 1, 0, 1, [0.25], 1, 1, 0.1);
        var values = new CoKrigingParameters([rung])
            .ToNamedValues()
            .Select(v => KeyValuePair.Create(v.Key.Replace("count_amplitude0", "count_amplitude"), v.Value));
        Assert.Equal(rung, Assert.Single(CoKrigingParameters.FromNamedValues(values).Rungs));
    }

    [Fact]
    public void A_missing_unknown_or_impossible_value_is_named()
    {
        var rung = new RungParameters(0, 1, 0, 1, [1], 1, 1, 0.1);
        var values = new CoKrigingParameters([rung]).ToNamedValues().ToDictionary();
        Assert.Contains("rung0.noise", Message([.. values.Where(v => v.Key != "rung0.noise")]));
        Assert.Contains("rung0.nose", Message([.. values, new("rung0.nose", 1)]));
        Assert.Contains("rung1.scale", Message([.. values, new("rung1.scale", 1)]));
        Assert.Contains("relevance1", Message([.. values, new("relevance1", 1)]));
        Assert.Contains("relevance0", Message([.. values, new("relevance0", -1)]));
        Assert.Contains("descriptor_smoothness", Message([.. values, new("descriptor_smoothness", 3)]));
        values["rung0.scale"] = 0;
        Assert.Contains("rung0.scale", Message([.. values]));

        static string Message(KeyValuePair<string, double>[] given) =>
            Assert.Throws<FormatException>(() => CoKrigingParameters.FromNamedValues(given)).Message;
    }
}
