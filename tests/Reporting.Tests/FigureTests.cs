using System.Buffers.Binary;
using System.Xml.Linq;
using Lichen.Core.Budgets;
using Lichen.Exploration.Results;
using Lichen.Reporting.Figures;

namespace Lichen.Reporting.Tests;

public sealed class FigureTests
{
    [Fact]
    public void Data_beside_the_best_so_far_figure_are_the_timeline_and_the_random_line()
    {
        var result = Campaigns.TwoRungs();
        var rows = BestSoFarFigure.Of(result)!.Data.Rows.ToArray();
        Assert.Equal(result.Timeline.Length + result.RandomLine.Length, rows.Length);
        Assert.Equal(
            result.Timeline.Select(point => (point.CoreSeconds, point.Best, point.HitMean)),
            rows.Take(result.Timeline.Length).Select(row => ((double)row[4]!, (double?)row[6], (double?)row[7]))
        );
        Assert.Equal(
            result.RandomLine.Select(point => (point.CoreSeconds, point.Best)),
            rows.Skip(result.Timeline.Length).Select(row => ((double)row[4]!, (double)row[6]!))
        );
    }

    [Fact]
    public void Data_beside_the_parity_figure_are_the_tests()
    {
        var result = Campaigns.TwoRungs();
        var rows = ParityFigure.Of(result)!.Data.Rows.ToArray();
        Assert.Equal(
            result.Tests.Select(test => (test.Id, test.Level, test.Predicted, test.Deviation, test.Computed)),
            rows.Select(row => ((string)row[1]!, (string)row[2]!, (double)row[3]!, (double)row[4]!, (double)row[5]!))
        );
    }

    [Fact]
    public void Data_beside_the_prices_are_the_calculations_that_ran()
    {
        var result = Campaigns.TwoRungs();
        var archived = result.Ledger[0] with { Outcome = "archive" };
        var rows = PriceFigure.Of(result with { Ledger = [archived, .. result.Ledger] })!.Data.Rows.ToArray();
        Assert.Equal(
            result
                .Ledger.Where(row => row.Purpose == "chemistry")
                .Select(row => (row.Decision, row.Outcome, row.ExpectedCoreSeconds, row.Cost.Usage.CpuSeconds)),
            rows.Select(row => ((long)row[0]!, (string)row[3]!, (double)row[4]!, (double)row[5]!))
        );
    }

