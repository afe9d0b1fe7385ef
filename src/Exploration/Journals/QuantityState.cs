using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Journals;

/// <summary>What a campaign knows of one quantity: its labels at every rung, how they were predicted, and what was learned.</summary>
public sealed class QuantityState
{
    private readonly List<Label> _labels = [];
    private readonly List<ImmutableSortedDictionary<string, double>> _labelOutcomes = [];
    private readonly double[,] _values;
    private readonly Calibration[] _calibrations;
    private readonly UsualErrors[] _usual;
    private readonly Dictionary<int, int> _rungsOf = [];
    private readonly HashSet<long> _expected = [];
    private readonly List<(int Candidate, int Rung, long Decision)> _unpredicted = [];

    private readonly RouteBook _routes;

    internal QuantityState(Pool pool, Quantity quantity, RouteBook routes)
    {
        (Quantity, _routes) = (quantity, routes);
        _values = new double[pool.Count, quantity.Rungs.Length];
        _calibrations = [.. quantity.Rungs.Select(_ => new Calibration())];
        _usual = [.. quantity.Rungs.Select(_ => new UsualErrors())];
    }

    public Quantity Quantity { get; }

    /// <summary>Values in the order in which they came; rungs counted among those that inform the model.</summary>
    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>All properties of the calculation that gave each label, in the order of the labels.</summary>
    public IReadOnlyList<ImmutableSortedDictionary<string, double>> LabelOutcomes => _labelOutcomes;

    /// <summary>How often a label was replaced by another.</summary>
    public int Replacements { get; private set; }

    public Fitted? LastFit { get; private set; }

    /// <summary>The last comparison of kinds of models, or null while there was none.</summary>
    public Compared? LastComparison { get; internal set; }

    /// <summary>The property as computed; meaningful only where the standing is computed.</summary>
    public double ValueOf(int candidate, int rung) => _values[candidate, rung];

    public Calibration CalibrationOf(int rung) => _calibrations[rung];

    /// <summary>The lowest losses computed at a rung of what can be a hit, best first, at most so many.</summary>
    public IReadOnlyList<double> BestLosses(Goal goal, int rung, int most)
    {
        var losses = new List<double>();
        foreach (var label in _labels)
        {
            if (label.Rung == Quantity.Rungs[rung].ModelIndex && !_routes.Bars(label.Candidate))
            {
                losses.Add(goal.Loss(label.Value));
            }
        }

        losses.Sort();
        return losses.Count <= most ? losses : losses.GetRange(0, most);
    }

    /// <summary>Name of the property that a success at a rung should have given and did not, or null.</summary>
    internal string? Lacks(Finished finished, int rung) =>
        Quantity.ModelIndexAt(rung) is not null && !finished.Values.ContainsKey(Quantity.Property)
            ? Quantity.Property
            : null;

    /// <summary>Remembers whether the prediction of a decision knew the candidate at another rung.</summary>
    internal void Expect(int candidate, int rung, Decided decided)
    {
        if (PredictedIn(decided) is not null && (_rungsOf.GetValueOrDefault(candidate) & ~(1 << rung)) != 0)
        {
            _expected.Add(decided.Decision);
        }
    }

    /// <summary>Takes in a label; returns how it contradicts what is known of the candidate at other rungs, or null.</summary>
    internal Contradiction? Take(int candidate, int rung, Decided decided, Finished finished)
    {
        if (Quantity.ModelIndexAt(rung) is not { } modelIndex)
        {
            return null;
        }

        var value = finished.Values[Quantity.Property];
        _values[candidate, rung] = value;
        _labels.Add(LabelOf(candidate, modelIndex, finished));
        _labelOutcomes.Add(finished.Values);
        _rungsOf[candidate] = _rungsOf.GetValueOrDefault(candidate) | (1 << rung);
        if (PredictedIn(decided) is not var (mean, deviation))
        {
            _unpredicted.Add((candidate, rung, decided.Decision));
            return null;
        }

        _calibrations[rung].Add(mean, deviation, value);
        return
            _expected.Remove(decided.Decision)
            && _usual[rung].Take((value - mean) / Math.Max(deviation, 1e-12)) is { } score
            ? new Contradiction(decided.Decision, candidate, rung, Quantity.Index, value, mean, deviation, score)
            : null;
    }

    /// <summary>The error of what a decision expected at the quantity's own level, in stated deviations; null at others and without a model.</summary>
    internal double? ErrorAtTop(int rung, Decided decided, Finished finished) =>
        rung == Quantity.Top.Index && PredictedIn(decided) is var (mean, deviation)
            ? (finished.Values[Quantity.Property] - mean) / Math.Max(deviation, 1e-12)
            : null;

    /// <summary>Takes in hyperparameters; with the first come the contradictions among labels that no model predicted.</summary>
    internal IEnumerable<Contradiction> Take(Fitted fitted)
    {
        var isFirst = LastFit is null;
        LastFit = fitted;
        return isFirst ? Quantity.Rungs.SelectMany(rung => AmongUnpredicted(rung.Index)) : [];
    }

    private IEnumerable<Contradiction> AmongUnpredicted(int rung)
    {
        if (
            Quantity.ModelIndexAt(rung) is null
            || Quantity.Rungs.Take(rung).LastOrDefault(other => other.ModelIndex is not null) is not { } below
        )
        {
            return [];
        }

        var pairs = _unpredicted
            .Where(label => label.Rung == rung && (_rungsOf[label.Candidate] & (1 << below.Index)) != 0)
            .ToList();
        double[] values = [.. pairs.Select(label => _values[label.Candidate, rung])];
        var tolerance = values.Length == 0 ? 0 : values.Max(value => Agreement.ToleranceOf(Quantity.Property, value));
        return LadderPairs
            .Outliers([.. pairs.Select(label => _values[label.Candidate, below.Index])], values, tolerance)
            .Select(found => new Contradiction(
                pairs[found.Place].Decision,
                pairs[found.Place].Candidate,
                rung,
                Quantity.Index,
                values[found.Place],
                found.Mean,
                found.Deviation,
                found.Score
            ));
    }

    /// <summary>Puts a second value in the place of the first.</summary>
    internal void Replace(int candidate, int rung, Finished second)
    {
        if (Quantity.ModelIndexAt(rung) is not { } modelIndex)
        {
            return;
        }

        var value = second.Values[Quantity.Property];
        var place = _labels.FindIndex(label => label.Candidate == candidate && label.Rung == modelIndex);
        _values[candidate, rung] = value;
        _labels[place] = LabelOf(candidate, modelIndex, second);
        _labelOutcomes[place] = second.Values;
        Replacements++;
    }

    private Label LabelOf(int candidate, int modelIndex, Finished finished) =>
        new(
            candidate,
            modelIndex,
            finished.Values[Quantity.Property],
            finished.Values.GetValueOrDefault(Property.DeviationOf(Quantity.Property))
        );

    /// <summary>What a decision expected of this quantity, or null without a model.</summary>
    public (double Mean, double Deviation)? PredictedIn(Decided decided)
    {
        if (Quantity.Index == 0)
        {
            return decided is { Mean: { } mean, Deviation: { } deviation } ? (mean, deviation) : null;
        }

        return decided.Further?.FirstOrDefault(other => other.Quantity == Quantity.Index) is { } further
            ? (further.Mean, further.Deviation)
            : null;
    }
}
