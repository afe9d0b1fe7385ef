using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Metering;
using Lichen.Compute.Processes;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Learning.Potentials;
using Lichen.Studies.Dyes;

namespace Lichen.Studies.Potentials;

/// <summary>
/// Gaps at GFN2-xTB of molecules of the dyes' pool on three geometries: GFN2-xTB's own optimum, ANI-2x's, the force
/// field's; what each costs, and how far the gaps are apart.
/// </summary>
internal static class PotentialsStudy
{
    private const ulong ConformerSeed = 1;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = int.Parse(Option(arguments, "--molecules", "200"), CultureInfo.InvariantCulture);
        int seed = int.Parse(Option(arguments, "--seed", "1"), CultureInfo.InvariantCulture);
        string data = Option(arguments, "--data", Path.Combine(Repository.Folder, "..", "shared", "data", "ani-2x"));
        long started = Stopwatch.GetTimestamp();
        double cpuAtStart = Environment.CpuUsage.TotalTime.TotalSeconds;
        var card = PotentialCard.Find("ANI-2x")!;
        var potential = new AniPotential(AniFolder.Read(data, card));
        var xtb = await XtbGaps.OpenAsync(Patience);

        List<Case> cases = Draw(card, count, seed);
        Alone(potential, cases);
        Together(potential, cases);
        for (int i = 0; i < cases.Count; i++)
        {
            Case one = cases[i];
            one.Optimised = await XtbAsync(xtb, one, "GFN2-xTB", one.Start);
            one.OnForceField = await XtbAsync(xtb, one, "GFN2-xTB//MMFF94", one.Start);
            one.OnPotential = one.Relaxed is { } relaxed
                ? await XtbAsync(xtb, one, "GFN2-xTB//ANI-2x", relaxed.Geometry)
                : null;
            if ((i + 1) % 25 == 0)
            {
                Console.WriteLine($"{i + 1} of {cases.Count}");
            }
        }

