using System.Collections.Immutable;
using System.Globalization;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>What it takes to get the same again, and what lies beside the report.</summary>
internal static class ReproductionSection
{
    public static Markup Of(CampaignResult result, ImmutableArray<WrittenFile> files)
    {
        var facts = result.Facts;
        var engines = facts.Engines.Select(engine => $"{engine.Engine.Name} {engine.Engine.Version}").Distinct();
        return Markup.Of(
            $"""
            <section class="box">
            <h2>Do it again</h2>
            <div class="columns">
            <div>
            <dl class="facts">
            <dt>run</dt><dd><code>{facts.Run}</code></dd>
            <dt>seed</dt><dd>{Markup.Trusted(result.Spec.Seed.ToString(CultureInfo.InvariantCulture))}</dd>
            <dt>workers</dt><dd>{result.Spec.Workers}</dd>
            <dt>from, to</dt><dd>{Time(facts.StartedAt)} to {Time(facts.LastEventAt)}</dd>
            <dt>machine</dt><dd>{facts.Host}</dd>
            <dt>programs</dt><dd>Lichen {facts.LichenVersion}, RDKit {facts.RdkitVersion}{Markup.Join(
                engines.Select(engine => Markup.Of($", {engine}"))
            )}</dd>
            </dl>
            {Markup.Join(
                facts.EngineChanges.Select(change => Markup.Of($"<p>While the run was put aside an engine was replaced: {change}.</p>\n"))
            )}<p>From the run folder, the same decisions again:</p>
            <pre>lichen run campaign.resolved.yaml --out again</pre>
            <p class="fine">Finished calculations come from the archive and cost nothing; with an empty archive they are computed anew.</p>
            </div>
            <div>
            <dl class="facts files">
            {Markup.Join(
                files.Select(file => Markup.Of($"<dt><code>{file.Path}</code></dt><dd>{file.What}</dd>\n"))
            )}<dt><code>campaign.resolved.yaml</code></dt><dd>the campaign with every default made explicit</dd>
            <dt><code>journal.db</code></dt><dd>every decision and outcome, SQLite</dd>
            </dl>
            <p class="fine">In column names the level stands first, then the property, then its unit: <code>gfn2_xtb_homo_lumo_gap_eV</code>.</p>
            </div>
            </div>
            </section>
            """
        );
    }

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
