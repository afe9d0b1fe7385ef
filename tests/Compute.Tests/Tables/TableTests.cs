using System.IO.Compression;
using CsCheck;
using Lichen.Compute.Engines;
using Lichen.Compute.Tables;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Tables;

public sealed class TableTests : IDisposable
{
    private const string Level = "GFN2-xTB";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Value_is_looked_up_at_its_declared_cost()
    {
        var computed = Samples.Believed(await Run("name,gap,time\nwater,14.4,2.5\n"));

        Assert.Equal(14.4, computed.Values["homo_lumo_gap"]);
        Assert.Equal(new ResourceUsage(2.5, 2.5, 0, CostBasis.Assumed), computed.Usage);
    }

    [Theory]
    [InlineData("name,gap,time\nwater,,2.5\n", 2.5)]
    [InlineData("name,gap,time\nwater,,\n", 7)]
    [InlineData("name,gap,time\nammonia,9,1\n", 7)]
    public async Task Value_that_is_missing_is_a_failure_that_costs(string text, double seconds)
    {
        var failed = Assert.IsType<Failed>(await Run(text));

        Assert.Equal((FailureKind.Input, FailureCodes.NoValue), (failed.Kind, failed.Code));
        Assert.Equal(seconds, failed.Usage.CpuSeconds);
    }

    [Fact]
    public void Every_problem_of_a_file_is_named_with_its_place()
    {
        var path = _folder.Write("t.csv", "name,gap,time\nwater,x,1\nwater,1,1\nammonia,2\nborane,inf,1\n");

        var problem = Assert.Throws<FormatException>(() => new Table(Definition(path))).Message;

        Assert.Contains("line 2, column gap: 'x' is not a finite number", problem, StringComparison.Ordinal);
        Assert.Contains("line 3, column name: 'water' is there twice", problem, StringComparison.Ordinal);
        Assert.Contains("line 4: 2 fields where the header has 3", problem, StringComparison.Ordinal);
        Assert.Contains("line 5, column gap: 'inf'", problem, StringComparison.Ordinal);
        Assert.All(problem.Split('\n'), line => Assert.StartsWith(path, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_bar_stands_beside_its_value_and_is_never_negative()
    {
        var gap = Property.HomoLumoGap;
        TableDefinition With(string text) =>
            Definition(_folder.Write("bars.csv", text)) with
            {
                Levels = [new(Samples.Level(Level), [(gap, "gap"), (gap.Deviation, "time")], 7, null)],
            };

        var request = Samples.Water.Request(Level, "", null, gap);
        var computed = Samples.Believed(
            await new Table(With("name,gap,time\nwater,14.4,0.2\n")).RunAsync(
                request,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(0.2, computed.Values["homo_lumo_gap_deviation"]);

        var problem = Assert.Throws<FormatException>(() => new Table(With("name,gap,time\nwater,14.4,-0.2\n")));
        Assert.Contains("line 2, column time: '-0.2' is negative", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a header line is expected")]
    [InlineData("name,Gap,time\n", "no column 'gap'; there are name, Gap, time")]
    [InlineData("name,gap,time\n\"water,1,1\n", "a quoted field has no end")]
    [InlineData("name,gap,time\n\"water\"x,1,1\n", "a comma is expected")]
    public void File_that_is_not_a_table_is_refused(string text, string reason)
    {
        var problem = Assert.Throws<FormatException>(() => new Table(Definition(_folder.Write("t.csv", text))));

        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_of_the_content_and_not_of_the_path()
    {
        const string Text = "name,gap,time\nwater,1,1\n";
        var one = new Table(Definition(_folder.Write("a.csv", Text)));
        var same = new Table(Definition(_folder.Write("b.csv", Text)));
        var other = new Table(Definition(_folder.Write("c.csv", Text + "ammonia,2,1\n")));

        Assert.Equal(one.Identity.Version, same.Identity.Version);
        Assert.NotEqual(one.Identity.Version, other.Identity.Version);
    }

    [Fact]
    public void Version_changes_with_the_column_that_is_read()
    {
        var path = _folder.Write("a.csv", "name,gap,time\nwater,1,2\n");
        var other = Definition(path) with
        {
            Levels = [new(Samples.Level(Level), [(Property.HomoLumoGap, "time")], 7, "time")],
        };

        Assert.NotEqual(new Table(Definition(path)).Identity.Version, new Table(other).Identity.Version);
    }

    [Fact]
    public async Task Compressed_table_is_read()
    {
        var path = _folder.File("table.csv.gz");
        await using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await file.WriteAsync("name,gap,time\nwater,14.4,2.5\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        var request = Samples.Water.Request(Level, "", null, Property.HomoLumoGap);
        var computed = Samples.Believed(
            await new Table(Definition(path)).RunAsync(request, TestContext.Current.CancellationToken)
        );

        Assert.Equal(14.4, computed.Values["homo_lumo_gap"]);
    }

    [Fact]
    public void Records_survive_quoting() =>
        Gen.String[Gen.Char[",\"\n ab"], 0, 8]
            .Array[1, 5]
            .Array[1, 6]
            .Where(records => records.All(record => record.Length > 1 || record[0].Length > 0))
            .Sample(records =>
            {
                var text = string.Join('\n', records.Select(record => string.Join(',', record.Select(Quoted)))) + "\n";
                var read = CsvRecords.Read(new StringReader(text)).Select(record => record.Fields).ToList();
                return read.Count == records.Length
                    && read.Zip(records).All(pair => pair.First.SequenceEqual(pair.Second));
            });

    public void Dispose() => _folder.Dispose();

    private static string Quoted(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static TableDefinition Definition(string path) =>
        new(path, TableKey.Id, "name", [new(Samples.Level(Level), [(Property.HomoLumoGap, "gap")], 7, "time")]);

    private Task<Outcome> Run(string text) =>
        new Table(Definition(_folder.Write("table.csv", text))).RunAsync(
            Samples.Water.Request(Level, "", null, Property.HomoLumoGap),
            TestContext.Current.CancellationToken
        );
}
