using System.Collections.Immutable;

namespace Lichen.Learning.StructureModels;

/// <summary>A representation of structures and a width of its Gaussian kernel.</summary>
/// <param name="Representation"><see cref="Fchl19"/>, <see cref="Cmbdf"/> or <see cref="Slatm"/>.</param>
/// <param name="Width">In the units of the representation, positive.</param>
public readonly record struct StructureKernel(string Representation, double Width)
{
    /// <summary>Local: over pairs of atoms of one element.</summary>
    public const string Fchl19 = "fchl19";

    /// <inheritdoc cref="Fchl19"/>
    public const string Cmbdf = "cmbdf";

    /// <summary>Global: one vector a structure.</summary>
    public const string Slatm = "slatm";

    /// <summary>What is chosen from: each representation at widths a factor of two or four apart.</summary>
    public static ImmutableArray<StructureKernel> Offered { get; } =
    [
        new(Fchl19, 1.25),
        new(Fchl19, 2.5),
        new(Fchl19, 5),
        new(Cmbdf, 4),
        new(Cmbdf, 8),
        new(Cmbdf, 16),
        new(Slatm, 250),
        new(Slatm, 1000),
    ];

    public override string ToString() => $"{Representation}:{Width}";
}