    [Fact]
    public void Prices_are_judged_by_the_ratios_of_what_was_computed()
    {
        var result = Campaigns.SingleRung();
        var row = result.Ledger.First(row => row.Outcome == "computed");
        // Twenty-one ratios 1.0, 1.1, ..., 3.0: their quantiles are the second, the eleventh and the twentieth.
        LedgerRow[] rows =
        [
            .. Enumerable
                .Range(10, 21)
                .Select(tenth => row with { ExpectedCoreSeconds = 10, Cost = Campaigns.Cost(tenth) }),
            row with
            {
                Outcome = "failed",
                ExpectedCoreSeconds = 1,
                Cost = Campaigns.Cost(500),
            },
        ];
        var changed = result with { Ledger = [.. rows] };
        var score = Assert.Single(PriceScore.Of(changed));
        Assert.Equal(21, score.Count);
        Assert.Equal(2.0, score.Median, 12);
        Assert.Equal(1.1, score.Low, 12);
        Assert.Equal(2.9, score.High, 12);
        var caption = PriceFigure.Of(changed)!.Caption;
        Assert.Contains("median of actual over expected 2.0", caption, StringComparison.Ordinal);
        Assert.Contains("from 1.1 to 2.9, N 21", caption, StringComparison.Ordinal);
        Assert.Contains("1 calculation that failed is drawn open", caption, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bars_of_the_ledger_add_up_to_what_was_spent()
    {
        var result = Campaigns.TwoRungs();
        var rows = LedgerFigure.Of(result)!.Data.Rows.ToArray();
        var spent = rows.Where(row => (string)row[0]! == "campaign").Sum(row => (double)row[2]!);
        Assert.Equal(result.Chemistry.Then(result.OwnWork).Usage.CpuSeconds, spent, 9);
    }

    [Fact]
    public void A_campaign_that_spent_little_is_shown_enlarged_too()
    {
        var result = Campaigns.TwoRungs();
        var dear = new AvoidedComputation(
            64,
            Amount.Of(Campaigns.Cost(3150)),
            Amount.Of(Campaigns.Cost(2820)),
            Amount.Of(Campaigns.Cost(3510)),
            ""
        );
        Assert.DoesNotContain("the same", LedgerFigure.Of(result)!.Svg(), StringComparison.Ordinal);
        // 12.1 of 3150 core-seconds: 200 times as long it still fits beside brute force, 500 times it does not.
        Assert.Contains(
            "the same, × 200",
            LedgerFigure.Of(result with { Avoided = dear })!.Svg(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Calibration_counts_labels_within_their_intervals()
    {
        var scale = new[] { 0.05, 0.3, 0.5, 0.6, 0.7, 0.9, 1.2, 1.5, 1.7, 2.5 };
        var result = Campaigns.SingleRung() with
        {
            Tests =
            [
                .. scale.Select((z, i) => new TestedPrediction(i, $"{i}", Campaigns.Upper, 3, 0.5, 3 + (0.5 * z))),
            ],
        };
        var observed = CalibrationFigure
            .Of(result)!
            .Data.Rows.ToDictionary(row => (double)row[2]!, row => (double)row[3]!);
        // Within 0.674 deviations lie four of ten, within 1.645 eight, within 1.96 nine.
        Assert.Equal(0.4, observed[0.5], 12);
        Assert.Equal(0.8, observed[0.9], 12);
        Assert.Equal(0.9, observed[0.95], 12);
    }

    [Fact]
    public void Two_rungs_are_compared_on_the_molecules_that_have_both()
    {
        var result = Campaigns.TwoRungs();
        var figure = Assert.Single(RungCorrelationFigure.Of(result));
        Assert.Equal(result.Molecules.Count(molecule => molecule.Value is not null), figure.Data.Rows.Count());
        Assert.Empty(RungCorrelationFigure.Of(Campaigns.SingleRung()));
    }

    [Fact]
    public void Without_data_there_is_no_figure()
    {
        var names = FigureSet.Of(Campaigns.NothingYet()).Select(figure => figure.Name);
        Assert.Equal(["funnel"], names);
    }

    [Fact]
    public void Text_of_an_svg_stays_text_and_its_identifiers_are_its_own()
    {
        var figure = BestSoFarFigure.Of(Campaigns.TwoRungs())!;
        var svg = XElement.Parse(figure.Svg());
        var texts = svg.Descendants()
            .Where(element => element.Name.LocalName == "text")
            .Select(text => text.Value)
            .ToArray();
        Assert.Contains("Best so far", texts);
        Assert.Contains("HOMO–LUMO gap (eV)", texts);
        Assert.Contains("CPU time of chemistry (core-s)", texts);
        Assert.Equal($"0 0 {2 * FigureStyle.Width} {FigureStyle.Height}", svg.Attribute("viewBox")!.Value);
        var ids = svg.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.All(ids, id => Assert.StartsWith("best-so-far-", id, StringComparison.Ordinal));
        var used = svg.Descendants().Attributes("clip-path").Select(clip => clip.Value["url(#".Length..^1]);
        Assert.Subset(ids.ToHashSet(), used.ToHashSet());
    }

    [Fact]
    public void A_png_states_300_dots_per_inch()
    {
        var png = FunnelFigure.Of(Campaigns.SingleRung())!.Png();
        var place = png.AsSpan().IndexOf("pHYs"u8);
        Assert.Equal(11811u, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(place + 4)));
        // 560 pixels at 96 per inch are 1750 at 300.
        Assert.Equal(1750, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
    }

    [Fact]
    public void The_checksum_of_the_resolution_is_the_one_that_every_72_dpi_file_has()
    {
        var stamped = PngResolution.Stamp(new byte[33], 72);
        Assert.Equal(
            new byte[]
            {
                0,
                0,
                0,
                9,
                0x70,
                0x48,
                0x59,
                0x73,
                0,
                0,
                0x0B,
                0x13,
                0,
                0,
                0x0B,
                0x13,
                1,
                0,
                0x9A,
                0x9C,
                0x18,
            },
            stamped[33..]
        );
    }
}
