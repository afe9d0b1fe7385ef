using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Spaces;

/// <summary>A campaign's rules, ready to be applied; each refusal has one reason.</summary>
internal sealed class RuleSet : IDisposable
{
    private readonly RuleSpec _rules;
    private readonly ElementSet? _elements;
    private readonly ImmutableArray<SubstructureFilter> _required;
    private readonly SubstructureFilter? _excluded;
    private readonly SubstructureFilter? _pains;
    private readonly SubstructureFilter? _strained;

    /// <exception cref="SpaceException">A pattern is no SMARTS.</exception>
    public RuleSet(RuleSpec rules)
    {
        _rules = rules;
        _elements = rules.Elements.IsEmpty ? null : ElementSet.Of(rules.Elements);
        _required = [.. rules.Require.Select(smarts => Compile([smarts]))];
        _excluded = rules.Exclude.IsEmpty ? null : Compile(rules.Exclude);
        _pains = rules.Pains ? Pains.Load() : null;
        _strained = rules.Strained ? StrainedMotifs.Load() : null;
    }

    /// <summary>Tries the rules that need numbers only, in order.</summary>
    public (Refusal Refusal, string Reason)? Check(ScannedMolecule molecule)
    {
        var symbols = molecule.Elements.Symbols;
        if (symbols.Count == 0 || symbols[0] == "*")
        {
            return (Refusal.Elements, "has an atom that is no element (*)");
        }

        if (_elements is { } allowed && !molecule.Elements.IsSubsetOf(allowed))
        {
            var others = molecule.Elements.Except(allowed).Symbols;
            return (Refusal.Elements, $"has {string.Join(", ", others)}, which the rules do not name");
        }

        if (_rules.Charge is { } charge && molecule.FormalCharge != charge)
        {
            return (Refusal.Charge, $"has the charge {molecule.FormalCharge}, the rule is {charge}");
        }

        if (_rules.ClosedShell && molecule.Multiplicity != 1)
        {
            var unpaired = molecule.Multiplicity - 1;
            return (Refusal.OpenShell, $"has {unpaired} unpaired electron{(unpaired == 1 ? "" : "s")}");
        }

        if (_rules.SingleComponent && molecule.FragmentCount != 1)
        {
            return (Refusal.Components, $"has {molecule.FragmentCount} components that are not bonded to each other");
        }

        if (_rules.HeavyAtoms is { } heavy && Outside(molecule.HeavyAtomCount, heavy))
        {
            return (
                Refusal.HeavyAtoms,
                $"has {molecule.HeavyAtomCount} heavy atoms, the rule is {InWords(heavy.Low, heavy.High)}"
            );
        }

        if (
            _rules.MolecularWeight is { } weight
            && (molecule.MolecularWeight < weight.Low || molecule.MolecularWeight > weight.High)
        )
        {
            return (
                Refusal.MolecularWeight,
                $"weighs {molecule.MolecularWeight:F2} g/mol, the rule is {InWords(weight.Low, weight.High)}"
            );
        }

        if (_rules.Rings is { } rings && Outside(molecule.RingCount, rings))
        {
            return (Refusal.Rings, $"has {molecule.RingCount} rings, the rule is {InWords(rings.Low, rings.High)}");
        }

        return null;
    }

    /// <summary>Tries the rules that match patterns, on molecules that the other rules keep.</summary>
    /// <returns>A refusal or null for each molecule, in order.</returns>
    public (Refusal Refusal, string Reason)?[] CheckPatterns(
        IReadOnlyList<string> smiles,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var refusals = new (Refusal, string)?[smiles.Count];
        foreach (var pattern in _required)
        {
            Match(
                pattern,
                found =>
                    found is null ? (Refusal.Required, $"does not match '{pattern.Names[0]}', which is required") : null
            );
        }

        if (_excluded is { } excluded)
        {
            Match(
                excluded,
                found =>
                    found is { } at ? (Refusal.Excluded, $"matches '{excluded.Names[at]}', which is excluded") : null
            );
        }

        if (_pains is { } pains)
        {
            Match(pains, found => found is { } at ? (Refusal.Pains, $"has the PAINS alert {pains.Names[at]}") : null);
        }

        if (_strained is { } strained)
        {
            Match(strained, found => found is { } at ? (Refusal.Strained, $"has a {strained.Names[at]}") : null);
        }

        return refusals;

        void Match(SubstructureFilter filter, Func<int?, (Refusal, string)?> verdict)
        {
            var found = filter.FirstMatches(smiles, threads, cancellationToken);
            for (var i = 0; i < refusals.Length; i++)
            {
                refusals[i] ??= verdict(found[i]);
            }
        }
    }

    /// <summary>The structures that stand for molecules, by the policies on tautomers and open configurations.</summary>
    /// <returns>One for each molecule, in order.</returns>
    public OpenStructure[] Structures(IReadOnlyList<string> smiles, int threads, CancellationToken cancellationToken)
    {
        var structures = new OpenStructure[smiles.Count];
        if (_rules is { Stereo: StereoPolicy.Keep, Tautomers: TautomerPolicy.Keep })
        {
            return [.. smiles.Select(OpenStructure.AsDrawn)];
        }

        Parallel.For(
            0,
            smiles.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            i => structures[i] = OpenStructure.Of(smiles[i], _rules)
        );
        return structures;
    }

    public void Dispose()
    {
        foreach (var filter in _required)
        {
            filter.Dispose();
        }

        _excluded?.Dispose();
        _pains?.Dispose();
        _strained?.Dispose();
    }

    private static SubstructureFilter Compile(IReadOnlyList<string> smarts)
    {
        try
        {
            return SubstructureFilter.Compile([.. smarts.Select(pattern => (pattern, pattern))]);
        }
        catch (ArgumentException refused)
        {
            throw new SpaceException($"rules: {refused.Message}", refused);
        }
    }

    private static bool Outside(int value, IntRange range) => value < range.Low || value > range.High;

    private static string InWords(double low, double high) =>
        high is int.MaxValue or double.PositiveInfinity ? $"at least {low}"
        : low == 0 ? $"at most {high}"
        : $"{low} to {high}";
}
