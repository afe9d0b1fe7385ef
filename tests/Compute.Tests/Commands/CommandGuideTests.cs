using Lichen.Compute.Commands;
using Lichen.Compute.Engines;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Commands;

/// <summary>The engine that docs/guide/command-engine.md shows, run as it stands there.</summary>
public sealed class CommandGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Engine_of_the_guide_answers_for_benzene()
    {
        var computed = Samples.Believed(await Run(Samples.Benzene));

        Assert.Equal(10.0 / 6, computed.Values["homo_lumo_gap"], 1e-12);
    }

    [Fact]
    public async Task Engine_of_the_guide_refuses_water()
    {
        var failed = Assert.IsType<Failed>(await Run(Samples.Water));

        Assert.Equal((FailureKind.Input, "no_carbon"), (failed.Kind, failed.Code));
    }

    public void Dispose() => _folder.Dispose();

    private Task<Outcome> Run(Sample sample)
    {
        Assert.SkipWhen(EngineProbe.Locate("python3") is null, "there is no program 'python3' on PATH");
        var guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Guide", "command-engine.md"));
        var code = guide.Split("```python\n")[1].Split("```")[0];
        var level = Samples.Level("MyModel//MMFF94");
        var definition = new CommandDefinition(
            "command",
            "1.0",
            _folder.Script("my_model.py", code),
            [],
            [new CommandLevel(level, [Property.HomoLumoGap], GeometryNeed.ForceField)],
            "",
            []
        );
        return new Command(Installed.Guard, definition).RunAsync(
            sample.Request(level.ToString(), _folder.Path, null, Property.HomoLumoGap),
            TestContext.Current.CancellationToken
        );
    }
}
