using System.Globalization;
using System.Text.RegularExpressions;
using Lichen.Chemistry;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

public sealed partial class ModelEngineTests : IDisposable
{
    private static readonly Property Length = Property.Declared("length", "1");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task At_once_it_says_what_it_says_one_by_one_and_states_its_doubt()
    {
        var engine = new ModelEngine(Trained(), Length, TimeProvider.System);
        string[] asked = [.. Enumerable.Range(2, 11).SelectMany(n => new[] { Chain(n) + "O", Chain(n) + "N" })];
        var alone = new List<Computed>();
        foreach (var smiles in asked)
        {
            alone.Add(Assert.IsType<Computed>(await engine.RunAsync(Request(smiles), Cancelled)));
        }

        Outcome[] together = await Task.WhenAll(
            asked.Select(smiles => Task.Run(() => engine.RunAsync(Request(smiles), Cancelled), Cancelled))
        );
        Assert.Equal(
            alone.Select(one => one.Values["length"]),
            together.Select(one => ((Computed)one).Values["length"])
        );
        // Alcohols were taught, one carbon more is one more.
        Assert.Equal(6, alone[asked.IndexOf("CCCCCCO")].Values["length"], 0.5);
        Assert.All(alone, one => Assert.True(Stated(one.Provenance.Settings) > 0));
        Assert.All(alone, one => Assert.Null(one.Geometry));
    }

    [Fact]
    public async Task What_it_was_not_taught_is_refused_with_the_score()
    {
        var engine = new ModelEngine(Trained(), Length, TimeProvider.System);
        var failed = Assert.IsType<Failed>(await engine.RunAsync(Request("O=S(=O)(c1ccccc1)c1ccc(Br)cc1"), Cancelled));
        Assert.Equal("outside_domain", failed.Code);
        Assert.Contains("was taught nothing like it: domain score", failed.Reason);
        Assert.True(failed.Usage.CpuSeconds > 0);
        var other = Assert.IsType<Failed>(
            await engine.RunAsync(Request("CCO") with { Wanted = [Property.HomoLumoGap] }, Cancelled)
        );
        Assert.Contains("gives no homo_lumo_gap; it gives length", other.Reason);
    }

    [Fact]
    public void Another_file_is_another_version_and_the_same_bytes_are_the_same()
    {
        var path = Trained();
        var copy = _folder["copy.safetensors"];
        File.Copy(path, copy);
        var first = new ModelEngine(path, Length, TimeProvider.System).Identity.Version;
        Assert.Equal(first, new ModelEngine(copy, Length, TimeProvider.System).Identity.Version);
        Assert.NotEqual(
            first,
            new ModelEngine(Trained(seed: 2, more: 3), Length, TimeProvider.System).Identity.Version
        );
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static string Chain(int carbons) => new('C', carbons);

    private static double Stated(string settings) =>
        double.Parse(Deviation().Match(settings).Groups[1].Value, CultureInfo.InvariantCulture);

    private string Trained(ulong seed = 1, int more = 0)
    {
        string[] smiles =
        [
            .. Enumerable.Range(1, 16 + more).Select(Chain),
            .. Enumerable.Range(1, 16).Select(n => Chain(n) + "O"),
            .. Enumerable.Range(1, 16).Select(n => Chain(n) + "N"),
        ];
        double[] lengths = [.. smiles.Select(one => (double)one.Count(c => c == 'C'))];
        var recipe = MoleculeFeatures.Usual;
        var raw = MoleculeFeatures.Compute(smiles, recipe, 1, Cancelled);
        var scaling = DescriptorScaling.FromPool(raw.Descriptors, recipe.Descriptors.Length);
        var model = ModelTraining.Train(
            new TrainingSet(recipe, scaling, raw.Scaled(scaling), [.. lengths], [.. smiles]),
            ModelKind.GaussianProcess,
            new ModelOrigin(
                "length",
                "1",
                "MIT",
                new VersionsCard("test", Rdkit.Version),
                new PowerModel(10, 1, "a test"),
                TimeProvider.System
            ),
            EnsembleSettings.Usual,
            seed,
            said: null,
            Cancelled
        );
        var path = _folder[$"model{seed}.safetensors"];
        using var output = File.Create(path);
        ModelFile.Write(model, output);
        return path;
    }

    private CalculationRequest Request(string smiles) =>
        new(
            Of(smiles),
            LevelOfTheory.Parse("earlier"),
            [Length],
            null,
            [],
            new ResourceLimits(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 1L << 30),
            _folder.Path,
            null
        );

    private static Candidate Of(string smiles)
    {
        var molecule = Molecule.Parse(smiles).Molecule!;
        var atoms = Topology.Of(molecule.CanonicalSmiles).AtomicNumbers;
        return new Candidate(
            1,
            smiles,
            smiles,
            0,
            1,
            molecule.HeavyAtomCount,
            atoms.Count,
            atoms.Sum(number => number),
            [.. atoms.Distinct().Order().Select(number => Elements.Symbol(number))]
        );
    }

    [GeneratedRegex("standard deviation ([0-9.E+-]+) 1")]
    private static partial Regex Deviation();
}
