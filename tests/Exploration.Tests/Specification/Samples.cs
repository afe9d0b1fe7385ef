using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

internal static class Samples
{
    public const string Minimal = """
        space: {file: molecules.smi}
        objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
        budget: unlimited

        """;

    /// <summary>Every section, one key a line, so that a slip has a line of its own.</summary>
    public const string Full = """
        name: sample
        space:
          file: molecules.csv.gz
          smiles_column: SMILES
          id_column: compound
        rules:
          elements: [H, C, N, O]
          charge: 0
          closed_shell: true
          single_component: true
          heavy_atoms: 5 to 20
          molecular_weight: 0 to 500 g/mol
          rings: at most 4
          require: ["[OX2H]"]
          exclude: ["[N+](=O)[O-]"]
          pains: refuse
        objective:
          property: homo_lumo_gap
          level: B3LYP/def2-SVP//GFN2-xTB
          target: 2.0 eV
        hits: 33
        ladder:
          - GFN2-xTB//MMFF94
          - level: GFN2-xTB
          - B3LYP/def2-SVP//GFN2-xTB
        conformers: {count: 5, seed: 7}
        budget:
          core_time: 6 core-minutes
          energy: 0.05 kWh
          co2e: 0.2 kg CO2e
          money: 5 EUR
          wall_time: 2 h
          calculations: {GFN2-xTB: 400}
        grid:
          region: DE
          pue: 1.2
          price: 0.05 EUR/core-hour
        limits: {wall_time: 30 min, memory: 4 GB}
        stop: {chance_better_left: 0.02, failures_in_row: 5}
        workers: 2
        seed: 11

        """;

    public static CampaignReading Read(string text) => CampaignFile.Parse(text, "campaign.yaml", "/data/project", 4);

    public static CampaignSpec Good(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Problems.Select(problem => problem.ToString()));
        return reading.Spec!;
    }

    public static string[] Problems(string text) => [.. Read(text).Problems.Select(problem => problem.ToString())];
}
