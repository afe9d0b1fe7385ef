using System.Collections.Immutable;
using System.Globalization;
using Lichen.Exploration.Results;
using Lichen.Reporting.Figures;

namespace Lichen.Reporting.Html;

/// <summary>The figures with their captions.</summary>
internal static class FigureSection
{
    private const int MostInPrint = 12;

    public static Markup Of(CampaignResult result, ImmutableArray<Figure> figures) =>
        figures.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <section>
                <h2>What happened</h2>
                <div class="figures">
                {Markup.Join(
                    figures.Select((figure, i) => Draw(result, figure, ClassOf(figures, i), IsFirst(figures, i)))
                )}</div>
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

    // Beside the first figure with structures they stand in print, where nothing can be pointed at.
    private static bool IsFirst(ImmutableArray<Figure> figures, int index) =>
        !figures[index].Spots.IsEmpty && figures.Take(index).All(figure => figure.Spots.IsEmpty);

    private static Markup Draw(CampaignResult result, Figure figure, string layout, bool withStructures)
    {
        // Drawn first: only then is it known where a spot lies.
        var plot = Markup.Trusted(figure.Svg());
        return Markup.Of(
            $"""
            <figure class="{layout}">
            <h3>{figure.Title}</h3>
            <div class="plot">{plot}
            {Markup.Join(figure.Spots.Select(spot => SpotOf(result, figure, spot)))}</div>
            <figcaption>{figure.Caption} <span class="data">figures/{figure.Name}.csv</span></figcaption>
            {(withStructures ? Structures(figure) : Markup.Empty)}</figure>

            """
        );
    }

    private static Markup SpotOf(CampaignResult result, Figure figure, Spot spot)
    {
        var (left, top) = figure.PlaceOf(spot);
        var side = left > 0.5 ? "spot left" : "spot";
        return Markup.Of(
            $"""
            <span class="{side}" style="left:{Percent(left)};top:{Percent(top)}"><span class="pop">{MoleculeDrawing.Of(
                spot.Molecule.Candidate.Smiles
            )}
            <b>{spot.Molecule.Rank}</b> {spot.Molecule.Candidate.Id}<br />{WishWords.Values(
                result,
                spot.Molecule
            )}</span></span>

            """
        );
    }

    private static Markup Structures(Figure figure) =>
        Markup.Of(
            $"""
            <div class="structures">
            {Markup.Join(
                figure.Spots.Where(spot => spot.Molecule.Layer == 1).Take(MostInPrint).Select(Structure)
            )}</div>

            """
        );

    private static Markup Structure(Spot spot) =>
        Markup.Of($"<div><b>{spot.Molecule.Rank}</b>{MoleculeDrawing.Of(spot.Molecule.Candidate.Smiles)}</div>\n");

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
