using System.Text;
using Lichen.Exploration.Results;

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
            Assert.True(
                file.Path.EndsWith('/') ? Directory.EnumerateFiles(path).Any() : new FileInfo(path).Length > 0,
                file.Path
            );
        }

        string[] figures = ["best-so-far", "calibration", "funnel", "ledger", "parity", "prices", "rungs-1-2"];
        Assert.Equal(
            figures.SelectMany(name => new[] { name + ".csv", name + ".png", name + ".svg" }),
            Directory
                .EnumerateFiles(folder["figures"])
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_same_result_gives_the_same_bytes_also_over_an_earlier_one()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        RunFolderWriter.Write(Campaigns.TwoRungs(), first.Path);
        RunFolderWriter.Write(Campaigns.NothingYet(), second.Path);
        RunFolderWriter.Write(Campaigns.TwoRungs(), second.Path);
        var files = Files(first);
        Assert.Equal(files, Files(second));
        Assert.All(
            files,
            file => Assert.True(File.ReadAllBytes(first[file]).SequenceEqual(File.ReadAllBytes(second[file])), file)
        );
    }

    [Fact]
    public void No_file_names_a_place_on_this_machine_and_no_part_stays()
    {
        using var folder = new TemporaryFolder();
        var result = Campaigns.TwoRungs();
        var absolute = result with
        {
            Spec = result.Spec with { Space = result.Spec.Space with { File = "/home/user/secret/molecules.smi" } },
        };
        RunFolderWriter.Write(absolute, folder.Path);
        foreach (var file in Files(folder))
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(folder[file]));
            Assert.DoesNotContain("/home/user", text, StringComparison.Ordinal);
            Assert.DoesNotContain("/usr/bin", text, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Path, text, StringComparison.Ordinal);
            Assert.DoesNotContain(".part", file, StringComparison.Ordinal);
        }

        Assert.Contains("molecules.smi", File.ReadAllText(folder["report.html"]));
    }

    [Fact]
    public void A_campaign_without_geometries_has_no_structure_files()
    {
        using var folder = new TemporaryFolder();
        var written = RunFolderWriter.Write(Campaigns.AllFailed(), folder.Path);
        Assert.DoesNotContain(written, file => file.Path is "hits.sdf" or "geometries.xyz");
        Assert.False(File.Exists(folder["hits.sdf"]));
    }

    [Fact]
    public void The_summary_names_the_best_five_the_cost_and_the_files()
    {
        CampaignResult result = Campaigns.SingleRung();
        var text = ConsoleSummary.Of(result, [new WrittenFile("report.html", "the report")], "dyes");
        foreach (var hit in CampaignAnswer.Of(result).Hits.Take(5))
        {
            Assert.Contains($"{hit.Value:0.000} eV", text);
            Assert.Contains(hit.Candidate.Smiles, text);
        }

        Assert.Contains("avoided", text);
        Assert.Contains("(measured)", text);
        Assert.Contains("2 other_molecule at GFN2-xTB", text);
        Assert.Contains(Path.Combine("dyes", "report.html"), text);
        Assert.DoesNotContain(Quantities.NumberSpace, text);
        Assert.Contains("Nothing has been computed", ConsoleSummary.Of(Campaigns.NothingYet(), [], ""));
    }

    private static string[] Files(TemporaryFolder folder) =>
        [
            .. Directory
                .EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.Path, file))
                .Order(StringComparer.Ordinal),
        ];
}
