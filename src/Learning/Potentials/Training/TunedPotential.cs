using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Training;

/// <summary>What <see cref="PotentialTuning"/> made, as a file and a card that installs like any other potential.</summary>
public static class TunedPotential
{
    private const int MostReferences = 5;

    /// <summary>Writes file and card into a folder.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="from">The card of the potential that it began with.</param>
    /// <param name="result">What was tried and taken.</param>
    /// <param name="labels">What it was taught.</param>
    /// <param name="origin">What is said of it and of its labels.</param>
    /// <returns>The card.</returns>
    public static PotentialCard Write(
        string folder,
        PotentialCard from,
        TuningResult result,
        IReadOnlyList<StructureLabel> labels,
        TunedOrigin origin
    )
    {
        string file = origin.Name + ".safetensors";
        AniModel model = result.Chosen.Model;
        using var bytes = new MemoryStream();
        PotentialFile.Write(
            PotentialMember.Join(origin.Name, model.Terms, model.SelfHartree, PotentialMember.Of(model)),
            bytes,
            half: true
        );
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, file), bytes.ToArray());
        AniModel rounded = PotentialFile.Read(bytes.ToArray());
        int[] sizes = [.. labels.Select(label => label.Geometry.AtomCount)];
        string[] elements =
        [
            .. from.Elements.Where(symbol =>
                labels.Any(label => label.Geometry.AtomicNumbers.Contains((byte)Elements.AtomicNumber(symbol)!))
            ),
        ];
        var card = new PotentialCard(
            origin.Name,
            PotentialFile.Format,
            origin.Level,
            origin.Licence,
            from.ForbiddenUses,
            [$"its labels: {origin.Level}, {origin.Data}", .. from.Citations],
            $"{result.Chosen.Name}, from {from.Name} ({from.Files[0].Sha256[..12]}), by {labels.Count} structures of {origin.Data}, SHA-256 {origin.DataSha256}",
            [.. elements],
            from.Charges,
            from.Multiplicities,
            $"Taught {origin.Level} by {labels.Count} structures of {sizes.Min()} to {sizes.Max()} atoms, on top of {from.Name}, with whose "
                + $"energies its own cannot be compared. Of {from.Name} it is said: {from.Limits}",
            [CardFile.Of(file, bytes.ToArray())],
            [
                .. labels
                    .DistinctBy(label => label.Geometry.AtomCount)
                    .Take(MostReferences)
                    .Select((label, i) => CardReference.Of(rounded, $"structure {i + 1}", label.Geometry)),
            ]
        )
        {
            Accuracy =
            [
                .. result.Trials.Select(trial =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{trial.Name}: energies {trial.LeftOut.Energy:0.000} eV ({1000 * trial.LeftOut.EnergyByAtom:0.0} meV per atom), forces {trial.LeftOut.Force:0.000} eV/angstrom on {trial.LeftOut.Structures} structures left out, in the mean, absolute"
                    )
                ),
                result.OfMolecules
                    ? "what was left out are molecules of formulas that the member had not seen"
                    : "what was left out are other structures of the same molecules: on other molecules it is worse",
            ],
            Cost = $"{origin.Cost}; beneath it, {from.Name}: {from.Cost ?? "not known"}",
        };
        File.WriteAllText(Path.Combine(folder, PotentialStore.CardFile), card.ToJson());
        return card;
    }
}

/// <summary>What is said of a tuned potential and its labels.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Level">The level of theory of the labels.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Data">The file of the labels, by its name.</param>
/// <param name="DataSha256">The sum of that file.</param>
/// <param name="Cost">What the tuning took, in words.</param>
public sealed record TunedOrigin(
    string Name,
    string Level,
    string Licence,
    string Data,
    string DataSha256,
    string Cost
);
