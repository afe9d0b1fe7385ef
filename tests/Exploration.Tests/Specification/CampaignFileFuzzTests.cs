using CsCheck;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

/// <summary>Files as nobody would write them.</summary>
public sealed class CampaignFileFuzzTests
{
    private static readonly string[] Pieces =
    [
        ":",
        " ",
        "  ",
        "\n",
        "\t",
        "-",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "|\n",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "---\n",
        "...\n",
        "null",
        "~",
        "true",
        "0",
        "-1",
        "1e999",
        "NaN",
        ".inf",
        "1 to",
        "eV",
        "kWh",
        "\u0000",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\uD83D\uDE00",
        "\uD800",
        "\r",
        "name: x\n",
        "budget:\n",
        "<<: *a\n",
        "//",
        "//x",
        ", A()",
        "99999999999999999999",
        "core-hours",
        "[[[[[[[[[[[[[[[[",
        "{a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: ",
    ];

    private static readonly Gen<string> Mutated = Gen.Select(
            Gen.Int[0, 1].Select(i => i == 0 ? Samples.Full : Samples.Minimal),
            Gen.Select(Gen.Double[0, 1], Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int[0, Pieces.Length - 1]).Array[1, 6]
        )
        .Select(
            (text, edits) =>
                edits.Aggregate(
                    text,
                    (current, edit) =>
                    {
                        var at = (int)(edit.Item1 * current.Length);
                        var until = Math.Min(current.Length, at + edit.Item2);
                        return edit.Item3 switch
                        {
                            0 => current[..at] + Pieces[edit.Item4] + current[at..],
                            1 => current[..at] + Pieces[edit.Item4] + current[until..],
                            2 => current[..at] + current[until..],
                            _ => current[..at] + current[(int)(edit.Item1 * edit.Item1 * current.Length)..],
                        };
                    }
                )
        );

    [Fact]
    public void Tag_that_is_no_uri_is_a_problem_with_its_place()
    {
        var reading = CampaignFile.Parse("space: !!]int {file: molecules.smi}\n", "campaign.yaml", "/", 1);
        Assert.Null(reading.Spec);
        Assert.NotEmpty(reading.Problems);
        Assert.All(reading.Problems, problem => Assert.Equal(1, problem.Line));
    }

    [Fact]
    public void Damaged_file_gives_a_spec_or_problems_inside_the_file() =>
        Mutated.Sample(
            text =>
            {
                var reading = Samples.Read(text);
                var lines = text.Split('\n');
                return reading.Spec is not null == reading.Problems.IsEmpty
                    && reading.Problems.All(problem =>
                        problem.Line >= 1
                        && problem.Line <= lines.Length
                        && problem.Column >= 1
                        && problem.Column <= lines[problem.Line - 1].Length + 1
                        && problem.Message.Length is > 0 and < 1500
                        && !problem.ToString().Contains('\n', StringComparison.Ordinal)
                    );
            },
            iter: 5000
        );

    [Fact]
    public void Text_of_any_kind_never_throws() =>
        Gen.OneOf(
                Gen.String,
                Gen.Int[0, Pieces.Length - 1]
                    .Array[0, 60]
                    .Select(pieces => string.Concat(pieces.Select(i => Pieces[i])))
            )
            .Sample(text => Samples.Read(text).Spec is null, iter: 5000);

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Equal(
            "campaign.yaml:1:19: this is not YAML: nested deeper than 12 levels",
            Assert.Single(Samples.Problems("name: " + new string('[', 100_000)))
        );

    [Fact]
    public void Every_specification_is_written_and_read_back_equal() =>
        SpecGenerator.Specs.Sample(
            spec =>
            {
                var text = CampaignFile.WriteResolved(spec, [], []);
                var reading = CampaignFile.Parse(text, "campaign.yaml", "/elsewhere", 99);
                Assert.Empty(reading.Problems.Select(problem => $"{problem}\n{text}"));
                Assert.Equal(SpecEquality.Text(spec), SpecEquality.Text(reading.Spec!));
                Assert.Empty(SpecDifference.Between(spec, reading.Spec!));
                Assert.Equal(text, CampaignFile.WriteResolved(reading.Spec!, [], []));
            },
            iter: 1000
        );
}
