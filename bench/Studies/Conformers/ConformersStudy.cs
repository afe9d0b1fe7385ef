using System.Globalization;
using System.Text.Json;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Studies.Conformers;

/// <summary>
/// What one conformer costs in accuracy, and an ensemble in time: gap and dipole moment of flexible molecules at the
/// force-field conformer, the lowest of an ensemble and its thermal mean.
/// </summary>
internal static class ConformersStudy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string[] Ways = ["", ", conformers(20)", ", Boltzmann(20)"];

    private static readonly string[] Levels = ["GFN2-xTB//MMFF94", "GFN2-xTB"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var file, .. var rest])
        {
            Console.Error.WriteLine("expected a file of SMILES: conformers FILE [--molecules N]");
            return 2;
        }

        var count = int.Parse(Option(rest, "--molecules") ?? "60", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("lichen-conformers-");
        try
        {
            var spec = SpecOf(Path.GetFullPath(file));
            var guard = Guard.Beside();
            var rungs = await Ladder.MakeAsync(
                spec,
                new EngineFactory(guard, new EngineProbe(guard, folder.FullName)),
                CancellationToken.None
            );
            var pool = Flexible(PoolReader.Read(spec, TextWriter.Null, 1, CancellationToken.None).Pool, count);
            // Each level has an archive of its own: none is cheaper for what another has done.
            var archives = rungs.Select(rung => Archive.Open(Path.Combine(folder.FullName, $"{rung.Index}.db"))).ToList();
            var runners = archives
                .Select(archive => new CalculationRunner(
                    pool,
                    rungs,
                    spec,
                    archive,
                    "study",
                    folder.FullName,
                    TimeProvider.System,
                    new Meter(new PowerModel(12, 1, "study"), GridIntensity.World, 0),
                    null
                ))
                .ToList();
            var rows = new List<ConformersRow>();
            for (var molecule = 0; molecule < pool.Count; molecule++)
            {
                foreach (var rung in rungs)
                {
                    var assignment = new Assignment((molecule * rungs.Length) + rung.Index, molecule, rung, 600, null, 0);
                    var outcome = (await runners[rung.Index].RunAsync(assignment, CancellationToken.None)).Outcome;
                    var computed = outcome as Computed;
                    rows.Add(
                        new ConformersRow(
                            pool[molecule].Smiles,
                            rung.LevelText,
                            computed?.Values["homo_lumo_gap"],
                            computed?.Values["dipole_moment"],
                            outcome.Usage.CpuSeconds
                        )
                    );
                }
            }

            var order = Order(archives[2], pool);
            foreach (var archive in archives)
            {
                archive.Dispose();
            }

            Write(rows, order, pool.Count);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Every molecule with two to six bonds that turn, evenly from the file.
    private static Pool Flexible(Pool pool, int count)
    {
        var rotors = new StructureValues(pool).Of("rotatable_bonds");
        var flexible = pool.Candidates.Where((_, candidate) => rotors[candidate] is >= 2 and <= 6).ToList();
        return new Pool([
            .. Enumerable.Range(0, Math.Min(count, flexible.Count)).Select(i => flexible[i * flexible.Count / count]),
        ]);
    }

    // Of each molecule: conformers, the place by force field of the one that is lowest at GFN2-xTB, and how far above it
    // the first by force field is, in kcal/mol.
    private static List<(int Count, int Place, double Above)> Order(Archive archive, Pool pool)
    {
        var parts = archive.Read("GFN2-xTB//MMFF94").ToLookup(outcome => outcome.Calculation.Candidate.Smiles);
        var order = new List<(int, int, double)>();
        foreach (var candidate in pool.Candidates)
        {
            var energies = parts[candidate.Smiles]
                .Where(part => part.Outcome is Computed)
                .ToDictionary(
                    part => int.Parse(part.Calculation.Conformers.Split("conformer ")[1].Split(' ')[0], CultureInfo.InvariantCulture),
                    part => ((Computed)part.Outcome).Values["total_energy"]
                );
            if (energies.TryGetValue(1, out var first))
            {
                var (place, lowest) = energies.MinBy(pair => pair.Value);
                order.Add((energies.Count, place, (first - lowest) * Core.Constants.HartreeInKilocaloriePerMole));
            }
        }

        return order;
    }

    private static CampaignSpec SpecOf(string file)
    {
        var ladder = string.Join(", ", Levels.SelectMany(level => Ways.Select(way => $"'{level}{way}'")));
        var text = $$"""
            space: {file: {{file}}}
            rules: {elements: [H, C, N, O, F, S, Cl], charge: 0, heavy_atoms: 8 to 16}
            objectives:
              - {property: dipole_moment, level: 'GFN2-xTB, Boltzmann(20)', goal: maximise}
              - {property: homo_lumo_gap, level: 'GFN2-xTB, Boltzmann(20)', goal: minimise}
            ladder: [{{ladder}}]
            budget: unlimited

            """;
        var reading = CampaignFile.Parse(text, "conformers", Environment.CurrentDirectory, 1);
        return reading.Spec ?? throw new InvalidDataException(string.Join('\n', reading.Problems));
    }

    private static void Write(List<ConformersRow> rows, List<(int Count, int Place, double Above)> order, int molecules)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Conformers");
        File.WriteAllLines(
            Path.Combine(folder, "results.csv"),
            [ConformersRow.Header, .. rows.Select(row => row.ToString())]
        );
        var bySmiles = rows.GroupBy(row => row.Smiles).ToList();
        var levels = Levels.SelectMany(level =>
            Ways[..2].Select(way => Difference(bySmiles, level + way, level + Ways[2], level))
        );
        var text = JsonSerializer.Serialize(
            new
            {
                molecules,
                conformers = order.Average(one => one.Count),
                force_field_is_right = order.Average(one => one.Place == 1 ? 1.0 : 0),
                in_first_three = order.Average(one => one.Place <= 3 ? 1.0 : 0),
                force_field_above_lowest_median = Quantile([.. order.Select(one => one.Above)], 0.5),
                force_field_above_lowest_90 = Quantile([.. order.Select(one => one.Above)], 0.9),
                against_boltzmann = levels,
            },
            Indented
        );
        File.WriteAllText(Path.Combine(folder, "summary.json"), text);
        Console.WriteLine(text);
    }

    private static object Difference(
        IReadOnlyList<IGrouping<string, ConformersRow>> molecules,
        string level,
        string mean,
        string plain
    )
    {
        var pairs = molecules
            .Select(rows => (One: Row(rows, level), Mean: Row(rows, mean), Plain: Row(rows, plain)))
            .Where(rows => rows.One.Gap is not null && rows.Mean.Gap is not null && rows.Plain.Gap is not null)
            .ToList();
        double[] dipoles = [.. pairs.Select(pair => Math.Abs(pair.One.Dipole!.Value - pair.Mean.Dipole!.Value))];
        double[] gaps = [.. pairs.Select(pair => Math.Abs(pair.One.Gap!.Value - pair.Mean.Gap!.Value))];
        return new
        {
            level,
            molecules = pairs.Count,
            dipole_mean = dipoles.Average(),
            dipole_90 = Quantile(dipoles, 0.9),
            gap_mean = gaps.Average(),
            gap_90 = Quantile(gaps, 0.9),
            cost_ratio = pairs.Sum(pair => pair.One.CpuSeconds) / pairs.Sum(pair => pair.Plain.CpuSeconds),
            cost_ratio_boltzmann = pairs.Sum(pair => pair.Mean.CpuSeconds) / pairs.Sum(pair => pair.Plain.CpuSeconds),
        };
    }

    // A name of the study's is spelt as the ladder spells it.
    private static ConformersRow Row(IEnumerable<ConformersRow> rows, string level)
    {
        var name = LevelOfTheory.Parse(level).ToString();
        return rows.Single(row => row.Level == name);
    }

    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[(int)Math.Ceiling(share * values.Length) - 1];
    }

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}

/// <summary>One molecule at one level; values are null where the calculation failed.</summary>
/// <param name="Gap">In eV.</param>
/// <param name="Dipole">In debye.</param>
internal sealed record ConformersRow(string Smiles, string Level, double? Gap, double? Dipole, double CpuSeconds)
{
    public const string Header = "smiles,level,gap_ev,dipole_debye,cpu_s";

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Smiles},\"{Level}\",{Gap:0.####},{Dipole:0.####},{CpuSeconds:0.###}"
        );
}
