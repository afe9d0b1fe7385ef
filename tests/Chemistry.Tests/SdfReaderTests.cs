using CsCheck;
using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class SdfReaderTests
{
    private const string Water =
        "water\n  made by hand\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\n"
        + "    0.0000    0.0000    0.0000 O   0  0\nM  END\n";

    [Fact]
    public void Records_come_with_title_block_and_properties()
    {
        var text = Water + "> <id>\nW-1\n\n>  25  <note> \ntwo\nlines\n\n$$$$\n" + Water + "$$$$\n";
        var records = SdfReader.Read(new StringReader(text)).ToList();
        Assert.Equal([1, 2], records.Select(record => record.Row));
        Assert.Equal([1, 15], records.Select(record => record.Line));
        Assert.All(records, record => Assert.Null(record.Problem));
        Assert.Equal("water", records[0].Title);
        Assert.Equal("W-1", records[0].Properties["id"]);
        Assert.Equal("two\nlines", records[0].Properties["note"]);
        using var molecule = Molecule.FromMolBlock(records[1].MolBlock).OrThrow();
        Assert.Equal("O", molecule.CanonicalSmiles);
    }

    [Fact]
    public void Windows_line_ends_and_a_missing_last_terminator_are_fine()
    {
        var text = (Water + "> <id>\nW-1\n\n$$$$\n" + Water + "> <id>\nW-2\n").ReplaceLineEndings("\r\n");
        var records = SdfReader.Read(new StringReader(text)).ToList();
        Assert.Equal(["W-1", "W-2"], records.Select(record => record.Properties["id"]));
        Assert.All(records, record => Assert.Null(record.Problem));
    }

    [Theory]
    [InlineData("$$$$\n", "lines")]
    [InlineData("only\ntwo\n$$$$\n", "lines")]
    [InlineData("a\nb\nc\nd\nM  END\n$$$$\n", "counts line")]
    [InlineData("a\nb\nc\n  1  0  0  0  0  0  0  0  0  0999 V2000\n> <id>\nx\n$$$$\n", "M  END")]
    public void A_malformed_record_has_its_problem_and_the_next_is_read(string malformed, string problem)
    {
        var records = SdfReader.Read(new StringReader(malformed + Water + "$$$$\n")).ToList();
        Assert.Equal(2, records.Count);
        Assert.Contains(problem, records[0].Problem, StringComparison.Ordinal);
        Assert.Null(records[1].Problem);
        Assert.Equal("water", records[1].Title);
    }

    [Fact]
    public void A_property_that_occurs_twice_is_told_and_the_first_kept()
    {
        var record = SdfReader.Read(new StringReader(Water + "> <id>\na\n\n> <id>\nb\n\n$$$$\n")).Single();
        Assert.Contains("twice", record.Problem, StringComparison.Ordinal);
        Assert.Equal("a", record.Properties["id"]);
    }

    [Fact]
    public void An_empty_file_has_no_records()
    {
        Assert.Empty(SdfReader.Read(new StringReader("")));
        Assert.Empty(SdfReader.Read(new StringReader("\n \n")));
    }

    [Fact]
    public void Any_text_is_read_to_its_end_with_as_many_records_as_terminators()
    {
        var line = Gen.OneOf(
            Gen.OneOf("$$$$", "M  END", "> <a>", ">", "", "  1  0  0 V2000", "x", "> <", "$$$"),
            Gen.String[0, 20].Select(text => text.Replace("\n", "").Replace("\r", ""))
        );
        line.Array[0, 40]
            .Sample(lines =>
            {
                var records = SdfReader.Read(new StringReader(string.Join('\n', lines))).ToList();
                var terminators = lines.Count(text => text.StartsWith("$$$$", StringComparison.Ordinal));
                Assert.InRange(records.Count, terminators, terminators + 1);
            });
    }
}
