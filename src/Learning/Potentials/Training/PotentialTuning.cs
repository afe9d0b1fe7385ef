using System.Collections.Immutable;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Training;

/// <summary>
/// A potential of another level of theory from a few hundred of its labels: a general one tuned from its weights, judged by
/// structures left out against itself with nothing but energies of atoms refitted, and against networks from nothing.
/// </summary>
/// <remarks>See docs/methods/lichen-base.md, "Tuned rather than trained", for what passes and rates were chosen by.</remarks>
public static class PotentialTuning
{
    /// <summary>Fewer labels leave too little to judge by.</summary>
    public const int Fewest = 30;

    /// <summary>Environment vectors of more would not fit into memory.</summary>
    public const int Most = 20_000;

    /// <summary>Each member leaves out one part of so many.</summary>
    public const int Parts = 10;

    /// <summary>Structures by step.</summary>
    public const int BatchSize = 4;

    /// <summary>Weight of energies, that of forces being one.</summary>
    public const double EnergyWeight = 4;

    /// <summary>Passes and rate of what is tuned; longer or faster it overfits.</summary>
    public const int TunedEpochs = 60;

    /// <inheritdoc cref="TunedEpochs"/>
    public const double TunedRate = 0.0005;

    /// <summary>Passes and rate with which networks from nothing are best.</summary>
    public const int DrawnEpochs = 200;

    /// <inheritdoc cref="DrawnEpochs"/>
    public const double DrawnRate = 0.003;

    private static readonly ImmutableArray<int> Hidden = [128, 96, 64];

    /// <summary>All of the above in a line: two tunings of the same labels by different ones are not the same.</summary>
    internal static string Recipe { get; } =
        FormattableString.Invariant(
            $"{string.Join('-', Hidden)} {Parts} {BatchSize} {EnergyWeight} {TunedEpochs} {TunedRate} {DrawnEpochs} {DrawnRate}"
        );

    /// <summary>Tries all three and takes what leaves the least error of forces.</summary>
    /// <param name="start">The general potential.</param>
    /// <param name="labels">Structures of its elements, <see cref="Fewest"/> at least.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    /// <param name="checkpoints">Where trainings are kept and gone on from; null to keep none.</param>
    /// <param name="progress">Told the share of the work that is done, by earlier runs too; from any thread.</param>
    /// <param name="cancellationToken">Checked between passes.</param>
    /// <exception cref="ArgumentException">There are too few labels.</exception>
    /// <exception cref="PotentialException">An element is not among those of the potential, or atoms coincide.</exception>
    public static TuningResult Run(
        AniModel start,
        IReadOnlyList<StructureLabel> labels,
        int maxThreads,
        TuningCheckpoints? checkpoints,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        if (labels.Count < Fewest)
        {
            throw new ArgumentException($"{labels.Count} labels, and at least {Fewest} are needed.");
        }

        (int[] parts, bool ofMolecules) = PartsOf(labels);
        int members = start.MemberCount;
        double work = (double)members * (TunedEpochs + DrawnEpochs);
        int done = 0;
        TuningTrial asIs = AsIs(start, labels, parts, members);
        TuningTrial tuned = Train(
            "tuned",
            start,
            Refit(start, labels),
            labels,
            parts,
            Settings(start, TunedEpochs, TunedRate),
            fromStart: true,
            maxThreads,
            checkpoints,
            Passed,
            cancellationToken
        );
        TuningTrial drawn = Train(
            "from nothing",
            start,
            DressedAtoms.Fit(labels, start.Terms.AtomicNumbers),
            labels,
            parts,
            Settings(start, DrawnEpochs, DrawnRate),
            fromStart: false,
            maxThreads,
            checkpoints,
            Passed,
            cancellationToken
        );
        ImmutableArray<TuningTrial> trials = [asIs, tuned, drawn];
        return new TuningResult(trials.MinBy(trial => trial.LeftOut.Force)!, trials, ofMolecules);

        void Passed() => progress?.Invoke(((checkpoints?.EarlierPasses ?? 0) + Interlocked.Increment(ref done)) / work);
    }

