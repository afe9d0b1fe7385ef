using System.Globalization;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// Query by committee over the molecules that no structure was drawn from yet: of several structures of each molecule
/// those that the members disagree on most are labelled, where that is more than a usual disagreement.
/// </summary>
/// <remarks>Seung, Opper and Sompolinsky 1992, <see href="https://doi.org/10.1145/130385.130417"/>; of potentials, Smith et
/// al. 2018, <see href="https://doi.org/10.1063/1.5023802"/>.</remarks>
internal static class BaseActive
{
    private const int Structures = 6;
    private const int Chosen = 2;

    // Below this share of the disagreements so far, a structure is passed over.
    private const double Usual = 0.4;
    private const double LargestForce = 0.35;

    public static async Task RunAsync(string data, string file, AniModel committee, int most)
    {
        var xtb = await ProgramLabels.OfXtbAsync();
        AniPotential[] members = Members(committee);
        HashSet<long> done = File.Exists(file) ? [.. ExtendedXyz.Read(file).Select(example => example.Index)] : [];
        var candidates = Candidates.Open(data, further: true);
        Console.WriteLine($"{candidates.MoleculeCount} molecules");
        long from = done.Count == 0 ? 0 : (done.Max() % candidates.MoleculeCount) + 1;
        var spreads = new List<double>();
        double seconds = 0;
        int labelled = 0;
        for (long molecule = from; molecule < candidates.MoleculeCount && labelled < most; molecule++)
        {
            if (Candidates.Split(candidates.SmilesOf(molecule)) != "train")
            {
                continue;
            }

            var structures = new List<(long Index, Geometry Geometry, string Kind, double Spread)>();
            for (int s = 0; s < Structures; s++)
            {
                long index = molecule + ((long)s * candidates.MoleculeCount);
                if (candidates.At(index) is { } candidate)
                {
                    double spread = Spread(members, [candidate.Geometry])[0];
                    structures.Add((index, candidate.Geometry, candidate.Kind, spread));
                    spreads.Add(spread);
                }
            }

            double[] ordered = [.. spreads.TakeLast(3000).Order()];
            foreach (var structure in structures.OrderByDescending(s => s.Spread).Take(Chosen))
            {
                if (structure.Spread < ordered[(int)(Usual * ordered.Length)])
                {
                    continue;
                }

                if (
                    xtb.Of(structure.Geometry) is { } label
                    && label.Forces.All(force => Math.Abs(force) < LargestForce)
                )
                {
                    var example = new Example(
                        Candidates.Further + structure.Index,
                        candidates.SmilesOf(molecule),
                        structure.Kind,
                        label
                    );
                    File.AppendAllText(file, ExtendedXyz.Frame(example));
                    seconds += label.CpuSeconds;
                    labelled++;
                }
            }

            if (molecule % 200 == 0)
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"molecule {molecule}: {labelled} labelled of {spreads.Count} seen, {seconds:0} core-seconds of xtb, own {Environment.CpuUsage.TotalTime.TotalSeconds:0}"
                    )
                );
            }
        }
    }

    public static AniPotential[] Members(AniModel model) =>
        [
            .. PotentialMember
                .Of(model)
                .Select(one => new AniPotential(
                    PotentialMember.Join(model.Name, model.Terms, model.SelfHartree, [one])
                )),
        ];

    /// <summary>Root mean square over components of the members' standard deviation of forces, in eV by angstrom.</summary>
    public static double[] Spread(AniPotential[] members, IReadOnlyList<Geometry> geometries)
    {
        PotentialResult[][] all = [.. members.Select(member => member.Evaluate(geometries, forces: true))];
        var spreads = new double[geometries.Count];
        for (int s = 0; s < spreads.Length; s++)
        {
            double sum = 0;
            int components = all[0][s].Forces!.Length;
            for (int d = 0; d < components; d++)
            {
                double mean = all.Average(results => results[s].Forces![d]);
                sum += all.Sum(r => (r[s].Forces![d] - mean) * (r[s].Forces![d] - mean)) / (all.Length - 1);
            }

            spreads[s] = Math.Sqrt(sum / components) * Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;
        }

        return spreads;
    }
}