        Write(
            cases,
            seed,
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            Environment.CpuUsage.TotalTime.TotalSeconds - cpuAtStart
        );
        return 0;
    }

    /// <summary>Molecules that the table has a gap of, of the potential's elements, in a seeded order.</summary>
    private static List<Case> Draw(PotentialCard card, int count, int seed)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(DyesTable.File), CompressionMode.Decompress));
        List<string> header = [.. text.ReadLine()!.Split(',')];
        int id = header.IndexOf("id"),
            smiles = header.IndexOf("smiles"),
            gap = header.IndexOf("gap_optimised_eV");
        var rows = new List<(string Id, string Smiles)>();
        while (text.ReadLine() is { } line)
        {
            // SMILES hold no comma, and ids of this file are numbers.
            string[] fields = line.Split(',');
            if (fields[gap].Length > 0)
            {
                rows.Add((fields[id], fields[smiles]));
            }
        }

        var order = rows.ToArray();
        new Random(seed).Shuffle(order);
        var cases = new List<Case>();
        foreach (var (name, molecule) in order)
        {
            if (
                cases.Count < count
                && Conformers.Build(molecule, 1, ConformerSeed, Patience) is ConformerOutcome.Built built
                && built.Geometry.AtomicNumbers.ToArray().All(z => card.Elements.Contains(Elements.Symbol(z)))
            )
            {
                cases.Add(new Case(name, molecule, built.Geometry, built.Topology.Bonds));
            }
        }

        return cases;
    }

    /// <summary>One molecule at a time, as a campaign's worker does it.</summary>
    private static void Alone(AniPotential potential, List<Case> cases)
    {
        // The first pays for what is packed once.
        Relaxation.Run(potential, [cases[0].Start], () => true, CancellationToken.None);
        foreach (Case one in cases)
        {
            TimeSpan before = ThreadClock.Now;
            RelaxationResult end = Relaxation.Run(potential, [one.Start], () => true, CancellationToken.None)[0];
            one.AloneSeconds = (ThreadClock.Now - before).TotalSeconds;
            one.Steps = end.Steps;
            one.Failure =
                end.End != RelaxationEnd.Converged ? end.End.ToString()
                : Connectivity.Problem(end.Geometry, one.Bonds) is { } change ? change
                : null;
            one.Relaxed = one.Failure is null ? end : null;
        }
    }

    /// <summary>64 molecules at once; the time is shared by atoms.</summary>
    private static void Together(AniPotential potential, List<Case> cases)
    {
        foreach (Case[] batch in cases.Chunk(64))
        {
            TimeSpan before = ThreadClock.Now;
            Relaxation.Run(potential, [.. batch.Select(one => one.Start)], () => true, CancellationToken.None);
            double seconds = (ThreadClock.Now - before).TotalSeconds;
            double atoms = batch.Sum(one => one.Start.AtomCount);
            foreach (Case one in batch)
            {
                one.TogetherSeconds = seconds * one.Start.AtomCount / atoms;
            }
        }
    }

    private static async Task<(double Gap, double CpuSeconds)?> XtbAsync(
        XtbGaps xtb,
        Case one,
        string level,
        Geometry start
    ) =>
        await xtb.OfAsync(one.Id, one.Smiles, level, start, one.Bonds) is { } computed
            ? (computed.Values["homo_lumo_gap"], computed.Usage.CpuSeconds)
            : null;

    private static void Write(List<Case> cases, int seed, double seconds, double coreSeconds)
    {
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Potentials");
        File.WriteAllLines(
            Path.Combine(folder, "results.csv"),
            [
                "id,smiles,atoms,gap_optimised_eV,gap_on_ani_eV,gap_on_mmff_eV,cpu_optimised_s,cpu_single_on_ani_s,"
                    + "cpu_single_on_mmff_s,cpu_ani_alone_s,cpu_ani_in_64_s,ani_steps,ani_failure",
                .. cases.Select(one => one.Line()),
            ]
        );
        Case[] whole =
        [
            .. cases.Where(one => one is { Optimised: not null, OnPotential: not null, OnForceField: not null }),
        ];
        double optimising = whole.Sum(one => one.Optimised!.Value.CpuSeconds);
        double single = whole.Sum(one => one.OnPotential!.Value.CpuSeconds);
        double alone = whole.Sum(one => one.AloneSeconds),
            together = whole.Sum(one => one.TogetherSeconds);
        var summary = new
        {
            commit = Repository.Commit,
            molecules = cases.Count,
            seed,
            seconds,
            own_core_seconds = coreSeconds,
            compared = whole.Length,
            ani_failures = cases.Count(one => one.Failure is not null),
            gfn2_failures = cases.Count(one => one.Optimised is null),
            mean_steps = whole.Average(one => one.Steps),
            mean_core_seconds = new
            {
                gfn2_optimisation = optimising / whole.Length,
                ani_alone = alone / whole.Length,
                ani_in_64 = together / whole.Length,
                gfn2_single_point = single / whole.Length,
            },
            times_cheaper = new
            {
                alone = optimising / (alone + single),
                in_64 = optimising / (together + single),
                force_field = optimising / whole.Sum(one => one.OnForceField!.Value.CpuSeconds),
            },
            deviation_on_ani = Deviation(whole, one => one.OnPotential!.Value.Gap),
            deviation_on_mmff = Deviation(whole, one => one.OnForceField!.Value.Gap),
        };
        string json = JsonSerializer.Serialize(summary, Indented) + "\n";
        File.WriteAllText(Path.Combine(folder, "summary.json"), json);
        Console.Write(json);
    }

    private static object Deviation(Case[] cases, Func<Case, double> gap)
    {
        double[] off = [.. cases.Select(one => gap(one) - one.Optimised!.Value.Gap)];
        double[] sizes = [.. off.Select(Math.Abs).Order()];
        return new
        {
            mean_eV = off.Average(),
            mean_absolute_eV = sizes.Average(),
            median_absolute_eV = sizes[sizes.Length / 2],
            root_mean_square_eV = Math.Sqrt(off.Average(value => value * value)),
            share_within_0_1_eV = sizes.Count(size => size <= 0.1) / (double)sizes.Length,
            percentile_95_eV = sizes[(int)(0.95 * (sizes.Length - 1))],
            largest_eV = sizes[^1],
            spearman = Statistics.Spearman([.. cases.Select(gap)], [.. cases.Select(one => one.Optimised!.Value.Gap)]),
        };
    }

    private static string Option(string[] arguments, string name, string otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }
}
