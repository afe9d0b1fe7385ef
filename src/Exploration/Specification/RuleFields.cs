using System.Collections.Immutable;
using Lichen.Chemistry;

namespace Lichen.Exploration.Specification;

internal static class RuleFields
{
    public static readonly RuleSpec Defaults = new([], null, true, true, null, null, null, [], [], false);

    private static readonly WordKind<bool> Flag = new(("true", true), ("false", false));

    private static readonly TextKind Smarts = new("a SMARTS pattern such as '[OX2H]'", SmartsProblem);

    private static readonly Field<RuleSpec, ImmutableArray<string>> Elements = new Field<
        RuleSpec,
        ImmutableArray<string>
    >(
        "elements",
        Or.WordList(
            new ListKind<string>(
                new TextKind("the symbol of an element such as 'C' or 'Cl'", ElementProblem),
                "a list of elements such as [H, C, N, O]",
                unique: true
            ),
            "any"
        ),
        rules => rules.Elements,
        "Elements that a molecule may have, hydrogen included."
    ).Default(Defaults.Elements);

    private static readonly Field<RuleSpec, int?> Charge = new Field<RuleSpec, int?>(
        "charge",
        Or.Word(new IntegerKind("a total charge such as 0 or -1", -20, 20), "any"),
        rules => rules.Charge,
        "Total charge of a molecule, in elementary charges."
    ).Default(Defaults.Charge);

    private static readonly Field<RuleSpec, bool> ClosedShell = new Field<RuleSpec, bool>(
        "closed_shell",
        Flag,
        rules => rules.ClosedShell,
        "True refuses molecules with unpaired electrons."
    ).Default(Defaults.ClosedShell);

    private static readonly Field<RuleSpec, bool> SingleComponent = new Field<RuleSpec, bool>(
        "single_component",
        Flag,
        rules => rules.SingleComponent,
        "True refuses salts and mixtures."
    ).Default(Defaults.SingleComponent);

    private static readonly Field<RuleSpec, IntRange?> HeavyAtoms = new Field<RuleSpec, IntRange?>(
        "heavy_atoms",
        Or.WordText(new IntRangeKind("5 to 20"), "any"),
        rules => rules.HeavyAtoms,
        "Number of atoms that are not hydrogen, both ends included."
    ).Default(Defaults.HeavyAtoms);

    private static readonly Field<RuleSpec, DoubleRange?> MolecularWeight = new Field<RuleSpec, DoubleRange?>(
        "molecular_weight",
        Or.WordText(
            new Mapped<RangeOf, DoubleRange>(
                new RangeKind("a range such as '0 to 500 g/mol' or 'at most 500 g/mol'", Dimension.MolarMass),
                range => new DoubleRange(range.Low, range.High),
                range => new RangeOf(range.Low, range.High, "g/mol")
            ),
            "any"
        ),
        rules => rules.MolecularWeight,
        "Molar mass, both ends included."
    ).Default(Defaults.MolecularWeight);

    private static readonly Field<RuleSpec, IntRange?> Rings = new Field<RuleSpec, IntRange?>(
        "rings",
        Or.WordText(new IntRangeKind("1 to 4"), "any"),
        rules => rules.Rings,
        "Number of rings in the smallest set of smallest rings, both ends included."
    ).Default(Defaults.Rings);

    private static readonly Field<RuleSpec, ImmutableArray<string>> Require = new Field<
        RuleSpec,
        ImmutableArray<string>
    >(
        "require",
        Or.WordList(new ListKind<string>(Smarts, "a list of SMARTS patterns such as ['[OX2H]']", unique: true), "none"),
        rules => rules.Require,
        "SMARTS patterns that a molecule must all match. Put them in quotes."
    ).Default(Defaults.Require);

    private static readonly Field<RuleSpec, ImmutableArray<string>> Exclude = new Field<
        RuleSpec,
        ImmutableArray<string>
    >(
        "exclude",
        Or.WordList(
            new ListKind<string>(Smarts, "a list of SMARTS patterns such as ['[N+](=O)[O-]']", unique: true),
            "none"
        ),
        rules => rules.Exclude,
        "SMARTS patterns that a molecule must not match. Put them in quotes."
    ).Default(Defaults.Exclude);

    private static readonly Field<RuleSpec, bool> Pains = new Field<RuleSpec, bool>(
        "pains",
        new WordKind<bool>(("allow", false), ("refuse", true)),
        rules => rules.Pains,
        "Whether molecules with a PAINS alert (assay interference; Baell and Holloway 2010) are refused."
    ).Default(Defaults.Pains);

    private static readonly Field<RuleSpec, bool> Strained = new Field<RuleSpec, bool>(
        "strained",
        new WordKind<bool>(("allow", false), ("refuse", true)),
        rules => rules.Strained,
        "Whether molecules with a strained or exotic motif are refused: small rings with cumulated or triple bonds, cages of "
            + "small rings, chains of like heteroatoms, halogens of higher valence."
    ).Default(Defaults.Strained);

    private static readonly Field<RuleSpec, StereoPolicy> Stereo = new Field<RuleSpec, StereoPolicy>(
        "stereo",
        new WordKind<StereoPolicy>(
            ("keep", StereoPolicy.Keep),
            ("refuse", StereoPolicy.Refuse),
            ("enumerate", StereoPolicy.Enumerate)
        ),
        rules => rules.Stereo,
        "Molecules with a stereocentre or double bond whose configuration is not stated: keep them, refuse them, or enumerate "
            + "their isomers, each a candidate of its own; of mirror images one stands for both."
    ).Default(StereoPolicy.Keep);

    private static readonly Field<RuleSpec, TautomerPolicy> Tautomers = new Field<RuleSpec, TautomerPolicy>(
        "tautomers",
        new WordKind<TautomerPolicy>(("keep", TautomerPolicy.Keep), ("canonical", TautomerPolicy.Canonical)),
        rules => rules.Tautomers,
        "Keep molecules as they are drawn, or take one tautomer for all: rows that differ in it alone are duplicates then."
    ).Default(TautomerPolicy.Keep);

    public static readonly Section<RuleSpec> Section = new(
        "rules",
        [
            Elements,
            Charge,
            ClosedShell,
            SingleComponent,
            HeavyAtoms,
            MolecularWeight,
            Rings,
            Require,
            Exclude,
            Pains,
            Strained,
            Stereo,
            Tautomers,
        ],
        values => new RuleSpec(
            values.Of(Elements),
            values.Of(Charge),
            values.Of(ClosedShell),
            values.Of(SingleComponent),
            values.Of(HeavyAtoms),
            values.Of(MolecularWeight),
            values.Of(Rings),
            values.Of(Require),
            values.Of(Exclude),
            values.Of(Pains)
        )
        {
            Strained = values.Of(Strained),
            Stereo = values.Of(Stereo),
            Tautomers = values.Of(Tautomers),
        }
    );

    private static string? SmartsProblem(string smarts)
    {
        if (!SubstructureFilter.TryCompile(smarts, out var filter, out var reason))
        {
            return $"; RDKit says: {string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}";
        }

        filter.Dispose();
        return null;
    }

    private static string? ElementProblem(string symbol)
    {
        if (Core.Molecules.Elements.AtomicNumber(symbol) is not null)
        {
            return null;
        }

        var usual = char.ToUpperInvariant(symbol[0]) + symbol[1..].ToLowerInvariant();
        return Core.Molecules.Elements.AtomicNumber(usual) is not null ? $"; did you mean '{usual}'?" : "";
    }
}
