using System.Text.Json;
using Lichen.Compute.Commands;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    private const string Level = "MyModel//MMFF94";
    private static readonly Property Gap = Property.HomoLumoGap;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Program_reads_the_request_and_answers()
    {
        var program = _folder.Script(
            "model",
            "#!/bin/sh\ncat > request.json\necho '{\"values\":{\"homo_lumo_gap\":3.5},\"units\":{\"homo_lumo_gap\":\"eV\"}}'"
        );

        var computed = Samples.Believed(await Run(program));

        Assert.Equal(3.5, computed.Values["homo_lumo_gap"]);
        Assert.Same(Samples.Water.Geometry, computed.Geometry);
        Assert.Equal(CostBasis.Measured, computed.Usage.Basis);
        using var request = JsonDocument.Parse(File.ReadAllText(_folder.File("request.json")));
        var root = request.RootElement;
        Assert.Equal(CommandInput.Schema, root.GetProperty("schema").GetString());
        Assert.Equal("O", root.GetProperty("smiles").GetString());
        Assert.Equal(Level, root.GetProperty("level").GetString());
        Assert.Equal("eV", root.GetProperty("properties").GetProperty("homo_lumo_gap").GetString());
        Assert.Equal(0.1173, root.GetProperty("geometry").GetProperty("angstrom")[0][2].GetDouble(), 1e-12);
        Assert.Equal(300, root.GetProperty("limits").GetProperty("cpu_seconds").GetDouble());
    }

    [Theory]
    [InlineData("exit 3", FailureKind.Transient, FailureCodes.Crash, "exit code 3")]
    [InlineData("kill -SEGV $$", FailureKind.Transient, FailureCodes.Crash, "signal 11")]
    [InlineData(
        "echo 'No space left on device' >&2; exit 1",
        FailureKind.Transient,
        FailureCodes.DiskFull,
        "no space left"
    )]
    [InlineData("true", FailureKind.Transient, FailureCodes.OutputIncomplete, "nothing")]
    [InlineData("echo hello", FailureKind.Transient, FailureCodes.OutputIncomplete, "not JSON")]
    public async Task Program_that_fails_is_a_failure_with_its_reason(
        string script,
        FailureKind kind,
        string code,
        string reason
    )
    {
        var failed = Assert.IsType<Failed>(await Run(_folder.Script("model", $"#!/bin/sh\n{script}")));

        Assert.Equal((kind, code), (failed.Kind, failed.Code));
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_is_missing_is_said_and_may_come_back()
    {
        var failed = Assert.IsType<Failed>(await Run(_folder.File("nowhere")));

        Assert.Equal((FailureKind.Transient, FailureCodes.EngineMissing), (failed.Kind, failed.Code));
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "no object 'values'")]
    [InlineData("""{"vales":{}}""", "unknown key 'vales'")]
    [InlineData("""{"values":{}}""", "no homo_lumo_gap")]
    [InlineData("""{"values":{"homo_lumo_gap":"3"}}""", "not a finite number")]
    [InlineData("""{"values":{"homo_lumo_gap":1e999}}""", "not a finite number")]
    [InlineData("""{"values":{"homo_lumo_gap":null}}""", "not a finite number")]
    [InlineData("""{"values":{"gap":3}}""", "not declared")]
    [InlineData("""{"values":{"homo_lumo_gap":3},"units":{"homo_lumo_gap":"hartree"}}""", "where 'eV' is meant")]
    [InlineData("""{"values":{"homo_lumo_gap":3},"geometry":{"angstrom":[[0,0,0]]}}""", "3 rows of three numbers")]
    [InlineData("""{"values":{"homo_lumo_gap":3},"cost":{"cpu_seconds":-1}}""", "negative")]
    [InlineData("""{"failure":{"kind":"bad","reason":"x"}}""", "one of input, convergence, resources, transient")]
    public void Reply_that_is_not_whole_is_not_believed(string reply, string reason)
    {
        var failed = Assert.IsType<Failed>(Judge(reply));

        Assert.Equal(FailureCodes.OutputIncomplete, failed.Code);
        Assert.Contains(reason, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_of_the_programs_own_keeps_kind_and_words()
    {
        var failed = Assert.IsType<Failed>(
            Judge("""{"failure":{"kind":"input","code":"no_iodine","reason":"iodine is not in the model"}}""")
        );

        Assert.Equal((FailureKind.Input, "no_iodine"), (failed.Kind, failed.Code));
        Assert.Contains("iodine is not in the model", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Cost_of_work_elsewhere_is_added_and_called_assumed()
    {
        var computed = Samples.Believed(
            Judge("""{"values":{"homo_lumo_gap":3},"cost":{"cpu_seconds":100,"wall_seconds":10}}""")
        );

        Assert.Equal(
            (101, 11, CostBasis.Assumed),
            (computed.Usage.CpuSeconds, computed.Usage.WallSeconds, computed.Usage.Basis)
        );
    }

    [Fact]
    public void Geometry_that_changed_the_molecule_is_not_believed()
    {
        var failed = Assert.IsType<Failed>(
            Judge("""{"values":{"homo_lumo_gap":3},"geometry":{"angstrom":[[0,0,0],[0,0,0.96],[0,0,9]]}}""")
        );

        Assert.Equal(FailureCodes.Connectivity, failed.Code);
    }

    [Fact]
    public void Seed_depends_on_the_work_alone()
    {
        var level = Samples.Level(Level);
        var elsewhere = Samples.Water.Candidate with { Row = 99, Id = "another name" };

        Assert.Equal(CommandInput.Seed(Samples.Water.Candidate, level), CommandInput.Seed(elsewhere, level));
        Assert.NotEqual(
            CommandInput.Seed(Samples.Water.Candidate, level),
            CommandInput.Seed(Samples.Oxygen.Candidate, level)
        );
    }

    [Fact]
    public void Level_that_is_not_declared_is_not_offered()
    {
        var command = new Command(Installed.Guard, Definition("true"));

        Assert.Contains(Level, command.Offer(Samples.Level("Other")).Problem, StringComparison.Ordinal);
        Assert.Equal(["homo_lumo_gap"], command.Offer(Samples.Level(Level)).Properties);
    }

    [Theory]
    [InlineData("/here/model", "/there/model", true)]
    [InlineData("/here/model", "/here/other", false)]
    public void Version_in_keys_names_the_program_and_not_its_folder(string one, string other, bool same)
    {
        var versions = new[] { one, other }.Select(program =>
            new Command(Installed.Guard, Definition(program)).Identity.Version
        );

        Assert.Equal(same, versions.Distinct().Count() == 1);
    }

    public void Dispose() => _folder.Dispose();

    private static CommandDefinition Definition(string program) =>
        new("model", "1", program, [], [new(Samples.Level(Level), [Gap], GeometryNeed.ForceField)], "", []);

    private static Outcome Judge(string reply)
    {
        var result = new ProgramResult(
            0,
            null,
            StopReason.None,
            null,
            reply,
            "",
            0,
            0,
            new(1, 1, 0, CostBasis.Measured)
        );
        return Command.Judge(
            Samples.Water.Request(Level, "", null, Gap),
            result,
            [Gap],
            new Provenance("model", "1", "", "")
        );
    }

    private Task<Outcome> Run(string program) =>
        new Command(Installed.Guard, Definition(program)).RunAsync(
            Samples.Water.Request(Level, _folder.Path, null, Gap),
            TestContext.Current.CancellationToken
        );
}
