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

/// <summary>How far a potential is from labels: in electronvolt, and electronvolt by angstrom.</summary>
/// <param name="Structures">How many were compared.</param>
/// <param name="Energy">Mean absolute error of energies.</param>
/// <param name="EnergyByAtom">The same over the number of atoms of each.</param>
/// <param name="Force">Mean absolute error of components of forces.</param>
/// <param name="ForceRoot">Root mean square of the same.</param>
internal sealed record Errors(int Structures, double Energy, double EnergyByAtom, double Force, double ForceRoot)
{
    private const double ForceUnit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;

    public static Errors Of(AniPotential potential, IReadOnlyList<StructureLabel> labels)
    {
        PotentialResult[] results = potential.Evaluate([.. labels.Select(label => label.Geometry)], forces: true);
        double energy = 0,
            byAtom = 0,
            force = 0,
            square = 0;
        long components = 0;
        for (int s = 0; s < results.Length; s++)
        {
            double off = Math.Abs(results[s].Hartree - labels[s].Hartree) * Constants.HartreeInElectronvolt;
            energy += off;
            byAtom += off / labels[s].Geometry.AtomCount;
            for (int d = 0; d < labels[s].Forces.Length; d++)
            {
                double error = (results[s].Forces![d] - labels[s].Forces[d]) * ForceUnit;
                force += Math.Abs(error);
                square += error * error;
                components++;
            }
        }

        return new Errors(
            results.Length,
            energy / results.Length,
            byAtom / results.Length,
            force / components,
            Math.Sqrt(square / components)
        );
    }
}
