using System.Collections.Immutable;
using Lichen.Exploration.Results;
using Lichen.Reporting.Figures;

namespace Lichen.Reporting.Html;

/// <summary>The report as one HTML file that needs nothing else: no network, no script to be read, fit for paper.</summary>
internal static class HtmlReport
{
    // The page may load nothing from anywhere, whatever ends up in it.
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    public static string Of(CampaignResult result, ImmutableArray<Figure> figures, ImmutableArray<WrittenFile> files)
    {
        var answer = CampaignAnswer.Of(result);
        var references = new References();
        var methods = MethodsSection.Of(result, references);
        return Markup
            .Of(
                $"""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="{Policy}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="generator" content="Lichen {result.Facts.LichenVersion}" />
                <title>{result.Spec.Name}: campaign report</title>
                <style>
                {Asset("report.css")}</style>
                </head>
                <body>
                {HeadSection.Of(result, answer)}
                <main>
                {MoleculeSection.Of(result, answer)}
                {RouteSection.Of(result, answer)}
                {WishSection.Of(result)}
                {FigureSection.Of(result, figures)}
                {LedgerSection.Of(result, answer)}
                {DoubtSection.Of(result)}
                {FailureSection.Of(result)}
                {methods}
                {ReproductionSection.Of(result, files)}
                </main>
                <footer><p>Written by Lichen {result.Facts.LichenVersion}. Every number here stands in full in the files beside this page.</p></footer>
                <script>
                {Asset("sort.js")}</script>
                </body>
                </html>

                """
            )
            .ToString()
            // A unit such as core-s does not break at its hyphen.
            .Replace($"{Quantities.NumberSpace}core-", $"{Quantities.NumberSpace}core\u2011", StringComparison.Ordinal);
    }

    /// <summary>A style sheet or script of the project; neither may hold characters that XML would have escaped.</summary>
    private static Markup Asset(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return Markup.Trusted(reader.ReadToEnd());
    }
}
