using Lichen.Core.Molecules;

namespace Lichen.Core.Tests.Molecules;

public sealed class XyzFramesTests
{
    [Theory]
    [InlineData("energy=-1.5 charge=0")]
    [InlineData("energy = -1.5")]
    [InlineData("Energy: -1.5 gnorm: 0.01")]
    [InlineData("name=\"a = b\" energy=\"-1.5\"")]
    [InlineData("lattice={1 0 0} energy=-15D-1")]
    public void A_label_is_found_however_it_is_written(string comment)
    {
        XyzFrame frame = Assert.Single(Frames($"2\n{comment}\nO 0 0 0\nH 0 0 0.96\n"));
        Assert.Null(frame.Keys.Number("energy", out double energy));
        Assert.Equal(-1.5, energy);
        Assert.Equal([8, 1], frame.Geometry!.AtomicNumbers.ToArray());
        Assert.Equal(0.96, frame.Geometry.DistanceAngstrom(0, 1), 1e-9);
    }

    [Fact]
    public void Columns_are_where_the_properties_say()
    {
        XyzFrame frame = Assert.Single(
            Frames("2\nProperties=forces:R:3:pos:R:3:Z:I:1\n9 9 9 0 0 0 8\n9 9 9 0 0 0.96 1\n")
        );
        Assert.Equal(0.96, frame.Geometry!.DistanceAngstrom(0, 1), 1e-9);
        Assert.Contains(
            "no column of elements",
            Assert.Single(Frames("1\nProperties=pos:R:3\n0 0 0\n")).Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_bad_frame_says_its_line_and_the_next_is_read()
    {
        XyzFrame[] frames =
        [
            .. Frames("3\nfew\nO 0 0 0\nH 0 0 1\n1\nmany\nO 0 0 0\nH 0 0 1\n\nnonsense\n1\nx=1 x=2\nO 0 0 0\n1\nend\n"),
        ];
        Assert.Equal(
            [
                "it says 3 atoms and has 2",
                "it says 1 atoms and has more lines: 'H 0 0 1'",
                null,
                "it says 1 atoms and has 0, and the file ends",
            ],
            frames.Select(frame => frame.Problem)
        );
        Assert.Equal([1, 5, 11, 14], frames.Select(frame => frame.Line));
        Assert.Contains("occurs twice", frames[2].Keys.Number("x", out _), StringComparison.Ordinal);
        Assert.Contains("no key 'y'", frames[2].Keys.Number("y", out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_columns_of_a_name_are_read_along_where_they_are_asked_for()
    {
        const string Text = """
            2
            Properties=species:S:1:pos:R:3:mass:R:1:forces:R:3
            H 0 0 0 1 0.5 -1e-3 2
            H 0 0 0.74 1 -0.5 0 -2
            1
            Properties=species:S:1:pos:R:3:mass:R:1
            H 0 0 0 1
            1
            Properties=species:S:1:pos:R:3:forces:R:1
            H 0 0 0 1

            """;
        XyzFrame[] frames = [.. XyzFrames.Read(new StringReader(Text), "forces")];
        Assert.Equal([0.5, -1e-3, 2, -0.5, 0, -2], frames[0].Vectors);
        Assert.Equal("Properties names no column 'forces': it has species, pos, mass", frames[1].Problem);
        Assert.Equal("the column 'forces' has 1 numbers by atom, not three", frames[2].Problem);
        Assert.All(XyzFrames.Read(new StringReader(Text)), frame => Assert.Empty(frame.Vectors));
    }

    private static IEnumerable<XyzFrame> Frames(string text) => XyzFrames.Read(new StringReader(text));
}
