using CsCheck;
using Lichen.Cli.Views;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Views;

public sealed class ScreenTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(40)]
    public void Screen_looks_as_it_was_designed(int width)
    {
        var lines = Screen.Compose(Snapshots.Exploring, Snapshots.Title, TimeSpan.Zero, width, 24, notice: null);
        GoldenFile.Matches(string.Join('\n', lines) + "\n", $"screen-{width}.txt");
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal_whatever_the_snapshot() =>
        Gen.Select(Snapshots.Any, Gen.Int[0, 140], Gen.Int[0, 60])
            .Sample(
                (snapshot, width, height) =>
                    Screen
                        .Compose(snapshot, Snapshots.Title, TimeSpan.FromSeconds(1), width, height, "stopping")
                        .TrueForAll(line => line.ToString().Length <= Math.Max(width, 1)),
                iter: 2000
            );

    [Fact]
    public void Control_characters_of_a_file_never_reach_the_terminal()
    {
        var snapshot = Snapshots.Exploring with { Best = [new("\u001b[2Jid", "C\u0007C\r\nC", 1, "eV", "GFN2-xTB")] };
        var lines = Screen.Compose(snapshot, Snapshots.Title, TimeSpan.Zero, 80, 24, notice: null);
        Assert.DoesNotContain(lines, line => line.ToString().Any(char.IsControl));
        Assert.Contains(lines, line => line.ToString().Contains("·[2Jid"));
    }

    [Fact]
    public void Many_running_calculations_are_shortened_to_the_height()
    {
        var running = Enumerable.Repeat(Snapshots.Exploring.Running[0], 64);
        var snapshot = Snapshots.Exploring with { Running = [.. running] };
        var lines = Screen.Compose(snapshot, Snapshots.Title, TimeSpan.Zero, 80, 24, notice: null);
        Assert.InRange(lines.Count, 1, 24);
        Assert.Contains(lines, line => line.ToString().Contains("more"));
    }

    [Fact]
    public void Age_of_the_snapshot_moves_every_clock()
    {
        var lines = Screen.Compose(
            Snapshots.Exploring,
            Snapshots.Title,
            TimeSpan.FromSeconds(10),
            80,
            24,
            notice: null
        );
        Assert.Contains("1 min 33 s, about 2 min 00 s left", lines[1].ToString());
        Assert.Contains(lines, line => line.ToString().Contains("13 s  NSC-9"));
    }
}
