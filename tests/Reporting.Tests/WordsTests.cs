using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CsCheck;
using Lichen.Exploration.Results;
using Lichen.Reporting.Html;

namespace Lichen.Reporting.Tests;

public sealed class WordsTests
{
    [Theory]
    [InlineData("GFN2-xTB", "gfn2_xtb_homo_lumo_gap_eV")]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB, ALPB(water)", "b3lyp_def2_svp__gfn2_xtb__alpb_water_homo_lumo_gap_eV")]
    [InlineData("HF/6-31+G**", "hf_6_31plusgstarstar_homo_lumo_gap_eV")]
    [InlineData("ωB97X", "b97x_homo_lumo_gap_eV")]
    public void A_column_names_level_property_and_unit(string level, string column) =>
        Assert.Equal(column, new ColumnNames([level])[level, "homo_lumo_gap", "eV"]);

    [Fact]
    public void Two_levels_never_share_a_column()
    {
        Gen.String[Gen.Char["aA-/ ,()*+_ω"], 1, 6]
            .Array[1, 12]
            .Sample(levels =>
            {
                var names = new ColumnNames(levels);
                var columns = levels.Distinct().Select(level => names[level, "homo_lumo_gap", "eV"]).ToArray();
                return columns.Distinct().Count() == columns.Length
                    && columns.All(c => c.All(x => char.IsAsciiLetterOrDigit(x) || x == '_'));
            });
    }

    [Fact]
    public void Escaped_text_reads_back_as_itself()
    {
        Gen.String.Sample(text =>
        {
            using var reader = XmlReader.Create(new StringReader($"<p a=\"\">{Markup.Escape(text)}</p>"));
            var back = XElement.Load(reader, LoadOptions.PreserveWhitespace).Value;
            var expected = string.Concat(
                text.Select((c, i) => XmlConvert.IsXmlChar(c) || IsPaired(text, i) ? c : '\uFFFD')
            );
            return back == expected.Replace("\r\n", "\n").Replace('\r', '\n');
        });

        static bool IsPaired(string text, int i) =>
            (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            || (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]));
    }

    [Theory]
    [InlineData(9.9996, 4, "10.00")]
    [InlineData(0, 4, "0")]
    [InlineData(1234.5, 3, "1,234")]
    [InlineData(0.00012345, 3, "0.000123")]
    [InlineData(-2.5, 2, "-2.5")]
    [InlineData(1.5e9, 3, "1.50E9")]
    public void Numbers_keep_their_digits(double value, int digits, string text) =>
        Assert.Equal(text, Quantities.Number(value, digits));

    [Fact]
    public void A_shown_number_is_the_number_to_its_last_digit()
    {
        Gen.Double[-1e12, 1e12]
            .Where(x => Math.Abs(x) > 1e-12)
            .Sample(x =>
            {
                var shown = double.Parse(Quantities.Number(x, 4), NumberStyles.Any, CultureInfo.InvariantCulture);
                // Half a unit of the fourth digit, or half of one where no decimals are shown.
                return Math.Abs(shown - x)
                    <= Math.Max(0.5001e-3 * Math.Abs(x), Math.Abs(x) >= 1000 && Math.Abs(x) < 1e7 ? 0.5001 : 0);
            });
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0004, "< 0.1 %")]
    [InlineData(0.0523, "5.2 %")]
    [InlineData(0.146, "15 %")]
    [InlineData(3.2, "320 %")]
    public void Shares_are_percentages(double share, string text) =>
        Assert.Equal(text, Quantities.Percent(share).Replace(Quantities.NumberSpace, ' '));

    [Theory]
    [InlineData(12.04, "12.0 core-s")]
    [InlineData(360, "6.00 core-min")]
    [InlineData(7200, "2.00 core-h")]
    [InlineData(864000, "10.0 core-d")]
    public void Times_take_the_unit_that_fits(double seconds, string text) =>
        Assert.Equal(text, Quantities.CoreTime(seconds).Replace(Quantities.NumberSpace, ' '));

    [Fact]
    public void Scores_are_those_of_the_textbook()
    {
        var result = Campaigns.SingleRung() with
        {
            Tests =
            [
                new TestedPrediction(1, "a", Campaigns.Upper, 1, 1, 2),
                new TestedPrediction(2, "b", Campaigns.Upper, 2, 1, 2.5),
                new TestedPrediction(3, "c", Campaigns.Upper, 5, 1, 3),
            ],
        };
        var score = Assert.Single(PredictionScore.Of(result));
        Assert.Equal(3, score.Count);
        Assert.Equal(3.5 / 3, score.MeanAbsoluteError, 12);
        Assert.Equal(Math.Sqrt((1 + 0.25 + 4) / 3), score.RootMeanSquareError, 12);
        // Residuals 5.25 over a spread of 0.5 about the mean of 2.5.
        Assert.Equal(1 - (5.25 / 0.5), score.Determination!.Value, 12);
        Assert.Equal(1 / 3.0, score.Coverage50, 12);
        Assert.Equal(2 / 3.0, score.Coverage90, 12);
    }
}
