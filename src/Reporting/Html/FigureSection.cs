using System.Collections.Immutable;
using Lichen.Reporting.Figures;

namespace Lichen.Reporting.Html;

/// <summary>The figures with their captions.</summary>
internal static class FigureSection
{
    public static Markup Of(ImmutableArray<Figure> figures) =>
        figures.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <section>
                <h2>What happened</h2>
                <div class="figures">
                {Markup.Join(figures.Select(Draw))}</div>
                </section>
                """
            );

    private static Markup Draw(Figure figure) =>
        Markup.Of(
            $"""
            <figure class="{(figure.Wide ? "wide" : "half")}">
            <h3>{figure.Title}</h3>
            {Markup.Trusted(figure.Svg())}
            <figcaption>{figure.Caption} <span class="data">figures/{figure.Name}.csv</span></figcaption>
            </figure>

            """
        );
}
