using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>How the numbers were made, as a paper would say it, with what to cite.</summary>
internal static class MethodsSection
{
    public static Markup Of(CampaignResult result, References references)
    {
        var paragraphs = new[]
        {
            Structures(result, references),
            Markup.Join(result.Facts.Engines.Select(engine => Level(engine, references))),
            Markup.Of($"{Choosing(result, references)}{Information(result)}"),
            Cost(result, references),
        };
        return Markup.Of(
            $"""
            <section class="methods">
            <h2>Methods</h2>
            {Markup.Join(paragraphs.Select(text => Markup.Of($"<p>{text}</p>\n")))}
            <h3>References</h3>
            {references.List()}
            </section>
            """
        );
    }

    private static Markup Structures(CampaignResult result, References references)
    {
        var text = Markup.Of(
            $"Molecules were read, checked and brought to canonical form with RDKit {result.Facts.RdkitVersion}{references.Cite(References.RdkitProgram)}."
        );
        if (result.Facts.Engines.All(engine => engine.Engine.Name == "table"))
        {
            return text;
        }

        var conformers = result.Spec.Conformers;
        return Markup.Of(
            $"{text} Start geometries are the lowest of {Quantities.Counted(conformers.StartCount, "ETKDGv3 conformer", "ETKDGv3 conformers")}{references.Cite(References.Etkdg, References.Etkdg3)} by MMFF94 energy{references.Cite(References.Mmff94)}, embedded with seed {Markup.Trusted(conformers.Seed.ToString())}."
        );
    }

    private static string Embodied(CampaignResult result) =>
        result.Spec.Grid.EmbodiedGramsPerCoreHour is > 0 and var grams
            ? $", and {Quantities.Number(grams, 3)} g CO2e a core-hour for the making of the hardware"
            : "";

    private static Markup Level(RungEngine engine, References references)
    {
        var level = LevelOfTheory.Parse(engine.Level);
        var how = engine.Engine.Name switch
        {
            "table" => "looked up in a table",
            "model" =>
                $"predicted by the model {Path.GetFileName(engine.Engine.Location)}{(level.GeometryLevel is { } at ? $" at the {at} geometry" : "")} (sum {engine.Engine.Version})",
            _ when level.Ensemble is { Weights: ConformerWeights.Boltzmann } =>
                $"evaluated with {engine.Engine.Name} {engine.Engine.Version} as the mean over conformers within {level.Ensemble.WindowKilocaloriesPerMole} kcal/mol with their Boltzmann weights at {level.Temperature} K",
            _ when level.Optimises => $"optimised and evaluated with {engine.Engine.Name} {engine.Engine.Version}",
            _ => $"evaluated with {engine.Engine.Name} {engine.Engine.Version} at the {level.GeometryLevel} geometry",
        };
        return Markup.Of(
            $"{engine.Level}: {how}{references.Cite(engine.Engine.Citations.Concat(engine.MethodCitations))}. "
        );
    }

    private static Markup Choosing(CampaignResult result, References references)
    {
        var rungs = result.Spec.Ladder.Length;
        var model = Markup.Of(
            $"A Gaussian process on count fingerprints (Morgan{references.Cite(References.Fingerprints)}, atom pairs, torsions) and molecular descriptors predicts every candidate{Coupling(rungs, references)}; its intervals were tested on each new label before the label was used.{Kind(result, references)}"
        );
        return result.Facts.Strategy.ToLowerInvariant() switch
        {
            "random" => Markup.Of(
                $"Candidates were picked at random at {result.Spec.Objective.Level}, as a baseline. {model}"
            ),
            "greedy" => Markup.Of(
                $"The best predicted candidate was computed next at {result.Spec.Objective.Level}, as a baseline. {model}"
            ),
            "funnel" => Markup.Of(
                $"Every candidate was computed at the first level, and the best tenth of each level at the next, as a baseline."
            ),
            "cheapfirst" => Markup.Of(
                $"Every candidate was computed at the first level; then, as a baseline, the next calculation at {result.Spec.Objective.Level} was the one with the largest {Gain("improvement", result, references)} per expected cost. {model}"
            ),
            var way => Markup.Of(
                $"{model} The next calculation was the one with the largest {Gain(way, result, references)} per expected cost{(rungs > 1 ? Markup.Of($", over pairs of candidate and level, {Over(way, references)}") : Markup.Empty)}; those still running were taken into account."
            ),
        };
    }

