using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Potentials;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;
using Lichen.Learning.Potentials;
using Lichen.Learning.Tests.Potentials;
using Lichen.Learning.Tests.Potentials.Foreign;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

public sealed class PotentialEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_optimum_has_an_energy_its_spread_and_no_imaginary_mode()
    {
        var engine = Published("ANI-2x");
        var outcome = await engine.RunAsync(
            Request("CCO", "ANI-2x", [Property.TotalEnergy, Property.ImaginaryModes]),
            TestContext.Current.CancellationToken
        );
        var computed = Assert.IsType<Computed>(outcome);

        // wB97X/6-31G(d), that the potential was trained on, has -154.97 hartree.
        Assert.Equal(-154.97, computed.Values["total_energy"], 0.05);
        Assert.InRange(computed.Values["ensemble_deviation"], 1e-6, 5e-3);
        Assert.Equal(0, computed.Values["imaginary_modes"]);
        Assert.NotNull(computed.Geometry);
        Assert.True(computed.Usage.CpuSeconds > 0);

        var single = Assert.IsType<Computed>(
            await engine.RunAsync(
                Request("CCO", "ANI-2x//MMFF94", [Property.TotalEnergy]),
                TestContext.Current.CancellationToken
            )
        );
        Assert.True(single.Values["total_energy"] > computed.Values["total_energy"]);
    }

    [Fact]
    public async Task What_comes_with_Lichen_gives_gaps_dipoles_and_charges_near_those_of_its_teacher()
    {
        var card = PotentialCard.Find("lichen-base")!;
        var engine = new PotentialEngine(Store(), card, TimeProvider.System);
        Property[] wanted =
        [
            Property.HomoLumoGap,
            Property.DipoleMoment,
            Property.LargestPartialCharge,
            Property.SmallestPartialCharge,
        ];
        Assert.Equal(PotentialLevels.Further(card.Name), card.Properties);

        // xtb 6.5.1, GFN2-xTB at the force-field conformers.
        foreach (
            var (smiles, gap, dipole, largest, smallest) in new[]
            {
                ("CC(N)=O", 5.02, 4.33, 0.287, -0.435),
                ("CCO", 12.53, 2.03, 0.286, -0.446),
            }
        )
        {
            var computed = Assert.IsType<Computed>(
                await engine.RunAsync(
                    Request(smiles, "lichen-base//MMFF94", wanted),
                    TestContext.Current.CancellationToken
                )
            );
            Assert.Equal(gap, computed.Values["homo_lumo_gap"], 0.5);
            Assert.Equal(dipole, computed.Values["dipole_moment"], 0.5);
            Assert.Equal(largest, computed.Values["largest_partial_charge"], 0.05);
            Assert.Equal(smallest, computed.Values["smallest_partial_charge"], 0.05);
        }
    }

    [Fact]
    public async Task Lifted_it_gives_gaps_and_dipoles_near_those_of_the_functional_and_no_charges()
    {
        var card = PotentialCard.Find("lichen-base-b3lyp")!;
        var engine = new PotentialEngine(Store(), card, TimeProvider.System);
        Assert.Equal(PotentialLevels.Further(card.Name), card.Properties);

        // Psi4 1.3.2, B3LYP/def2-SVP at the force-field conformers of the card.
        foreach (var (smiles, gap, dipole) in new[] { ("CC(N)=O", 7.47, 3.77), ("CCO", 8.52, 1.62) })
        {
            var computed = Assert.IsType<Computed>(
                await engine.RunAsync(
                    Request(smiles, "lichen-base-b3lyp//MMFF94", [Property.HomoLumoGap, Property.DipoleMoment]),
                    TestContext.Current.CancellationToken
                )
            );
            Assert.Equal(gap, computed.Values["homo_lumo_gap"], 0.7);
            Assert.Equal(dipole, computed.Values["dipole_moment"], 0.5);
            Assert.DoesNotContain("largest_partial_charge", computed.Values.Keys);
        }

        var refused = Assert.IsType<Failed>(
            await engine.RunAsync(
                Request("CCO", "lichen-base-b3lyp//MMFF94", [Property.LargestPartialCharge]),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("gives no largest_partial_charge", refused.Reason);
    }

    [Fact]
    public async Task Energies_of_the_lifted_potential_are_of_another_level_than_those_that_it_was_lifted_from()
    {
        var energies = new List<double>();
        foreach (string name in new[] { "lichen-base", "lichen-base-b3lyp" })
        {
            var engine = new PotentialEngine(Store(), PotentialCard.Find(name)!, TimeProvider.System);
            var computed = Assert.IsType<Computed>(
                await engine.RunAsync(
                    Request("CCO", $"{name}//MMFF94", [Property.TotalEnergy]),
                    TestContext.Current.CancellationToken
                )
            );
            energies.Add(computed.Values["total_energy"]);
            Assert.Contains("this potential is", engine.Offer(LevelOfTheory.Parse("ANI-2x")).Problem);
        }

        // GFN2-xTB has valence electrons alone; Psi4 1.3.2 has -154.9224 hartree at B3LYP/def2-SVP.
        Assert.Equal(-154.9224, energies[1], 0.02);
        Assert.True(energies[0] > -20);
    }

    [Fact]
    public async Task Where_its_members_differ_it_says_so_and_gives_no_gap()
    {
        // GFN2-xTB has 6.2 eV for this peroxide, and the mean of the members 8.7.
        var engine = new PotentialEngine(Store(), PotentialCard.Find("lichen-base")!, TimeProvider.System);
        var failed = Assert.IsType<Failed>(
            await engine.RunAsync(
                Request("CC(C)(C)OOC(C)(C)C", "lichen-base//MMFF94", [Property.HomoLumoGap]),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal((FailureKind.Input, FailureCodes.OutsideDomain), (failed.Kind, failed.Code));
        Assert.Contains("its members differ by", failed.Reason);
    }

    [Theory]
    [InlineData("CBr", "ANI-2x", "knows H C N O S F Cl, not Br; GFN2-xTB knows H to Rn")]
    [InlineData("CS", "ANI-1ccx", "knows H C N O, not S; ANI-2x knows it")]
    [InlineData("C[NH3+]", "ANI-2x", "of charge 0, not of +1; GFN2-xTB takes any charge")]
    public void What_is_outside_the_domain_is_refused_with_the_nearest_choice(string smiles, string name, string words)
    {
        var engine = new PotentialEngine(Store(), PotentialCard.Find(name)!, TimeProvider.System);
        Assert.Contains(words, engine.Refusal(Of(smiles), LevelOfTheory.Parse(name)));
    }

    [Theory]
    [InlineData("ANI-2x/def2-SVP", "write 'ANI-2x'")]
    [InlineData("ANI-2x, ALPB(water)", "'GFN2-xTB//ANI-2x, ALPB(water)'")]
    [InlineData("ANI-1x", "this potential is ANI-2x")]
    public void Levels_that_it_does_not_offer_name_what_is_offered(string level, string words)
    {
        var engine = new PotentialEngine(Store(), PotentialCard.Find("ANI-2x")!, TimeProvider.System);
        Assert.Contains(words, engine.Offer(LevelOfTheory.Parse(level)).Problem);
    }

    [Fact]
    public async Task Another_molecule_at_the_end_is_a_failure_and_so_is_no_time()
    {
        // Random weights hold no molecule together.
        var card = SmallPotential.Write(Directory.CreateDirectory(Path.Combine(_folder.Path, "small")).FullName);
        File.WriteAllText(Path.Combine(_folder.Path, "small", "card.json"), card.ToJson());
        var engine = new PotentialEngine(Store(), card, TimeProvider.System);
        var request = Request("CC", "small", [Property.TotalEnergy]);
        var failed = Assert.IsType<Failed>(await engine.RunAsync(request, TestContext.Current.CancellationToken));
        Assert.NotEqual(FailureKind.Transient, failed.Kind);

        var limits = request.Limits with { CpuTime = TimeSpan.Zero };
        var stopped = Assert.IsType<Failed>(
            await engine.RunAsync(request with { Limits = limits }, TestContext.Current.CancellationToken)
        );
        Assert.Equal(FailureCodes.TimeLimit, stopped.Code);
        Assert.Equal(FailureKind.Resources, stopped.Kind);
    }

    [Fact]
    public async Task A_graph_of_someone_else_is_a_level_of_theory_like_any_other()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "morse")).FullName;
        MorsePotential.Write(folder);
        var engine = new PotentialEngine(Store(), Store().Find("morse")!, TimeProvider.System);
        Property[] wanted = [Property.TotalEnergy, Property.ImaginaryModes, Property.DipoleMoment];
        var computed = Assert.IsType<Computed>(
            await engine.RunAsync(Request("O", "morse", wanted), TestContext.Current.CancellationToken)
        );

        // The minimum of every pair: 5 + 5 + 1 eV below the atoms.
        Assert.Equal(-76 - (11 / 27.211386), computed.Values["total_energy"], 1e-5);
        Assert.Equal(0, computed.Values["imaginary_modes"]);
        Assert.InRange(computed.Values["dipole_moment"], 1, 5);
        Assert.DoesNotContain("ensemble_deviation", computed.Values.Keys);
        Assert.Contains("onnx, in the precision of its file", computed.Provenance.Settings);
        var single = Assert.IsType<Computed>(
            await engine.RunAsync(
                Request("O", "morse//MMFF94", [Property.TotalEnergy]),
                TestContext.Current.CancellationToken
            )
        );
        Assert.True(single.Values["total_energy"] > computed.Values["total_energy"]);
        Assert.Contains("knows H O, not C", engine.Refusal(Of("CO"), LevelOfTheory.Parse("morse")));
        var unknown = await engine.RunAsync(
            Request("O", "morse", [Property.HomoLumoGap]),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("gives no homo_lumo_gap", Assert.IsType<Failed>(unknown).Reason);
    }

    [Fact]
    public async Task Cancelled_it_says_so_and_gives_no_failure()
    {
        Install("small", []);
        var engine = new PotentialEngine(Store(), Store().Find("small")!, TimeProvider.System);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            engine.RunAsync(Request("CC", "small", [Property.TotalEnergy]), cancelled.Token)
        );
    }

    [Fact]
    public async Task A_potential_that_is_not_installed_names_the_command_that_brings_it()
    {
        var problem = await Assert.ThrowsAsync<CampaignException>(() => MakeAsync("unstated"));
        Assert.Contains("lichen models add ANI-2x --from FOLDER|URL", problem.Message);
    }

    [Fact]
    public async Task A_use_that_the_licence_forbids_is_refused()
    {
        Install("small", ["commercial"]);
        Assert.Contains(
            "forbids it",
            (await Assert.ThrowsAsync<CampaignException>(() => MakeAsync("commercial", "small"))).Message
        );
        Assert.Equal("potential", (await MakeAsync("research", "small")).Identity.Name);
    }

    [Fact]
    public void A_ladder_takes_geometries_from_a_potential()
    {
        var spec = Spec("GFN2-xTB//ANI-2x", "homo_lumo_gap", "unstated");
        Assert.Equal(["ANI-2x", "GFN2-xTB//ANI-2x"], spec.Ladder.Select(rung => rung.Level));
        Assert.Equal(["potential", "xtb"], spec.Ladder.Select(rung => rung.Engine));
    }

    [Fact]
    public void A_ladder_takes_geometries_from_a_graph_of_someone_else()
    {
        string rungs = "{level: morse, engine: potential}, GFN2-xTB//morse";
        var spec = Spec(rungs, "homo_lumo_gap", "unstated", "GFN2-xTB//morse");
        Assert.Equal(["morse", "GFN2-xTB//morse"], spec.Ladder.Select(rung => rung.Level));
        Assert.Equal(["potential", "xtb"], spec.Ladder.Select(rung => rung.Engine));
    }

    private void Install(string name, string[] forbidden)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        var card = SmallPotential.Write(folder) with { ForbiddenUses = [.. forbidden] };
        File.WriteAllText(Path.Combine(folder, "card.json"), card.ToJson());
    }

    private async Task<IEngine> MakeAsync(string use, string name = "ANI-2x")
    {
        var guard = Guard.Beside();
        var factory = new EngineFactory(guard, new EngineProbe(guard, _folder.Path)) { Potentials = Store() };
        var spec = Spec($"{{level: {name}, engine: potential}}", "total_energy", use, name);
        return await factory.MakeAsync(spec, spec.Ladder[0], TestContext.Current.CancellationToken);
    }

    private CampaignSpec Spec(string rung, string property, string use, string? level = null)
    {
        var reading = CampaignFile.Parse(
            $$"""
            space: {file: space.smi}
            objective: {property: {{property}}, level: {{level ?? rung}}, goal: minimise}
            ladder: [{{rung}}]
            budget: unlimited
            use: {{use}}

            """,
            "campaign.yaml",
            _folder.Path,
            1
        );
        Assert.Empty(reading.Problems);
        return reading.Spec!;
    }

    private PotentialStore Store() => new(_folder.Path);

    /// <summary>A published potential, its files linked from beside the repository.</summary>
    private PotentialEngine Published(string name)
    {
        PotentialCard card = PotentialCard.Find(name)!;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string data = Path.Combine(folder.FullName, "shared", "data", name.ToLowerInvariant());
            if (Directory.Exists(data))
            {
                string own = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
                foreach (CardFile file in card.Files)
                {
                    File.CreateSymbolicLink(Path.Combine(own, file.Name), Path.Combine(data, file.Name));
                }

                File.WriteAllText(Path.Combine(own, PotentialStore.CardFile), card.ToJson());
                return new PotentialEngine(Store(), card, TimeProvider.System);
            }
        }

        Assert.Skip($"../shared/data/{name.ToLowerInvariant()} is not beside the repository.");
        return null!;
    }

    private CalculationRequest Request(string smiles, string level, Property[] wanted)
    {
        var built = Built(smiles);
        return new CalculationRequest(
            Of(smiles),
            LevelOfTheory.Parse(level),
            wanted,
            built.Geometry,
            built.Topology.Bonds,
            new ResourceLimits(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), 1L << 32),
            _folder.Path,
            null
        );
    }

    private static Candidate Of(string smiles)
    {
        byte[] numbers = Built(smiles).Geometry.AtomicNumbers.ToArray();
        int charge = smiles.Count(letter => letter == '+');
        return new Candidate(
            1,
            smiles,
            smiles,
            charge,
            1,
            numbers.Count(number => number > 1),
            numbers.Length,
            numbers.Sum(number => number) - charge,
            [.. numbers.Distinct().Order().Select(number => Elements.Symbol(number))]
        );
    }

    private static ConformerOutcome.Built Built(string smiles) =>
        Assert.IsType<ConformerOutcome.Built>(Conformers.Build(smiles, 1, 7, TimeSpan.FromMinutes(1)));
}
