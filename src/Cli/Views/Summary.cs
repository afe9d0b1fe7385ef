using Lichen.Exploration.Results;
using Spectre.Console;

namespace Lichen.Cli.Views;

/// <summary>What every view for people ends with: how it ended, the best, the cost, where the files are.</summary>
internal static class Summary
{
    private const int Width = int.MaxValue;

    public static void Write(IAnsiConsole console, CampaignTitle title, CampaignSnapshot? last, RunEnd end)
    {
        // This stays on the screen, to be read and copied: long lines wrap and nothing is cut.
        foreach (var line in Compose(title, last, end))
        {
            console.Write(line.ToParagraph(Overflow.Fold));
            console.WriteLine();
        }
    }

    public static IEnumerable<StyledLine> Compose(CampaignTitle title, CampaignSnapshot? last, RunEnd end)
    {
        var green = new Style(Color.Green, decoration: Decoration.Bold);
        var style = end.Status == "finished" ? green : new Style(Color.Yellow, decoration: Decoration.Bold);
        yield return new StyledLine(Width).Add($"{title.Name}: {end.Status}", style).Add($" - {end.Reason}");
        if (last is not null)
        {
            if (last.OnFront is { } front)
            {
                yield return new StyledLine(Width)
                    .Add("  front  ")
                    .Add($"{front}", new Style(decoration: Decoration.Bold))
                    .Add(
                        front == 1 ? " molecule that nothing computed beats" : " molecules that nothing computed beats"
                    );
            }
            else if (!last.Best.IsEmpty)
            {
                var best = last.Best[0];
                yield return new StyledLine(Width)
                    .Add("  best   ")
                    .Add($"{Figures.Number(best.Value)} {best.Unit}", new Style(decoration: Decoration.Bold))
                    .Add($"  {best.Id}  {best.Smiles}  ({best.Level})");
            }

            yield return new StyledLine(Width).Add("  done   " + Done(last));
            foreach (var bar in last.Budget)
            {
                yield return new StyledLine(Width).Add(
                    $"  spent  {Figures.Number(bar.Spent, 3)} of {Figures.Given(bar.Limit)} {bar.Unit} ({bar.Name})"
                );
            }
        }

        foreach (var (path, what) in end.Files)
        {
            yield return new StyledLine(Width).Add($"  {path}  ").Add(what, new Style(Color.Grey));
        }

        if (end.GoOn is { } command)
        {
            yield return new StyledLine(Width).Add("  To go on: ").Add(command, new Style(decoration: Decoration.Bold));
        }
    }

    /// <summary>Counts over all levels in words.</summary>
    public static string Done(CampaignSnapshot snapshot)
    {
        var text = $"{Figures.Count(snapshot.Rungs.Sum(rung => rung.Computed))} computed";
        text += $", {Figures.Count(snapshot.Rungs.Sum(rung => rung.Failed))} failed";
        if (snapshot.Rungs.Sum(rung => rung.FromArchive) is > 0 and var archived)
        {
            text += $", {Figures.Count(archived)} from the archive";
        }

        return text + $" in {Figures.Duration(snapshot.Elapsed)}";
    }
}
