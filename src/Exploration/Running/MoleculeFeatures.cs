using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Learning;
using Lichen.Learning.Models;

namespace Lichen.Exploration.Running;

/// <summary>Computes what a model sees of molecules, as the recipe on its card says.</summary>
public static class MoleculeFeatures
{
    private const string Morgan = "morgan";
    private const string AtomPairs = "atom_pairs";
    private const string Torsions = "torsions";

    /// <summary>What a new model sees.</summary>
    public static FeatureRecipe Usual { get; } =
        new(
            [new FingerprintRecipe(Morgan, 2), new FingerprintRecipe(AtomPairs, 0), new FingerprintRecipe(Torsions, 0)],
            [.. Descriptors.Names]
        );

    /// <summary>What a student of a slow teacher sees: what is counted while a molecule is read anyway.</summary>
    public static FeatureRecipe Quick { get; } = Usual with { Descriptors = [] };

    /// <summary>Computes fingerprints and raw descriptors.</summary>
    /// <param name="smiles">
    /// The molecules, shape (n); what is none has empty fingerprints and undefined descriptors.
    /// </param>
    /// <param name="recipe">What to compute.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ModelFileException">This release cannot compute a feature.</exception>
    public static RawFeatures Compute(
        IReadOnlyList<string> smiles,
        FeatureRecipe recipe,
        int threads,
        CancellationToken cancellationToken
    )
    {
        int[] columns = [.. recipe.Descriptors.Select(Column)];
        FingerprintKind[] kinds = [.. recipe.Fingerprints.Select(Kind)];
        var counts = CountFingerprints
            .Compute(smiles, kinds, threads, cancellationToken)
            .Select(rows => new CountRows(rows.RowOffsets, rows.FeatureIds, rows.Counts));
        if (columns.Length == 0)
        {
            return new RawFeatures([.. counts], []);
        }

        var table = Descriptors.Compute(smiles, threads, cancellationToken);
        var values = new double[smiles.Count * columns.Length];
        for (var row = 0; row < smiles.Count; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                values[(row * columns.Length) + column] = table.Values[(row * table.ColumnCount) + columns[column]];
            }
        }

        return new RawFeatures([.. counts], values);
    }

    private static FingerprintKind Kind(FingerprintRecipe fingerprint) =>
        fingerprint switch
        {
            { Kind: Morgan, Radius: >= 0 and <= 16 } => FingerprintKind.Morgan(fingerprint.Radius),
            { Kind: AtomPairs, Radius: 0 } => FingerprintKind.AtomPairs,
            { Kind: Torsions, Radius: 0 } => FingerprintKind.TopologicalTorsions,
            _ => throw Unknown($"the fingerprint {fingerprint.Kind} of radius {fingerprint.Radius}"),
        };

    private static int Column(string name) =>
        Descriptors.Names.ToList().IndexOf(name) is >= 0 and var at ? at : throw Unknown($"the descriptor {name}");

    private static ModelFileException Unknown(string what) =>
        new(ModelFileProblem.UnknownFeature, $"the model sees {what}, which this release cannot compute");
}

/// <summary>What was computed of molecules, before any scaling.</summary>
/// <param name="Counts">A table per fingerprint of the recipe.</param>
/// <param name="Descriptors">Shape (n, d) by rows; NaN where undefined.</param>
public sealed record RawFeatures(ImmutableArray<CountRows> Counts, double[] Descriptors)
{
    /// <summary>The same for these molecules, then more.</summary>
    public RawFeatures With(RawFeatures more) =>
        new([.. Counts.Zip(more.Counts, (these, those) => these.With(those))], [.. Descriptors, .. more.Descriptors]);

    /// <summary>The features as a model takes them.</summary>
    public Features Scaled(DescriptorScaling scaling) => new(Counts, scaling.Apply(Descriptors));
}