    private static Markup Over(string way, References references) =>
        way == "improvement"
            ? Markup.Of(
                $"a cheap level being worth what the best rule that follows it gains{references.Cite(References.Lookahead)}"
            )
            : Markup.Of(
                $"weighted by how much a level tells of the objective's{references.Cite(References.MultiFidelity)}"
            );

    private static Markup Information(CampaignResult result) =>
        Markup.Join(
            result
                .Rungs.Where(rung => rung.Information is not null)
                .Select(rung => Markup.Of($" {InformationWords(rung, rung.Information!, result.Spec.Objective.Level)}"))
        );

    // What the nats are of, and the thresholds: docs/methods/choosing.md.
    private static string InformationWords(RungSummary rung, RungInformation known, string top)
    {
        var found = known switch
        {
            { Shown: true } => "enough to show that it informs that level",
            { Nats: < 0 } => "with it, labels at that level were predicted worse than without",
            _ => "not enough to show that it informs that level",
        };
        var nats = (known.Nats < 0 ? "\u2212" : "") + Math.Abs(known.Nats).ToString("0.0");
        var pairs = Quantities.Counted(known.Pairs, "molecule", "molecules");
        return known.Pairs == 0
            ? $"Whether {rung.Level} informs {top} is not known: no molecule has a label at both."
            : $"Evidence that {rung.Level} informs {top}: {nats} nats from {pairs} labelled at both, each left out and predicted with and without that level; {found}.";
    }

    private static Markup Gain(string way, CampaignResult result, References references) =>
        Markup.Of(
            $"{Improvement(way, result, references)}{(result.Spec.Constraints.IsEmpty ? "" : ", times the chance to meet the constraints,")}"
        );

    private static Markup Improvement(string way, CampaignResult result, References references) =>
        result.Front is not null
            ? way == "chebyshev"
                ? Markup.Of($"expected improvement of a Chebyshev norm with weights drawn anew")
                : Markup.Of($"expected hypervolume improvement{references.Cite(References.HypervolumeImprovement)}")
            : way switch
            {
                "bound" => Markup.Of($"improvement of the best {result.Spec.Hits} at a confidence bound"),
                "thompson" => Markup.Of(
                    $"improvement of the best {result.Spec.Hits} in a draw from the model (Thompson sampling)"
                ),
                "top" => Markup.Of($"chance of being among the best {result.Spec.Hits}"),
                _ => Markup.Of(
                    $"expected improvement{references.Cite(References.ExpectedImprovement)} of the best {result.Spec.Hits}"
                ),
            };

    private static Markup Kind(CampaignResult result, References references)
    {
        if (result.Facts.Kind is not { } kind)
        {
            return Markup.Empty;
        }

        var level = result.Spec.Objective.Level;
        var weight = Quantities.Percent(kind.GaussianProcessShare);
        var chosen = kind.GaussianProcessShare switch
        {
            1 => "the process alone predicts",
            0 => "the networks alone predict",
            _ => $"a mixture of both predicts, the process at a weight of {weight},",
        };
        return Markup.Of(
            $" At {level} it was compared with an ensemble of small neural networks{references.Cite(References.DeepEnsembles)} by the density that each gave to {Quantities.Counted(kind.Labels, "label", "labels")} held out{references.Cite(References.Stacking)}: {chosen} since ({kind.Reason})."
        );
    }

    private static Markup Coupling(int rungs, References references) =>
        rungs > 1
            ? Markup.Of(
                $", each level above the first as a scaled lower one plus a learned difference{references.Cite(References.CoKriging)}, which may follow the other properties that the lower level found"
            )
            : Markup.Empty;

    private static Markup Cost(CampaignResult result, References references) =>
        Markup.Of(
            $"CPU time is that of whole process trees as the operating system counted it, unless marked otherwise. Energy: {result.Facts.Meter}{Model(result, references)}; emissions are energy times {result.Facts.Grid}, PUE {Quantities.Number(result.Spec.Grid.Pue, 3)}{Embodied(result)}."
        );

    private static Markup Model(CampaignResult result, References references) =>
        result.Chemistry.Then(result.OwnWork).EnergyBasis == CostBasis.Measured
            ? Markup.Empty
            : references.Cite(References.GreenAlgorithms);
}
