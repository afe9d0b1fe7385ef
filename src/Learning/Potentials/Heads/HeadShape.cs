using System.Collections.Immutable;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>How wide the parts of a <see cref="HeadNetwork"/> are.</summary>
/// <param name="Hidden">Nodes of an element's first layer.</param>
/// <param name="Width">Numbers that describe an atom.</param>
/// <param name="Rounds">How often atoms hear of each other.</param>
/// <param name="Last">Nodes of the layer before the outputs.</param>
public sealed record HeadShape(int Hidden, int Width, int Rounds, int Last)
{
    /// <summary>That of lichen-base.</summary>
    public static HeadShape Base { get; } = new(96, 64, 2, 48);

    /// <summary>Names and sizes of all layers, in the order in which they are used.</summary>
    internal ImmutableArray<(string Name, int Inputs, int Outputs)> Layers(EnvironmentTerms terms)
    {
        var layers = ImmutableArray.CreateBuilder<(string, int, int)>();
        for (int e = 0; e < terms.ElementCount; e++)
        {
            layers.Add((HeadNames.Embedding(terms, e, 0), terms.Length, Hidden));
            layers.Add((HeadNames.Embedding(terms, e, 1), Hidden, Width));
        }

        for (int round = 0; round < Rounds; round++)
        {
            layers.Add((HeadNames.Filter(round), terms.RadialShifts.Length, Width));
            layers.Add((HeadNames.Sent(round), Width, Width));
            layers.Add((HeadNames.Updated(round), 2 * Width, Width));
        }

        layers.Add((HeadNames.Pointing, Width, terms.RadialShifts.Length));
        layers.Add((HeadNames.Output(0), Width, Last));
        layers.Add((HeadNames.Output(1), Last, HeadNetwork.OutputCount));
        return layers.ToImmutable();
    }
}
