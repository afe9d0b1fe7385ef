using Lichen.Exploration.Results;
using Spectre.Console;

namespace Lichen.Cli.Views;

/// <summary>The live view as lines: a pure function of the snapshot and the size of the terminal.</summary>
internal static class Screen
{
    private static readonly Style Heading = new(Color.Green, decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Warning = new(Color.Yellow);
    private static readonly Style Good = new(Color.Green);

    private const int Indent = 2;

    /// <param name="snapshot">State to show.</param>
    /// <param name="title">Name, wish and folder of the campaign.</param>
    /// <param name="age">Time since the snapshot was taken; added to every elapsed time.</param>
    /// <param name="width">Columns; no line is longer.</param>
    /// <param name="height">Rows; lists are shortened to fit where that is possible.</param>
    /// <param name="notice">What was said last and is no part of the state, or null.</param>
    public static List<StyledLine> Compose(
        CampaignSnapshot snapshot,
        CampaignTitle title,
        TimeSpan age,
        int width,
        int height,
        string? notice
    )
    {
        width = Math.Max(width, 1);
        var lines = new List<StyledLine>();
        AddTitle(lines, snapshot, title, age, width);

        // Headings with their blank lines, the line that says how many more run, and the foot.
        var fixedRows = lines.Count + (4 * 2) + snapshot.Budget.Length + snapshot.Rungs.Length + 1 + 3;
        var free = Math.Max(2, height - fixedRows);
        var best = Math.Min(snapshot.Best.Length, Math.Max(1, free / 2));
        var running = Math.Min(snapshot.Running.Length, Math.Max(1, free - best));

        AddBest(lines, snapshot, best, width);
        AddBudget(lines, snapshot, width);
        AddRungs(lines, snapshot, width);
        AddRunning(lines, snapshot, running, age, width);
        AddFoot(lines, snapshot, width, notice);
        return lines;
    }

    private static void AddTitle(
        List<StyledLine> lines,
        CampaignSnapshot snapshot,
        CampaignTitle title,
        TimeSpan age,
        int width
    )
    {
        // What goes on is cut last: a narrow terminal loses the wish first.
        var room = Math.Max(0, width - snapshot.Stage.Length - title.Name.Length - 4);
        var wish = StyledLine.Cut(title.Wish, room);
        lines.Add(
            new StyledLine(width)
                .Add(title.Name, Heading)
                .Add("  " + wish)
                .Right(snapshot.Stage, snapshot.Stage == "paused" ? Warning : Heading)
        );
        var time = Figures.Duration(snapshot.Elapsed + age);
        if (snapshot.Remaining is { } remaining)
        {
            var left = remaining - age;
            time += left > TimeSpan.Zero ? $", about {Figures.Duration(left)} left" : ", almost done";
        }

        lines.Add(new StyledLine(width).Add(StyledLine.Cut(title.Folder, width - time.Length - 2), Quiet).Right(time));
    }

    private static void AddBest(List<StyledLine> lines, CampaignSnapshot snapshot, int count, int width)
    {
        if (snapshot.Best.IsEmpty)
        {
            return;
        }

        Head(lines, snapshot.OnFront is { } front ? $"On the front: {front}; some of them" : "Best so far", width);
        var values = snapshot.Best.Select(best => $"{Figures.Number(best.Value)} {best.Unit}").ToArray();
        var valueColumns = values.Take(count).Max(value => value.Length);
        var idColumns = Math.Min(snapshot.Best.Take(count).Max(best => best.Id.Length), Math.Max(8, width / 5));
        for (var i = 0; i < count; i++)
        {
            var best = snapshot.Best[i];
            lines.Add(
                Row(width)
                    .Field(values[i], valueColumns, i == 0 ? Strong : Style.Plain, right: true)
                    .Add("  ")
                    .Field(best.Id, idColumns, Quiet)
                    .Add("  ")
                    .Add(best.Smiles, i == 0 ? Strong : Style.Plain)
            );
        }
    }

    private static void AddBudget(List<StyledLine> lines, CampaignSnapshot snapshot, int width)
    {
        if (snapshot.Budget.IsEmpty)
        {
            return;
        }

        Head(lines, "Budget", width);
        var nameColumns = snapshot.Budget.Max(bar => bar.Name.Length);
        var amounts = snapshot.Budget.Select(Amount).ToArray();
        var amountColumns = amounts.Max(amount => amount.Length);
        var barColumns = Math.Clamp(width - Indent - nameColumns - amountColumns - 11, 0, 60);
        for (var i = 0; i < snapshot.Budget.Length; i++)
        {
            var bar = snapshot.Budget[i];
            var line = Row(width).Field(bar.Name, nameColumns).Add("  ");
            if (barColumns >= 8)
            {
                AddBar(line, bar, barColumns);
            }

            var share = bar.Limit > 0 ? bar.Spent / bar.Limit : 0;
            lines.Add(line.Field(Figures.Percent(share), 5, Strong, right: true).Add("  ").Add(amounts[i], Quiet));
        }

        static string Amount(BudgetBar bar)
        {
            var reserved = bar.Reserved > 0 ? $" + {Figures.Number(bar.Reserved, 2)}" : "";
            return $"{Figures.Number(bar.Spent, 3)}{reserved} of {Figures.Given(bar.Limit)} {bar.Unit}";
        }
    }

    private static void AddBar(StyledLine line, BudgetBar bar, int columns)
    {
        var spent = Columns(bar.Spent);
        var reserved = Math.Max(0, Columns(bar.Spent + bar.Reserved) - spent);
        line.Add(new string('━', spent), Good)
            .Add(new string('━', reserved), Warning)
            .Add(new string('─', columns - spent - reserved), Quiet)
            .Add(" ");

        int Columns(double amount) =>
            bar.Limit > 0 ? (int)Math.Clamp(Math.Round(columns * amount / bar.Limit), 0, columns) : 0;
    }

    private static void AddRungs(List<StyledLine> lines, CampaignSnapshot snapshot, int width)
    {
        if (snapshot.Rungs.IsEmpty)
        {
            return;
        }

        var (in50, in90, bandColumns) =
            width >= 100 ? ("in 50 % interval", "in 90 % interval", 18) : ("in 50 %", "in 90 %", 9);
        var levelColumns = Math.Clamp(snapshot.Rungs.Max(rung => rung.Level.Length), 8, Math.Max(8, width - 52));
        lines.Add(StyledLine.Empty(width));
        var head = new StyledLine(width).Field("Levels", Indent + levelColumns, Heading);
        foreach (var name in (ReadOnlySpan<string>)["computed", "failed", "archive"])
        {
            head.Field(name, 9, Quiet, right: true);
        }

        lines.Add(head.Field(in50, bandColumns, Quiet, right: true).Field(in90, bandColumns, Quiet, right: true));
        foreach (var rung in snapshot.Rungs)
        {
            lines.Add(
                Row(width)
                    .Field(rung.Level, levelColumns)
                    .Field(Figures.Count(rung.Computed), 9, null, right: true)
                    .Field(Figures.Count(rung.Failed), 9, rung.Failed > 0 ? Warning : Quiet, right: true)
                    .Field(Figures.Count(rung.FromArchive), 9, null, right: true)
                    .Field(
                        Figures.Percent(rung.Coverage50),
                        bandColumns,
                        Trust(rung.Coverage50, 0.5, rung.Tested),
                        right: true
                    )
                    .Field(
                        Figures.Percent(rung.Coverage90),
                        bandColumns,
                        Trust(rung.Coverage90, 0.9, rung.Tested),
                        right: true
                    )
            );
        }
    }

    private static void AddRunning(
        List<StyledLine> lines,
        CampaignSnapshot snapshot,
        int count,
        TimeSpan age,
        int width
    )
    {
        if (snapshot.Running.IsEmpty)
        {
            return;
        }

        Head(lines, "Running", width);
        var idColumns = Math.Min(snapshot.Running.Max(running => running.Id.Length), Math.Max(8, width / 5));
        var levelColumns = Math.Min(snapshot.Running.Max(running => running.Level.Length), Math.Max(8, width / 4));
        foreach (var running in snapshot.Running.Take(count))
        {
            lines.Add(
                Row(width)
                    .Field(Figures.Duration(running.Since + age), 10, null, right: true)
                    .Add("  ")
                    .Field(running.Id, idColumns, Quiet)
                    .Add("  ")
                    .Field(running.Level, levelColumns)
                    .Add("  ")
                    .Add(running.Smiles)
            );
        }

        if (snapshot.Running.Length > count)
        {
            lines.Add(Row(width).Add($"and {snapshot.Running.Length - count} more", Quiet));
        }
    }

    private static void AddFoot(List<StyledLine> lines, CampaignSnapshot snapshot, int width, string? notice)
    {
        lines.Add(StyledLine.Empty(width));
        var foot = new StyledLine(width);
        if (snapshot.PoolSize > 0)
        {
            foot.Add(
                $"{Figures.Count(snapshot.PoolSize)} molecules, {Figures.Count(snapshot.Decisions)} decisions",
                Quiet
            );
        }

        if (!snapshot.Failures.IsEmpty)
        {
            foot.Add(foot.Length > 0 ? "   " : "")
                .Add("failures: " + string.Join(", ", snapshot.Failures.Select(f => $"{f.Key} {f.Value}")), Warning);
        }

        if (foot.Length > 0)
        {
            lines.Add(foot);
        }

        if (notice is not null)
        {
            lines.Add(new StyledLine(width).Add(notice, Warning));
        }
        else if (snapshot.Message is { } message)
        {
            lines.Add(new StyledLine(width).Add(message));
        }
    }

    private static void Head(List<StyledLine> lines, string text, int width)
    {
        lines.Add(StyledLine.Empty(width));
        lines.Add(new StyledLine(width).Add(text, Heading));
    }

    private static StyledLine Row(int width) => new StyledLine(width).Add(new string(' ', Indent));

    // Outside 2.6 standard deviations of the binomial, 1 in 100 by chance: the intervals deserve a doubt.
    private static Style Trust(double? coverage, double expected, int tested) =>
        coverage is { } share
        && Math.Abs(share - expected) > 2.6 * Math.Sqrt(expected * (1 - expected) / Math.Max(tested, 1))
            ? Warning
            : Style.Plain;
}
