using System.Collections.Immutable;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Whether a cheap rung has shown that it informs the objective's level. Until it has, what is spent at it stays in
/// proportion to what is spent at the top, where alone it can be shown.
/// </summary>
/// <remarks>
/// A model cannot tell from cheap labels that they mislead: it would go on buying them. So the evidence (see
/// <see cref="Learning.RungEvidence"/>) is looked at from outside the model.
/// </remarks>
internal sealed class Trust(Quantity quantity)
{
    private readonly ImmutableArray<Rung> _rungs = quantity.Rungs;

    // In nats. Labels that say nothing of each other give up to 3 for one or two pairs, and seldom 1 from four on:
    // docs/methods/choosing.md.
    private const double Proof = 4;
    private const double Sign = 1;
    private const int PairsOfSign = 4;

    // Spent at a rung on trust, in what was spent at the top: while there are few pairs, and when they showed nothing.
    private const double Credit = 1;
    private const double CreditOfDoubtful = 0.2;

    /// <summary>True when a label at this rung may be bought for what it tells.</summary>
    public bool Allows(CampaignState state, Rung rung)
    {
        var top = _rungs[^1];
        if (rung.Index == top.Index || rung.ModelIndex is null)
        {
            return true;
        }

        var known = Of(state, quantity, rung);
        if (known?.Shown == true)
        {
            return true;
        }

        var credit = known is null || known.Pairs < PairsOfSign ? Credit : CreditOfDoubtful;
        return state.CoreSecondsAt(rung.Index) < credit * state.CoreSecondsAt(top.Index);
    }

    /// <summary>
    /// The candidate whose label at the top would tell most of whether a doubtful rung informs it: known at that rung, with the
    /// value farthest from those of all pairs so far; null where nothing is in doubt. Bought once.
    /// </summary>
    public int? ToVerify(CampaignState state)
    {
        var top = _rungs[^1];
        if (state.Decisions.Any(decided => decided.Purpose == Purpose.Verify))
        {
            return null;
        }

        foreach (var rung in _rungs.Where(rung => rung.Index != top.Index && rung.ModelIndex is not null))
        {
            if (Of(state, quantity, rung) is not { Nats: < 0, Pairs: >= 2 and < PairsOfSign })
            {
                continue;
            }

            var values = state
                .Quantities[quantity.Index]
                .Labels.Where(label => label.Rung == rung.ModelIndex)
                .ToDictionary(label => label.Candidate, label => label.Value);
            double[] paired =
            [
                .. state
                    .Quantities[quantity.Index]
                    .Labels.Where(label => label.Rung == top.ModelIndex && values.ContainsKey(label.Candidate))
                    .Select(label => values[label.Candidate]),
            ];
            int[] open = [.. values.Keys.Where(c => state.StandingOf(c, top.Index) == Standing.Open).Order()];
            if (open.Length > 0)
            {
                return open.MaxBy(candidate => paired.Min(value => Math.Abs(value - values[candidate])));
            }
        }

        return null;
    }

    /// <summary>What is known of a rung so far; null at the objective's level, at rungs for geometries, and without evidence.</summary>
    public static RungInformation? Of(CampaignState state, Quantity quantity, Rung rung) =>
        rung.Index < quantity.Top.Index
        && quantity.Rungs[rung.Index].ModelIndex is { } index
        && state.Quantities[quantity.Index] is var labelled
        && labelled.LastFit?.Evidence is { } known
        && index < known.Length
        && Pairs(labelled.Labels, index, quantity.Top.ModelIndex!.Value) is var pairs
            ? new RungInformation(known[index], pairs, Earned(known[index], pairs))
            : null;

    private static bool Earned(double evidence, int pairs) =>
        evidence >= Proof || (evidence >= Sign && pairs >= PairsOfSign);

    private static int Pairs(IReadOnlyList<Label> labels, int rung, int top)
    {
        HashSet<int> below = [.. labels.Where(label => label.Rung == rung).Select(label => label.Candidate)];
        return labels.Count(label => label.Rung == top && below.Contains(label.Candidate));
    }
}

/// <summary>What labels said on whether a rung informs the objective's level.</summary>
/// <param name="Nats">Evidence at the last fit, in nats; above 0 the rung helped to predict the objective's level.</param>
/// <param name="Pairs">Candidates with a label at both levels.</param>
/// <param name="Shown">True when that was enough to buy labels at the rung without a limit of trust.</param>
public sealed record RungInformation(double Nats, int Pairs, bool Shown);
