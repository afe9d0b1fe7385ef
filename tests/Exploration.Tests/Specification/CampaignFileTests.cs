using System.Text;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

public sealed class CampaignFileTests
{
    [Fact]
    public void Minimal_file_has_every_default()
    {
        var spec = Samples.Good(Samples.Minimal);

        Assert.Equal("campaign", spec.Name);
        Assert.Equal("/data/project", spec.Folder);
        Assert.Equal(new SpaceSpec("molecules.smi", null, null), spec.Space);
        Assert.Equal(new Objective("homo_lumo_gap", "GFN2-xTB", new Minimise()), spec.Objective);
        Assert.Equal(10, spec.Hits);
        Assert.Equal(new RungSpec("GFN2-xTB", "xtb", null, null), Assert.Single(spec.Ladder));
        Assert.True(spec.Budget.IsUnlimited);
        Assert.Equal(new GridSpec(null, null, 1, 0, "EUR"), spec.Grid);
        Assert.Equal(4, spec.Workers);
        Assert.Equal(1UL, spec.Seed);
        Assert.True(spec.Rules is { ClosedShell: true, SingleComponent: true, Charge: null, Pains: false });
    }

    [Fact]
    public void Units_are_turned_into_base_units()
    {
        var spec = Samples.Good(Samples.Full);

        Assert.Equal(360, spec.Budget.CoreSeconds);
        Assert.Equal(0.05, spec.Budget.EnergyKilowattHours);
        Assert.Equal(200, spec.Budget.GramsCo2e);
        Assert.Equal(5, spec.Budget.Money);
        Assert.Equal(7200, spec.Budget.WallSeconds);
        Assert.Equal(400, spec.Budget.Counts["GFN2-xTB"]);
        Assert.Equal(new LimitSpec(1800, 4), spec.Limits);
        Assert.Equal(new Target(2.0), spec.Objective.Goal);
        Assert.Equal(new DoubleRange(0, 500), spec.Rules.MolecularWeight);
        Assert.Equal(new IntRange(0, 4), spec.Rules.Rings);
    }

    [Theory]
    [InlineData("20 Wh", 0.02)]
    [InlineData("1MWh", 1000)]
    [InlineData("7.2 MJ", 2)]
    [InlineData("1e-3 kWh", 1e-3)]
    public void Energies_are_read_in_any_usual_unit(string text, double kilowattHours) =>
        Assert.Equal(
            kilowattHours,
            Samples.Good(Samples.Full.Replace("0.05 kWh", text)).Budget.EnergyKilowattHours!.Value,
            kilowattHours * 1e-14
        );

    [Fact]
    public void Levels_are_kept_in_one_spelling()
    {
        var spec = Samples.Good(
            Samples
                .Full.Replace("level: B3LYP/def2-SVP//GFN2-xTB", "level: b3lyp/DEF2-svp//gfn2-XTB")
                .Replace("- GFN2-xTB//MMFF94", "- gfn2-xtb//mmff94")
                .Replace("calculations: {GFN2-xTB", "calculations: {gfn2-xtb")
        );

        Assert.Equal("B3LYP/def2-SVP//GFN2-xTB", spec.Objective.Level);
        Assert.Equal(
            ["GFN2-xTB//MMFF94", "GFN2-xTB", "B3LYP/def2-SVP//GFN2-xTB"],
            spec.Ladder.Select(rung => rung.Level)
        );
        Assert.Equal(["xtb", "xtb", "psi4"], spec.Ladder.Select(rung => rung.Engine));
        Assert.Equal(400, spec.Budget.Counts["GFN2-xTB"]);
    }

    [Fact]
    public void Level_that_gives_geometries_becomes_a_rung_and_is_said()
    {
        var reading = Samples.Read(
            Samples.Minimal.Replace("level: GFN2-xTB", "level: PBE0/def2-SVP//GFN1-xTB")
                + "ladder: [GFN2-xTB//MMFF94, PBE0/def2-SVP//GFN1-xTB]\n"
        );

        Assert.Equal(
            ["GFN2-xTB//MMFF94", "GFN1-xTB", "PBE0/def2-SVP//GFN1-xTB"],
            reading.Spec!.Ladder.Select(rung => rung.Level)
        );
        var note = Assert.Single(reading.Notes);
        Assert.Equal("ladder[2]", note.Path);
        Assert.Equal("added: PBE0/def2-SVP//GFN1-xTB takes its geometry from it", note.Text);
        Assert.Contains(
            "  # added: PBE0/def2-SVP//GFN1-xTB takes its geometry from it\n  - level: GFN1-xTB\n",
            CampaignFile.WriteResolved(reading.Spec, [], reading.Notes)
        );
    }

    [Fact]
    public void Objective_level_is_appended_to_a_ladder_without_it()
    {
        var reading = Samples.Read(Samples.Minimal + "ladder: [GFN2-xTB//MMFF94]\n");

        Assert.Equal(["GFN2-xTB//MMFF94", "GFN2-xTB"], reading.Spec!.Ladder.Select(rung => rung.Level));
        Assert.Equal(new FileNote("ladder[2]", "added: the objective's level"), Assert.Single(reading.Notes));
    }