    /// <summary>Trains the members, each on all labels but those of a part of its own.</summary>
    /// <param name="name">What the trial is called.</param>
    /// <param name="start">What gives form and number of members, and with <paramref name="fromStart"/> the first weights.</param>
    /// <param name="selfHartree">Energies of atoms.</param>
    /// <param name="labels">The structures.</param>
    /// <param name="parts">The part of each structure.</param>
    /// <param name="settings">Networks and training.</param>
    /// <param name="fromStart">Whether it begins with the weights of the start rather than drawn ones.</param>
    /// <param name="maxThreads">At most so many threads work, each on a member of its own.</param>
    /// <param name="checkpoints">Where trainings are kept and gone on from; null to keep none.</param>
    /// <param name="passed">Told of each pass.</param>
    /// <param name="cancellationToken">Checked between passes.</param>
    public static TuningTrial Train(
        string name,
        AniModel start,
        ImmutableArray<double> selfHartree,
        IReadOnlyList<StructureLabel> labels,
        int[] parts,
        TrainingSettings settings,
        bool fromStart,
        int maxThreads,
        TuningCheckpoints? checkpoints,
        Action? passed,
        CancellationToken cancellationToken
    )
    {
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        var data = new LabelledStructures(start.Terms, selfHartree, labels);
        IReadOnlyList<PotentialMember> members = PotentialMember.Of(start);
        PotentialTraining[] trainings = [.. Enumerable.Range(0, members.Count).Select(Begin)];
        var trained = new PotentialMember[trainings.Length];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = maxThreads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(
            0,
            trained.Length,
            options,
            k =>
            {
                while (!trainings[k].IsDone)
                {
                    trainings[k].Pass(cancellationToken);
                    checkpoints?.Keep(trainings[k], name, k);
                    passed?.Invoke();
                }

                trained[k] = trainings[k].Member();
            }
        );
        return new TuningTrial(
            name,
            PotentialMember.Join(start.Name, start.Terms, selfHartree, trained),
            LeftOut(
                labels,
                parts,
                [.. trained.Select(one => PotentialMember.Join(start.Name, start.Terms, selfHartree, [one]))]
            ),
            Environment.CpuUsage.TotalTime.TotalSeconds - cpu
        );

        PotentialTraining Begin(int k)
        {
            int[] structures = [.. Enumerable.Range(0, labels.Count).Where(s => parts[s] != k)];
            var training = new PotentialTraining(
                data,
                structures,
                settings,
                (ulong)(k + 1),
                fromStart ? members[k] : null
            );
            checkpoints?.Resume(training, name, k);
            return training;
        }
    }

    /// <summary>Energies of atoms at the level of the labels, under the networks as they are: what is left to learn is then small.</summary>
    /// <returns>Hartree by element, shape (elements).</returns>
    public static ImmutableArray<double> Refit(AniModel start, IReadOnlyList<StructureLabel> labels)
    {
        var networks = new AniPotential(WithAtoms(start, [.. start.SelfHartree.Select(_ => 0.0)]));
        PotentialResult[] known = networks.Evaluate([.. labels.Select(label => label.Geometry)], forces: false);
        return DressedAtoms.Fit(
            [.. labels.Select((label, s) => label with { Hartree = label.Hartree - known[s].Hartree })],
            start.Terms.AtomicNumbers
        );
    }

    /// <summary>The same networks over other energies of atoms.</summary>
    public static AniModel WithAtoms(AniModel model, ImmutableArray<double> selfHartree) =>
        PotentialMember.Join(model.Name, model.Terms, selfHartree, PotentialMember.Of(model));

    /// <summary>
    /// Says by how much forces or energies of labels are larger than what a potential gives, where that can be no chemistry: another unit,
    /// slopes in place of forces, energies without their electrons. Null where they are of its size.
    /// </summary>
    public static string? Mismatch(AniModel start, IReadOnlyList<StructureLabel> labels)
    {
        const double Most = 2;
        PotentialResult[] given = new AniPotential(start).Evaluate(
            [.. labels.Select(label => label.Geometry)],
            forces: true
        );
        (double across, double own) = (0, 0);
        for (int s = 0; s < given.Length; s++)
        {
            for (int d = 0; d < labels[s].Forces.Length; d++)
            {
                across += given[s].Forces![d] * labels[s].Forces[d];
                own += given[s].Forces![d] * given[s].Forces![d];
            }
        }

        double slope = across / own,
            rise = Rise(start, labels, given);
        return slope is > 1 / Most and < Most && rise is < 1 / Most or > Most
                ? FormattableString.Invariant(
                    $"between structures of the same atoms energies rise {rise:0.00} times as far as those of {start.Name}: their unit is not that of the forces"
                )
            : slope is > 1 / Most and < Most ? null
            : slope < -1 / Most
                ? FormattableString.Invariant(
                    $"the forces point the other way than those of {start.Name} ({slope:0.00} times them): they seem to be slopes of the energy, which are minus the forces"
                )
            : FormattableString.Invariant(
                $"the forces are {slope:0.00} times those of {start.Name}, so that they seem to be in another unit, or of other structures"
            );
    }

