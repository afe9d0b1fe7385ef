using System.Xml;
using System.Xml.Linq;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Reporting.Figures;
using Lichen.Reporting.Html;

namespace Lichen.Reporting.Tests;

public sealed class HtmlReportTests
{
    private const string Hostile = "<script>alert(1)</script>\"'&\u0001";

    public static TheoryData<string> Kinds => [.. Every().Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_report_is_well_formed_whatever_the_campaign_came_to(string kind)
    {
        var page = Page(Every().Single(pair => pair.Name == kind).Result);
        Assert.NotEmpty(page.Descendants("h1"));
        var ids = page.Descendants().Attributes("id").Select(attribute => attribute.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.DoesNotContain(
            page.Descendants().Attributes(),
            attribute => attribute.Value.Contains("NaN", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Every_hit_has_a_card_with_drawing_value_and_spread()
    {
        var result = Campaigns.TwoRungs();
        var cards = Page(result)
            .Descendants("article")
            .Where(card => card.Parent!.Attribute("class")!.Value == "cards")
            .ToArray();
        var hits = CampaignAnswer.Of(result).Hits;
        Assert.Equal(10, hits.Length);
        Assert.Equal(hits.Length, cards.Length);
        foreach (var (hit, card) in hits.Zip(cards))
        {
            Assert.Contains($"{hit.Value:0.000} eV", card.Value);
            Assert.Contains(hit.Candidate.Id, card.Value);
            Assert.Contains(hit.Predicted is null ? "no prediction" : "±", card.Value);
            var drawing = card.Descendants().Single(element => element.Name.LocalName == "svg");
            Assert.Equal(hit.Candidate.Smiles, drawing.Attribute("aria-label")!.Value);
        }
    }

    [Fact]
    public void Question_and_answer_carry_their_numbers()
    {
        var page = Page(Campaigns.TwoRungs());
        var (question, answer) = (OfClass(page, "question"), OfClass(page, "answer"));
        Assert.Contains("64 candidates", question);
        Assert.Contains("lowest HOMO–LUMO gap at GFN2-xTB", question);
        Assert.Contains("20.0\u00A0core\u2011s of chemistry", question);
        Assert.Contains("708, with 1.547 eV at GFN2-xTB", answer);
        // 12.1 core-seconds of chemistry and own work over 31.5.
        Assert.Contains("38\u00A0% of brute force", answer);
    }

    [Fact]
    public void A_campaign_without_values_says_so()
    {
        Assert.Contains("Nothing has been computed at GFN2-xTB yet", OfClass(Page(Campaigns.NothingYet()), "answer"));
        Assert.Contains("can be believed yet", OfClass(Page(Campaigns.AllFailed()), "answer"));
        Assert.Contains("None: every calculation was accepted", Page(Campaigns.NoFailures()).Root!.Value);
    }

    [Fact]
    public void What_a_user_wrote_stays_text()
    {
        var page = Page(WithHostileText());
        Assert.Single(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        var shown = Hostile.Replace('\u0001', '\uFFFD');
        Assert.Equal(shown, page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == shown);
        Assert.Contains(
            page.Descendants("p"),
            name => name.Attribute("class")?.Value == "name" && name.Value.EndsWith(shown, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Nothing_is_asked_of_the_network()
    {
        var page = Page(WithHostileText());
        Assert.Empty(page.Descendants("link"));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName == "src");
        Assert.All(
            page.Descendants().Where(e => e.Attribute("href") is not null),
            link => Assert.Equal("a", link.Name.LocalName)
        );
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        var policy = page.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null);
        Assert.StartsWith("default-src 'none'", policy.Attribute("content")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cost_says_how_it_is_known()
    {
        var ledger = Page(Campaigns.TwoRungs())
            .Descendants("section")
            .Single(s => s.Element("h2")?.Value == "The ledger");
        var rows = ledger.Descendants("tbody").Elements("tr").ToArray();
        Assert.Equal(3, rows.Length);
        foreach (var row in rows)
        {
            var tags = row.Descendants("span").Select(tag => tag.Value).ToArray();
            Assert.Equal(["measured", "modelled", "modelled"], tags);
        }
    }

    [Fact]
    public void References_are_numbered_as_they_are_cited()
    {
        var methods = Page(Campaigns.TwoRungs())
            .Descendants("section")
            .Single(s => s.Element("h2")?.Value == "Methods");
        var cited = methods.Elements("p").Descendants("a").Select(link => int.Parse(link.Value, null)).ToArray();
        var firsts = cited.Distinct().ToArray();
        Assert.Equal(Enumerable.Range(1, firsts.Length), firsts);
        Assert.Equal(firsts.Length, methods.Descendants("li").Count());
        Assert.Contains("Weitzman", methods.Value);
        Assert.Contains("Kennedy", methods.Value);
        var single = Page(Campaigns.SingleRung())
            .Descendants("section")
            .Single(s => s.Element("h2")?.Value == "Methods");
        Assert.DoesNotContain("Kennedy", single.Value);
    }

    [Fact]
    public void Failures_say_how_many_of_their_cures_worked()
    {
        var result = Campaigns.TwoRungs();
        Assert.Contains("none tried", Failures(result), StringComparison.Ordinal);
        var cured = result with { Failures = [result.Failures[0] with { CuresTried = 5, CuresWorked = 3 }] };
        Assert.Contains("3 of 5", Failures(cured), StringComparison.Ordinal);

        static string Failures(CampaignResult result) =>
            Page(result).Descendants("section").Single(s => s.Element("h2")?.Value == "Failures").Value;
    }

    [Theory]
    [InlineData(6.24, 9, true, "6.2 nats from 9 molecules", "enough to show")]
    [InlineData(0.4, 5, false, "0.4 nats from 5 molecules", "not enough to show")]
    [InlineData(-2.5, 1, false, "−2.5 nats from 1 molecule ", "worse than without")]
    [InlineData(0, 0, false, "is not known", "no molecule has a label at both")]
    public void Methods_say_whether_a_cheap_level_informs_the_objective(
        double nats,
        int pairs,
        bool shown,
        string number,
        string words
    )
    {
        var result = Campaigns.TwoRungs();
        Assert.DoesNotContain("nats", Page(result).Root!.Value, StringComparison.Ordinal);
        var known = result.Rungs[0] with { Information = new RungInformation(nats, pairs, shown) };
        var text = Page(result with { Rungs = result.Rungs.SetItem(0, known) }).Root!.Value;
        Assert.Contains(number, text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kind_of_model_that_labels_chose_is_named_with_its_reason()
    {
        var result = Campaigns.TwoRungs();
        Assert.DoesNotContain("neural networks", Page(result).Root!.Value, StringComparison.Ordinal);
        var mixed = Page(
            result with
            {
                Facts = result.Facts with { Kind = new KindFacts(48, 0.35, "a mixture of both gains 0.2 ± 0.1") },
            }
        );
        Assert.Contains("48 labels held out", mixed.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("a weight of 35", mixed.Root!.Value, StringComparison.Ordinal);
        Assert.Contains("(a mixture of both gains 0.2 ± 0.1)", mixed.Root!.Value, StringComparison.Ordinal);
        var alone = Page(
            result with
            {
                Facts = result.Facts with { Kind = new KindFacts(48, 1, "no mixture predicts better") },
            }
        );
        Assert.Contains("the process alone predicts since", alone.Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_that_were_saved_are_told_where_there_are_any()
    {
        var result = Campaigns.TwoRungs();
        Assert.DoesNotContain("predictions of candidates", Page(result).Root!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("predictions made", ConsoleSummary.Of(result, [], ""), StringComparison.Ordinal);
        var large = result with { Predictions = (1_000_000, 3_000_000) };
        Assert.Contains("3,000,000 saved (75", Page(large).Root!.Value, StringComparison.Ordinal);
        Assert.Contains("1,000,000 predictions made", ConsoleSummary.Of(large, [], ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_is_not_described_as_the_real_strategy()
    {
        var result = Campaigns.SingleRung();
        var random = Page(result with { Facts = result.Facts with { Strategy = "Random" } });
        Assert.Contains("picked at random", random.Root!.Value);
        Assert.DoesNotContain("largest expected improvement", random.Root!.Value);
    }

    [Fact]
    public void What_contradicts_and_what_is_one_molecule_is_said()
    {
        var result = WithDoubts();
        var text = Page(result).Root!.Value;
        var (first, second) = (result.Molecules[0].Candidate.Id, result.Molecules[1].Candidate.Id);
        Assert.Contains("Calculations against each other", text);
        Assert.Contains("replaced: other settings give a solution of lower energy", text);
        Assert.Contains($"{second} is {first}", text);
        Assert.DoesNotContain("Calculations against each other", Page(Campaigns.TwoRungs()).Root!.Value);

        var table = MoleculeTable.Of(result);
        var names = table.Columns.Select(column => column.Name).ToList();
        var rows = table.Rows.ToList();
        Assert.Equal(first, rows[1][names.IndexOf("same_as")]);
        Assert.Contains("replaced", (string)rows[0][names.IndexOf("contradicts")]!);
        Assert.DoesNotContain(result.Hits, hit => hit.Candidate.Id == second);
    }

    private static CampaignResult WithDoubts()
    {
        var result = Campaigns.TwoRungs();
        var (best, next) = (result.Molecules[0], result.Molecules[1]);
        return result with
        {
            Molecules = [best, next with { SameAs = best.Candidate.Id }, .. result.Molecules.Skip(2)],
            Doubted =
            [
                new DoubtedValue(
                    best.Candidate,
                    Campaigns.Upper,
                    "homo_lumo_gap",
                    "eV",
                    5.1,
                    2.2,
                    0.1,
                    2.25,
                    2.25,
                    Verdict.SecondIsLower
                ),
                new DoubtedValue(
                    next.Candidate,
                    Campaigns.Lower,
                    "homo_lumo_gap",
                    "eV",
                    5.1,
                    2.2,
                    0.1,
                    null,
                    5.1,
                    Verdict.Unchecked
                ),
            ],
        };
    }

    private static IEnumerable<(string Name, CampaignResult Result)> Every() =>
        [
            ("two rungs", Campaigns.TwoRungs()),
            ("single rung", Campaigns.SingleRung()),
            ("nothing yet", Campaigns.NothingYet()),
            ("no failures", Campaigns.NoFailures()),
            ("all failed", Campaigns.AllFailed()),
            ("empty pool", Campaigns.NothingYet() with { Molecules = [], Funnel = [], Rungs = [] }),
            ("hostile", WithHostileText()),
            ("doubts", WithDoubts()),
            ("front", WishCampaigns.Front()),
            ("constrained", WishCampaigns.Constrained(120)),
            ("infeasible", WishCampaigns.Constrained(1e6)),
        ];

    private static CampaignResult WithHostileText()
    {
        var result = Campaigns.TwoRungs();
        var best = result.Molecules[0];
        return result with
        {
            Spec = result.Spec with { Name = Hostile, Space = result.Spec.Space with { File = Hostile } },
            Facts = result.Facts with { Host = Hostile, Meter = Hostile, Grid = Hostile, Run = Hostile },
            Molecules = [best with { Candidate = best.Candidate with { Id = Hostile } }, .. result.Molecules.Skip(1)],
            Funnel = [.. result.Funnel, new FunnelStage(Hostile, 3, true)],
            Failures = [new FailureCount(Hostile, Hostile, Hostile, 1, Hostile, 1)],
            StatusReason = Hostile,
        };
    }

    private static string OfClass(XDocument page, string name) =>
        page.Descendants().Single(element => element.Attribute("class")?.Value == name).Value;

    private static XDocument Page(CampaignResult result)
    {
        var html = HtmlReport.Of(result, FigureSet.Of(result), [new WrittenFile("molecules.csv", "all candidates")]);
        using var reader = XmlReader.Create(
            new StringReader(html),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }
        );
        return XDocument.Load(reader);
    }
}
