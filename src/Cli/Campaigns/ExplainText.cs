using System.Globalization;
using System.Text.Json;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Spectre.Console;

namespace Lichen.Cli.Campaigns;

/// <summary>An explanation for people and for programs.</summary>
internal static class ExplainText
{
    /// <summary>Finds a candidate by the user's id, its canonical SMILES, or its row.</summary>
    /// <returns>Its index, or null when there is none.</returns>
    /// <exception cref="UserException">The id names several.</exception>
    public static int? Find(Pool pool, string text)
    {
        var found = Matches(candidate => candidate.Id == text);
        if (found.Count == 0)
        {
            found = Matches(candidate => candidate.Smiles == text);
        }

        if (found.Count == 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row))
        {
            found = Matches(candidate => candidate.Row == row);
        }

        return found.Count switch
        {
            1 => found[0],
            0 => null,
            _ => throw new UserException(
                ExitCode.Usage,
                $"'{text}' names {found.Count} candidates: rows {string.Join(", ", found.Take(5).Select(index => pool[index].Row))}; name a row"
            ),
        };

        List<int> Matches(Func<Core.Molecules.Candidate, bool> test) =>
            [.. Enumerable.Range(0, pool.Count).Where(index => test(pool[index]))];
    }

    /// <summary>Says why a row never became a candidate.</summary>
    /// <param name="row">Its line of rejects.csv, or null when it has none.</param>
    /// <exception cref="UserException">The row is null: the file has no such molecule.</exception>
    public static void WriteRefused(Terminal terminal, RejectedRow? row, string wanted, bool asJson)
    {
        if (row is null)
        {
            throw new UserException(
                ExitCode.Usage,
                $"no candidate has the id, SMILES or row '{wanted}', and no refused row has this id"
            );
        }

        if (!asJson)
        {
            terminal.Output.WriteLine($"{row.Id}  row {row.Row}: never a candidate: {row.Reason}");
            return;
        }

        terminal.Output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    id = row.Id,
                    row = row.Row,
                    status = "refused",
                    code = row.Code,
                    reason = row.Reason,
                },
                Json.Indented
            )
        );
    }

    public static void Write(Terminal terminal, CampaignSession session, Explanation explanation, bool all)
    {
        var candidate = session.Preparation.Pool[explanation.Candidate];
        var state = session.State;
        var unit = session.ObjectiveUnit;
        terminal.Output.WriteLine($"{candidate.Id}  row {candidate.Row}  {candidate.Smiles}");
        foreach (var rung in session.Preparation.Rungs)
        {
            terminal.Output.WriteLine($"  {rung.LevelText}: {Standing(session, explanation.Candidate, rung, unit)}");
        }

        if (explanation.Moments.IsEmpty)
        {
            terminal.Output.WriteLine(
                "  It was never weighed: no decision was taken by expected gain while it was open."
            );
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(
            "decision",
            "level",
            "predicted",
            "expected gain",
            "core-seconds",
            "rank by gain per cost",
            ""
        );
        var lastRanks = new Dictionary<string, int?>();
        foreach (var moment in explanation.Moments)
        {
            // Ranks wander at every label: what is worth a line is a change by a factor of three.
            var news =
                moment.Taken
                || !lastRanks.TryGetValue(moment.Level, out var last)
                || last is not { } before
                || moment.Rank is not { } now
                || now > 3 * before
                || before > 3 * now;
            if (!all && !news)
            {
                continue;
            }

            lastRanks[moment.Level] = moment.Rank;
            table.AddRow(
                $"{moment.Decision}",
                Markup.Escape(moment.Level),
                moment.Mean is { } mean ? $"{Number(mean)} ± {Number(moment.Deviation!.Value)} {unit}" : "",
                moment.Gain is { } gain ? Number(gain) : "",
                Number(moment.ExpectedCoreSeconds),
                moment.Rank is { } rank ? $"{rank:N0} of {moment.Choices:N0}" : "",
                moment.Taken ? Why(moment.Purpose) : ""
            );
        }

        terminal.Write(table);
    }

    public static void WriteJson(TextWriter output, CampaignSession session, Explanation explanation)
    {
        var candidate = session.Preparation.Pool[explanation.Candidate];
        output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    id = candidate.Id,
                    row = candidate.Row,
                    smiles = candidate.Smiles,
                    unit = session.ObjectiveUnit,
                    decisions = explanation.Moments.Select(moment => new
                    {
                        decision = moment.Decision,
                        level = moment.Level,
                        taken = moment.Taken,
                        purpose = moment.Taken ? moment.Purpose.ToString().ToLowerInvariant() : null,
                        pred = moment.Mean,
                        pred_sd = moment.Deviation,
                        gain = moment.Gain,
                        expected_core_seconds = moment.ExpectedCoreSeconds,
                        rank = moment.Rank,
                        choices = moment.Choices,
                    }),
                },
                Json.Indented
            )
        );
    }

    private static string Standing(CampaignSession session, int candidate, Rung rung, string unit)
    {
        var state = session.State;
        var decided = state.Decisions.LastOrDefault(decision =>
            decision.Level == rung.LevelText && state.IndexOf(decision.Row) == candidate
        );
        var finished = decided is null ? null : state.FinishedDecisions.GetValueOrDefault(decided.Decision);
        return finished switch
        {
            null when decided is null => "not computed",
            null => $"running since decision {decided!.Decision}",
            { Failure: { } failure } => $"failed at decision {decided!.Decision}: {failure.Reason}",
            _ when rung.ModelIndex is not null =>
                $"{Number(state.ValueOf(candidate, rung.Index))} {unit}, decision {decided!.Decision}, "
                    + $"{Number(finished.Cost.Usage.CpuSeconds)} core-seconds{(finished.FromArchive ? " (from the archive)" : "")}",
            _ => $"geometry, decision {decided!.Decision}",
        };
    }

    private static string Why(Purpose purpose) =>
        purpose switch
        {
            Purpose.Start => "taken: drawn to start",
            Purpose.Geometry => "taken: geometry for a higher level",
            Purpose.Cure => "taken: cure of a failure",
            Purpose.Verify => "taken: to see whether a cheap level informs the objective's",
            Purpose.SecondOpinion => "taken: a second opinion on a value that contradicts its neighbours on the ladder",
            _ => "taken",
        };

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
