using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Compute.Potentials;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>Makes a trained potential part of Lichen: its file in half precision, and its card.</summary>
internal static class BaseShip
{
    public const string Name = "lichen-base";
    public const string LiftedName = "lichen-base-b3lyp";

    private const string Domain =
        "Neutral closed-shell molecules of up to about twelve heavy atoms, near and off equilibrium. No ions, no radicals, no "
        + "reactions, no zwitterions, no clusters; nothing beyond 5 angstrom.";

    private const string Vectors =
        "J. S. Smith, O. Isayev, A. E. Roitberg, Chem. Sci. 8, 3192 (2017), https://doi.org/10.1039/C6SC05720A (environment vectors)";

    private static readonly ImmutableArray<string> Known = ["H", "C", "N", "O", "F", "S", "Cl"];

    private static readonly string[] Checked = ["O", "CCO", "CC(N)=O", "CS(C)(=O)=O", "Fc1ccc(Cl)cc1"];

    public static void Run(AniModel model) =>
        Write(
            model,
            new PotentialCard(
                Name,
                PotentialFile.Format,
                "GFN2-xTB",
                "MIT",
                [],
                [
                    "Lichen, docs/methods/lichen-base.md",
                    "C. Bannwarth, S. Ehlert, S. Grimme, J. Chem. Theory Comput. 15, 1652 (2019), https://doi.org/10.1021/acs.jctc.8b01176 (the level it was taught)",
                    Vectors,
                ],
                "made by Lichen itself: dotnet run --project bench/Studies -c Release -- base data, active, train, ship",
                Known,
                [0],
                [1],
                $"{Domain} Energies are those of GFN2-xTB with its own errors.",
                [],
                []
            )
            {
                Accuracy = ["not judged yet: base judge"],
            }
        );

    /// <summary>Makes the potential that was lifted to a density functional part of Lichen.</summary>
    /// <param name="accuracy">What was found of it on molecules that it never saw, in sentences.</param>
    /// <param name="cost">What its labels and its tuning took, in words.</param>
    public static void Lifted(AniModel model, ImmutableArray<string> accuracy, string cost) =>
        Write(
            model,
            new PotentialCard(
                LiftedName,
                PotentialFile.Format,
                $"{LiftData.Method}/{LiftData.Basis}",
                "MIT",
                [],
                [
                    "Lichen, docs/methods/lichen-base.md",
                    "A. D. Becke, J. Chem. Phys. 98, 5648 (1993), https://doi.org/10.1063/1.464913 (the functional it was taught)",
                    "F. Weigend, R. Ahlrichs, Phys. Chem. Chem. Phys. 7, 3297 (2005), https://doi.org/10.1039/b508541a (the basis)",
                    Vectors,
                ],
                "made by Lichen itself: dotnet run --project bench/Studies -c Release -- base lift-data, lift, ship-lifted, lift-dyes, lift-heads, ship-lifted-heads",
                Known,
                [0],
                [1],
                $"{Domain} Taught by molecules of up to five heavy atoms on top of lichen-base, gaps by dyes of up to fourteen too. Energies are those of B3LYP/def2-SVP with its own "
                    + "errors, no dispersion among them; they cannot be compared with those of lichen-base.",
                [],
                []
            )
            {
                Accuracy = accuracy,
                Cost = cost,
            }
        );

    private static void Write(AniModel model, PotentialCard card)
    {
        string folder = Path.Combine(Repository.Folder, "src", "Learning", "Potentials"),
            file = card.Name + ".safetensors";
        using var bytes = new MemoryStream();
        PotentialFile.Write(
            PotentialMember.Join(card.Name, model.Terms, model.SelfHartree, PotentialMember.Of(model)),
            bytes,
            half: true
        );
        File.WriteAllBytes(Path.Combine(folder, file), bytes.ToArray());
        AniModel rounded = PotentialFile.Read(bytes.ToArray());
        card = card with
        {
            Files = [CardFile.Of(file, bytes.ToArray())],
            References = [.. Checked.Select(smiles => Reference(rounded, smiles))],
        };
        File.WriteAllText(Path.Combine(folder, card.Name + ".json"), card.ToJson() + "\n");
        Console.WriteLine($"{bytes.Length:N0} bytes, {model.ParameterCount:N0} parameters");
    }

    /// <summary>Adds heads to a potential that is part of Lichen: a second file, and what it gives.</summary>
    /// <param name="name">The potential.</param>
    /// <param name="heads">The heads.</param>
    /// <param name="beneath">What they were tuned on top of: layers that are the same are not written again.</param>
    /// <param name="accuracy">What was found of them on molecules that they never saw, in sentences; they follow those of the card.</param>
    /// <param name="cost">What their labels and their training took, in words; likewise.</param>
    public static void AddHeads(
        string name,
        PropertyHeads heads,
        HeadsBeneath? beneath = null,
        ImmutableArray<string>? accuracy = null,
        string? cost = null
    )
    {
        string folder = Path.Combine(Repository.Folder, "src", "Learning", "Potentials"),
            file = name + "-heads.safetensors";
        using var bytes = new MemoryStream();
        HeadFile.Write(heads, bytes, half: true, beneath);
        File.WriteAllBytes(Path.Combine(folder, file), bytes.ToArray());
        PotentialCard card = PotentialCard.Parse(File.ReadAllText(Path.Combine(folder, name + ".json")));
        if (accuracy is not null && card.Files.Length > 1)
        {
            throw new InvalidOperationException(
                $"{name} has heads on its card already: ship the potential again first."
            );
        }

        card = card with
        {
            Files = [card.Files[0], CardFile.Of(file, bytes.ToArray())],
            Properties = [.. PotentialLevels.Further(name)],
            Accuracy = [.. card.Accuracy, .. accuracy ?? []],
            Cost = cost is null ? card.Cost : $"{card.Cost}; {cost}",
        };
        File.WriteAllText(Path.Combine(folder, name + ".json"), card.ToJson() + "\n");
        Console.WriteLine($"{bytes.Length:N0} bytes");
    }

    private static CardReference Reference(AniModel model, string smiles)
    {
        var built = (ConformerOutcome.Built)Conformers.Build(smiles, 1, 1, TimeSpan.FromSeconds(20));
        return CardReference.Of(model, $"{smiles} at MMFF94", built.Geometry);
    }
}
