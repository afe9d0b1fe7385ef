namespace Lichen.Reporting.Tests;

public sealed class RunFolderTests
{
    [Fact]
    public void Every_promised_file_is_there()
    {
        using var folder = new TemporaryFolder();
        var written = RunFolderWriter.Write(Campaigns.TwoRungs(), folder.Path);
        Assert.Equal("report.html", written[0].Path);
        foreach (var file in written)
        {
            var path = folder[file.Path];
            Assert.True(file.Path.EndsWith('/') ? Directory.EnumerateFiles(path).Any() : new FileInfo(path).Length > 0, file.Path);
        }

        string[] figures = ["best-so-far", "parity", "calibration", "rungs-1-2", "funnel", "ledger"];
        var expected = figures.SelectMany(name => new[] { name + ".csv", name + ".png", name + ".svg" }).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Directory.EnumerateFiles(folder["figures"]).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }
}
