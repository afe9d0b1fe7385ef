using System.Text.Json;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>A network of messages as PyTorch exported it (Recorded/Foreign/network.py), beside what PyTorch
/// gave.</summary>
public sealed class RecordedNetworkTests : IDisposable
{
    private static readonly Geometry Formaldehyde = Geometry.FromAngstrom(
        [6, 8, 1, 1],
        [0, 0, 0, 0, 0.1, 1.2, 0.95, 0, -0.55, -0.9, 0.1, -0.6]
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-recorded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("network.onnx", "onnx", "energy", "")]
    [InlineData("network.pt", "torchscript", "0", ", \"precision\": \"single\"")]
    public void An_export_gives_the_energy_and_forces_of_the_program_that_made_it(
        string file,
        string format,
        string output,
        string precision
    )
    {
        string mapping = $$"""
            {
              "inputs": [
                { "name": "numbers", "role": "species", "as": "numbers" },
                { "name": "positions", "role": "coordinates", "unit": "angstrom"{{precision}} },
                { "name": "edges", "role": "pairs", "layout": "columns", "each": "twice" }
              ],
              "outputs": [{ "name": "{{output}}", "role": "energy", "unit": "hartree" }],
              "cutoffAngstrom": 5
            }
            """;
        PotentialCard card = MorsePotential.Write(_folder, File.ReadAllBytes(Recorded(file)), mapping) with
        {
            Format = format,
            Elements = ["H", "C", "O"],
        };
        ForeignPotential potential = ForeignFile.Open(_folder, card);
        PotentialResult result = potential.Evaluate([Formaldehyde], forces: true)[0];
        using var values = JsonDocument.Parse(File.ReadAllBytes(Recorded("network.json")));
        Assert.Equal(values.RootElement.GetProperty("energy").GetDouble(), result.Hartree, 2e-7);
        double[] slope = [.. values.RootElement.GetProperty("slope").EnumerateArray().Select(item => item.GetDouble())];
        for (int k = 0; k < slope.Length; k++)
        {
            Assert.Equal(-slope[k] * Constants.BohrInAngstrom, result.Forces![k], 1e-7);
        }

        Assert.True(ForceCheck.Of(potential, Formaldehyde).Holds);
        Assert.True(potential.ParameterCount > 200);
    }

    private static string Recorded(string file) => Path.Combine(AppContext.BaseDirectory, "Recorded", "Foreign", file);
}
