namespace Lichen.Exploration.Tests.Specification;

/// <summary>What tables and commands declare of their properties: units, and error bars.</summary>
public sealed class DeclarationChecksTests
{
    [Fact]
    public void An_error_bar_has_the_unit_of_its_property()
    {
        var spec = Samples.Good(Ladder("{logS: s, logS_deviation: sd}", "{logS: log(mol/L)}"));
        Assert.Equal("log(mol/L)", spec.Ladder[1].UnitOf("logS_deviation"));
        Assert.Equal(
            ["logS log(mol/L)", "logS_deviation log(mol/L)"],
            spec.Ladder[1].Declared().Select(property => $"{property.Name} {property.Unit}")
        );
    }

    [Theory]
    [InlineData(
        "{logS: s, logS_deviation: sd}",
        "{logS: log(mol/L), logS_deviation: 1}",
        "ladder[2].table.units.logS_deviation: expected 'log(mol/L)', the unit of logS, found '1'"
    )]
    [InlineData(
        "{logS: s, dipole_moment_deviation: sd}",
        "{logS: log(mol/L)}",
        "ladder[2].table.values.dipole_moment_deviation: is the deviation of dipole_moment, which is not given beside it"
    )]
    [InlineData(
        "{logS: s, dipole_moment: m, dipole_moment_deviation: sd}",
        "{logS: log(mol/L), dipole_moment_deviation: e bohr}",
        "ladder[2].table.units.dipole_moment_deviation: expected 'D', the unit of dipole_moment_deviation everywhere, found 'e bohr'"
    )]
    [InlineData(
        "{logS: s, logP_deviation: sd}",
        "{logS: log(mol/L)}",
        "ladder[2].table.values.logP_deviation: 'logP_deviation' is not a known property; if it is your own, give its unit under 'units'"
    )]
    [InlineData(
        "{logS: s}",
        "{logS: mol/L}",
        "ladder[2]: logS is in 'mol/L' here and in 'log(mol/L)' at 'quick'; a property has one unit at all levels"
    )]
    public void What_does_not_fit_is_named(string values, string units, string problem)
    {
        var problems = Samples.Read(Ladder(values, units)).Problems.Select(found => found.ToString());
        Assert.EndsWith(problem, Assert.Single(problems));
    }

    private static string Ladder(string values, string units) =>
        $$"""
            space: {file: library.csv}
            objective: {property: logS, level: measured, goal: maximise}
            budget:
              calculations: {measured: 20}
            ladder:
              - level: quick
                command: {program: [python3, quick.py], properties: {logS: log(mol/L)}, version: "1"}
              - level: measured
                table:
                  file: measured.csv
                  key: id
                  values: {{values}}
                  units: {{units}}
                  cost: 3 core-hours

            """;
}
