using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>
/// A potential of the ANI family in double precision, its formulas written out: what the fast form is compared with,
/// and what a model's reference values are checked by.
/// </summary>
public static class AniReference
{
    /// <summary>Energies of all members, and on demand forces, of one structure.</summary>
    /// <exception cref="PotentialException">An element is outside the model's domain, or atoms coincide.</exception>
    public static PotentialResult Evaluate(AniModel model, Geometry geometry, bool forces)
    {
        int atoms = geometry.AtomCount;
        int length = model.Terms.Length;
        int[] elements = AniDomain.Places(model.Terms, geometry);
        double[] angstrom = geometry.ToAngstrom();
        var energies = new double[model.MemberCount];
        var own = new double[model.MemberCount];
        var deviations = new double[atoms];
        double[]? slope = forces ? new double[3 * atoms] : null;
        for (int i = 0; i < atoms; i++)
        {
            var around = new EnvironmentVector(model.Terms, angstrom, elements, i);
            double[] vector = around.Values();
            var pull = new double[length];
            for (int k = 0; k < model.MemberCount; k++)
            {
                double[][] outputs = Forward(model.Members[k][elements[i]], vector);
                own[k] = outputs[^1][0];
                energies[k] += own[k] + model.SelfHartree[elements[i]];
                if (slope is not null)
                {
                    Backward(model.Members[k][elements[i]], outputs, 1.0 / model.MemberCount, pull);
                }
            }

            deviations[i] = Deviation(own);
            around.AddSlope(pull, slope);
        }

        return new PotentialResult(
            energies,
            deviations,
            slope is null ? null : [.. slope.Select(value => -value * Constants.BohrInAngstrom)]
        );
    }

    internal static double Deviation(ReadOnlySpan<double> values)
    {
        double mean = 0,
            sum = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        foreach (double value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return values.Length < 2 ? 0 : Math.Sqrt(sum / (values.Length - 1));
    }

    /// <summary>The outputs of each layer.</summary>
    internal static double[][] Forward(AtomicNetwork network, double[] vector)
    {
        var outputs = new double[network.Layers.Length][];
        double[] inputs = vector;
        for (int l = 0; l < outputs.Length; l++)
        {
            NetworkLayer layer = network.Layers[l];
            outputs[l] = new double[layer.Nodes];
            for (int o = 0; o < layer.Nodes; o++)
            {
                double sum = layer.Biases[o];
                for (int i = 0; i < layer.Inputs; i++)
                {
                    sum += layer.Weights[(o * layer.Inputs) + i] * inputs[i];
                }

                outputs[l][o] = l == outputs.Length - 1 || sum > 0 ? sum : 0.1 * (Math.Exp(sum / 0.1) - 1);
            }

            inputs = outputs[l];
        }

        return outputs;
    }

    /// <summary>pull += scale d(output) / d(vector).</summary>
    private static void Backward(AtomicNetwork network, double[][] outputs, double scale, double[] pull)
    {
        double[] above = [scale];
        for (int l = outputs.Length - 1; l >= 0; l--)
        {
            NetworkLayer layer = network.Layers[l];
            var below = new double[layer.Inputs];
            for (int o = 0; o < layer.Nodes; o++)
            {
                for (int i = 0; i < layer.Inputs; i++)
                {
                    below[i] += above[o] * layer.Weights[(o * layer.Inputs) + i];
                }
            }

            for (int i = 0; l > 0 && i < below.Length; i++)
            {
                // d CELU / dx from its value y: exp(x / 0.1) = 1 + 10 y below zero.
                below[i] *= outputs[l - 1][i] > 0 ? 1 : 1 + (10 * outputs[l - 1][i]);
            }

            above = below;
        }

        for (int i = 0; i < pull.Length; i++)
        {
            pull[i] += above[i];
        }
    }
}
