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
                {Markup.Join(figures.Select((figure, i) => Draw(figure, ClassOf(figures, i))))}</div>
                </section>
                """
            );

    /// <summary>Two abreast; the last of an odd number has its caption beside it.</summary>
    private static string ClassOf(ImmutableArray<Figure> figures, int index)
    {
        var odd = figures.Count(figure => !figure.Wide) % 2 == 1;
        return figures[index].Wide ? "wide"
            : odd && index == figures.Length - 1 ? "wide beside"
            : "half";
    }

    private static Markup Draw(Figure figure, string layout) =>
        Markup.Of(
            $"""
            <figure class="{layout}">
            <h3>{figure.Title}</h3>
            {Markup.Trusted(figure.Svg())}
            <figcaption>{figure.Caption} <span class="data">figures/{figure.Name}.csv</span></figcaption>
            </figure>

            """
        );
}