    /// <summary>How far energies of labels rise where those given rise by one, energies of atoms apart.</summary>
    private static double Rise(AniModel start, IReadOnlyList<StructureLabel> labels, PotentialResult[] given)
    {
        double[] Apart(IEnumerable<double> energies)
        {
            StructureLabel[] of = [.. labels.Zip(energies, (label, energy) => label with { Hartree = energy })];
            ImmutableArray<double> atoms = DressedAtoms.Fit(of, start.Terms.AtomicNumbers);
            return
            [
                .. of.Select(label =>
                    label.Hartree - AniDomain.Places(start.Terms, label.Geometry).Sum(place => atoms[place])
                ),
            ];
        }

        double[] theirs = Apart(labels.Select(label => label.Hartree)),
            ours = Apart(given.Select(result => result.Hartree));
        return theirs.Zip(ours, (their, our) => their * our).Sum() / ours.Sum(our => our * our);
    }

    /// <summary>
    /// The part of each structure: whole molecules by their formulas where there are enough of them, so that what is left out is of molecules
    /// that were not seen; else structures by turns.
    /// </summary>
    private static (int[] Parts, bool OfMolecules) PartsOf(IReadOnlyList<StructureLabel> labels)
    {
        string[] formulas =
        [
            .. labels.Select(label => Convert.ToHexString(label.Geometry.AtomicNumbers.ToArray().Order().ToArray())),
        ];
        var groups = formulas.Distinct().Order(StringComparer.Ordinal).Index().ToDictionary(p => p.Item, p => p.Index);
        bool ofMolecules = groups.Count >= 3 * Parts;
        return ([.. formulas.Select((formula, s) => (ofMolecules ? groups[formula] : s) % Parts)], ofMolecules);
    }

    private static TuningTrial AsIs(AniModel start, IReadOnlyList<StructureLabel> labels, int[] parts, int members)
    {
        double cpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        AniModel[] each =
        [
            .. Enumerable
                .Range(0, members)
                .Select(k => WithAtoms(start, Refit(start, [.. labels.Where((_, s) => parts[s] != k)]))),
        ];
        PotentialErrors errors = LeftOut(labels, parts, each);
        AniModel model = WithAtoms(start, Refit(start, labels));
        return new TuningTrial(
            "energies of atoms refitted",
            model,
            errors,
            Environment.CpuUsage.TotalTime.TotalSeconds - cpu
        );
    }

    /// <summary>Errors of each potential on its own part, over all of them.</summary>
    private static PotentialErrors LeftOut(IReadOnlyList<StructureLabel> labels, int[] parts, AniModel[] models)
    {
        PotentialErrors[] errors =
        [
            .. models
                .Select((model, k) => (Model: model, Left: labels.Where((_, s) => parts[s] == k).ToArray()))
                .Where(pair => pair.Left.Length > 0)
                .Select(pair => PotentialErrors.Of(new AniPotential(pair.Model), pair.Left)),
        ];
        return new PotentialErrors(
            errors.Sum(one => one.Structures),
            errors.Average(one => one.Energy),
            errors.Average(one => one.EnergyByAtom),
            errors.Average(one => one.Force),
            Math.Sqrt(errors.Average(one => one.ForceRoot * one.ForceRoot))
        );
    }

    private static TrainingSettings Settings(AniModel start, int epochs, double rate) =>
        new(start.Terms, Hidden, epochs, BatchSize, rate, EnergyWeight);
}

/// <summary>One way to a potential of the labels' level, and what it leaves.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Model">The potential; each member leaves out a part of its own.</param>
/// <param name="LeftOut">Each member's errors on the part that it was not taught, in the mean.</param>
/// <param name="CoreSeconds">What it took.</param>
public sealed record TuningTrial(string Name, AniModel Model, PotentialErrors LeftOut, double CoreSeconds);

/// <summary>What was tried and what was taken.</summary>
/// <param name="Chosen">The trial with the least error of forces.</param>
/// <param name="Trials">All of them.</param>
/// <param name="OfMolecules">Whether what was left out are molecules of other formulas, rather than other structures of the same.</param>
public sealed record TuningResult(TuningTrial Chosen, ImmutableArray<TuningTrial> Trials, bool OfMolecules);
