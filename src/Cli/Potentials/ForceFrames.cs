using Lichen.Cli.Models;
using Lichen.Cli.Structures;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Exploration.Spaces;
using Lichen.Learning.Potentials;
using Lichen.Learning.StructureModels;

namespace Lichen.Cli.Potentials;

/// <summary>Structures with energies and forces, from the frames of an extended XYZ file.</summary>
internal static class ForceFrames
{
    // In hartree per bohr, 18 eV by angstrom: structures torn harder teach nothing that a molecule ever does.
    private const double LargestForce = 0.35;

    /// <summary>Reads all frames that can be used; the others go to the rejects with their reason.</summary>
    /// <param name="wish">The file, and what it calls energies and forces.</param>
    /// <param name="card">The potential that is to learn from them.</param>
    /// <param name="rejects">Gets what cannot be used.</param>
    /// <param name="most">Reading ends beyond so many structures.</param>
    public static ForceLabels Read(
        ForceWish wish,
        PotentialCard card,
        Rejects rejects,
        int most,
        CancellationToken cancellationToken
    )
    {
        var path = SpaceFile.Locate(wish.Data, Environment.CurrentDirectory);
        using var text = SpaceFile.OpenText(path);
        var labels = new List<StructureLabel>();
        var keys = new Dictionary<string, int>();
        var frames = 0;
        string? first = null;
        foreach (var frame in XyzFrames.Read(text, wish.Forces))
        {
            cancellationToken.ThrowIfCancellationRequested();
            frames++;
            StructureLabel? label = null;
            if (Problem(frame, wish, card, keys, out label) is { } problem)
            {
                first ??= StructureFrames.At(frame.Line, problem);
                rejects.Add(frame.Line, problem, frame.Comment);
                continue;
            }

            labels.Add(label!);
            if (labels.Count > most)
            {
                throw new UserException(
                    ExitCode.Usage,
                    $"{wish.Data} has more than {most:N0} structures, which would not fit into memory; take a part of them, drawn at random"
                );
            }
        }

        return new ForceLabels(labels, frames, first);
    }

    private static string? Problem(
        XyzFrame frame,
        ForceWish wish,
        PotentialCard card,
        Dictionary<string, int> keys,
        out StructureLabel? label
    )
    {
        label = null;
        if (
            (frame.Problem ?? StructureFrames.Unseen(frame.Keys) ?? frame.Keys.Number(wish.Energy, out _)) is
            { } problem
        )
        {
            return problem;
        }

        var geometry = frame.Geometry!;
        if (Unknown(geometry, card) is { } symbol)
        {
            return $"{card.Name} knows {string.Join(' ', card.Elements)}, not {symbol}";
        }

        if (StructureCheck.Problem(geometry, StructureCheck.AllElements) is { } bad)
        {
            return bad;
        }

        frame.Keys.Number(wish.Energy, out var energy);
        double[] forces = [.. frame.Vectors.Select(force => force * wish.HartreePerBohr)];
        if (forces.Max(Math.Abs) is > LargestForce and var largest)
        {
            const double Unit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;
            return FormattableString.Invariant(
                $"its largest force is {largest * Unit:0.0} eV/angstrom, and beyond {LargestForce * Unit:0} a structure is torn apart (or --force-unit is another)"
            );
        }

        var key = StructureSet.KeyOf(geometry);
        if (!keys.TryAdd(key, frame.Number))
        {
            return $"it is the structure of frame {keys[key]} again";
        }

        label = new StructureLabel(geometry, energy * wish.Hartree, forces, [], [], double.NaN);
        return null;
    }

    private static string? Unknown(Geometry geometry, PotentialCard card)
    {
        foreach (var number in geometry.AtomicNumbers)
        {
            if (!card.Elements.Contains(Elements.Symbol(number)))
            {
                return Elements.Symbol(number);
            }
        }

        return null;
    }
}

/// <summary>What a file calls energies and forces.</summary>
/// <param name="Data">The file.</param>
/// <param name="Energy">Key of the energy in the comment line.</param>
/// <param name="Forces">Name of the three columns of forces.</param>
/// <param name="Hartree">The unit of energies, in hartree.</param>
/// <param name="HartreePerBohr">The unit of forces, in hartree per bohr.</param>
internal sealed record ForceWish(string Data, string Energy, string Forces, double Hartree, double HartreePerBohr);

/// <summary>What was read.</summary>
/// <param name="Labels">The structures.</param>
/// <param name="Frames">Frames of the file.</param>
/// <param name="FirstProblem">Why the first that was rejected was; null where none was.</param>
internal sealed record ForceLabels(IReadOnlyList<StructureLabel> Labels, int Frames, string? FirstProblem);