    [Fact]
    public void Table_and_command_declare_properties_of_their_own()
    {
        var spec = Samples.Good(
            """
            space: {file: library.csv}
            objective: {property: solubility, level: measured, range: -2 to 0 log(mol/L)}
            budget: {calculations: {measured: 20}}
            ladder:
              - level: quick
                command:
                  program: [python3, quick.py, --fast]
                  properties: {solubility: log(mol/L)}
                  version: 2.0
              - level: measured
                table:
                  file: measured.csv
                  key: id
                  values: {solubility: logS}
                  units: {solubility: log(mol/L)}
                  cost: 3 core-hours

            """
        );

        Assert.Equal(["command", "table"], spec.Ladder.Select(rung => rung.Engine));
        Assert.Equal(["python3", "quick.py", "--fast"], spec.Ladder[0].Command!.Program);
        Assert.Equal("2.0", spec.Ladder[0].Command!.Version);
        Assert.Equal(10800, spec.Ladder[1].Table!.CostSeconds);
        Assert.Equal(new InRange(-2, 0), spec.Objective.Goal);
        Assert.Equal(spec, RoundTrip(spec), SpecEquality.Instance);
    }

    [Fact]
    public void Examples_are_good()
    {
        var files = Directory.GetFiles(Repository.File("examples"), "*.yaml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var reading = CampaignFile.Read(file, 2);
            Assert.Empty(reading.Problems.Select(problem => problem.ToString()));
            Assert.Equal(reading.Spec!, RoundTrip(reading.Spec!), SpecEquality.Instance);
        }
    }

    [Fact]
    public void Resolved_file_of_the_dyes_is_as_agreed()
    {
        var spec = CampaignFile.Read(Repository.File("examples", "dyes", "campaign.yaml"), 2).Spec! with
        {
            Folder = "/data/dyes",
        };

        Golden.Check("dyes.resolved.yaml", CampaignFile.WriteResolved(spec, ["lichen 0.1.0, xtb 6.5.1"], []));
    }

    [Fact]
    public void Schema_is_as_agreed() => Golden.Check("campaign.schema.json", CampaignSchema.ToJson());

    [Fact]
    public void Bytes_that_are_not_text_are_refused_where_they_stand()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, [.. Encoding.UTF8.GetBytes("name: caf"), 0xE9, .. "\n"u8]);
            var problem = Assert.Single(CampaignFile.Read(file, 1).Problems);
            Assert.Equal((1, 10), (problem.Line, problem.Column));
            Assert.Equal("expected UTF-8 text, found bytes that are not; save the file as UTF-8", problem.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Missing_files_are_told_with_all_other_problems()
    {
        var folder = Directory.CreateTempSubdirectory("lichen-file-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "library.smi"), "C\n");
            var file = Path.Combine(folder, "campaign.yaml");
            File.WriteAllText(
                file,
                Samples.Minimal.Replace("molecules.smi", "libary.smi").Replace("goal: minimise", "goal: minimize")
            );

            Assert.Equal(
                [
                    $"{file}:1:15: space.file: libary.smi: there is no such file in {folder}; did you mean 'library.smi'?",
                    $"{file}:2:61: objective.goal: expected 'minimise' or 'maximise', found 'minimize'; did you mean 'minimise'?",
                ],
                CampaignFile.Read(file, 1).Problems.Select(problem => problem.ToString())
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CampaignSpec RoundTrip(CampaignSpec spec)
    {
        var text = CampaignFile.WriteResolved(spec, [], []);
        var reading = CampaignFile.Parse(text, "campaign.resolved.yaml", "/elsewhere", 99);
        Assert.Empty(reading.Problems.Select(problem => problem + "\n" + text));
        return reading.Spec!;
    }

    [Fact]
    public void Conditions_of_a_wish_become_part_of_its_level()
    {
        const string text = """
            space: {file: a.smi}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, at: {solvent: water, temperature: 298.15 K}, goal: minimise}
            ladder: [GFN2-xTB//MMFF94]
            budget: unlimited
            """;
        var spec = CampaignFile.Parse(text, "campaign.yaml", "/data", 2).Spec!;
        Assert.Equal("GFN2-xTB, ALPB(water)", spec.Objective.Level);
        Assert.Equal(["GFN2-xTB//MMFF94", "GFN2-xTB, ALPB(water)"], spec.Ladder.Select(rung => rung.Level));
        var again = CampaignFile.Parse(CampaignFile.WriteResolved(spec, [], []), "campaign.yaml", "/data", 2);
        Assert.Equal(spec, again.Spec, SpecEquality.Instance);
    }

    [Theory]
    [InlineData("level: 'GFN2-xTB, ALPB(water)', at: {solvent: water}", "names a solvent already")]
    [InlineData("level: GFN2-xTB//MMFF94, at: {temperature: 310 K}", "depends on temperature")]
    [InlineData("level: PM7, at: {solvent: water}", "mopac computes the gas phase here")]
    [InlineData("at: {solvent: water}", "conditions belong to a level of theory")]
    public void Conditions_that_cannot_be_had_are_refused(string wish, string reason)
    {
        var text = $$"""
            space: {file: a.smi}
            objective: {property: homo_lumo_gap, {{wish}}, goal: minimise}
            budget: unlimited
            """;
        var reading = CampaignFile.Parse(text, "campaign.yaml", "/data", 2);
        Assert.Contains(reading.Problems, problem => problem.ToString().Contains(reason, StringComparison.Ordinal));
    }
}
