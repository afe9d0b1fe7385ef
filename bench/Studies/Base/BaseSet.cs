using System.Collections.Immutable;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>The data set by split: molecules of one split are in no other.</summary>
internal sealed class BaseSet
{
    private BaseSet(Example[] train, Example[] valid, Example[] test) => (Train, Valid, Test) = (train, valid, test);

    public Example[] Train { get; }

    public Example[] Valid { get; }

    public Example[] Test { get; }

    /// <param name="files">Data sets in extended XYZ.</param>
    public static BaseSet Read(IEnumerable<string> files)
    {
        List<Example> all = [.. files.Where(File.Exists).SelectMany(ExtendedXyz.Read)];
        var splits = all.ToLookup(example => Candidates.Split(example.Smiles));
        return new BaseSet([.. splits["train"]], [.. splits["valid"]], [.. splits["test"]]);
    }

    /// <summary>Number of atoms that are not hydrogen.</summary>
    public static int Heavy(Geometry geometry)
    {
        int heavy = 0;
        foreach (byte number in geometry.AtomicNumbers)
        {
            heavy += number > 1 ? 1 : 0;
        }

        return heavy;
    }

    public static ImmutableArray<double> Dressed(IEnumerable<Example> examples) =>
        DressedAtoms.Fit([.. examples.Select(example => example.Label)], TrainingSettings.BaseTerms.AtomicNumbers);
}
