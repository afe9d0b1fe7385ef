using CsCheck;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Core.Tests.Calculations;

public sealed class CalculationKeyTests
{
    private static readonly Gen<Candidate> Molecule = Gen.Select(
        Gen.Int[1, 1_000_000],
        Gen.String,
        Gen.OneOf("C", "CCO", "C[C@H](N)C(=O)O", "[NH4+]", "c1ccccc1"),
        Gen.Int[-2, 2],
        Gen.Int[1, 4],
        (row, id, smiles, charge, multiplicity) =>
            new Candidate(row, id, smiles, charge, multiplicity, 1, 5, 10, ["H", "C"])
    );

    private static readonly Gen<Calculation> Any = Gen.Select(
        Molecule,
        LevelOfTheoryTests.Any,
        Gen.OneOf("none", "ETKDGv3/MMFF94 best of 5, seed 1"),
        Gen.OneOf("xtb 6.5.1", "xtb 6.6.0", "psi4 1.3.2"),
        (candidate, level, conformers, engine) => new Calculation(candidate, level, conformers, engine)
    );

    [Fact]
    public void A_key_is_64_hexadecimal_digits_and_always_the_same() =>
        Any.Sample(calculation =>
        {
            Assert.Matches("^[0-9a-f]{64}$", calculation.Key.Hex);
            Assert.Equal(calculation.Key, (calculation with { }).Key);
        });

    [Fact]
    public void The_archive_of_today_answers_tomorrow()
    {
        // Changing this text makes every archive worthless: sha256 of the seven lines.
        var key = CalculationKey.Of("CCO", 0, 1, LevelOfTheory.Parse("GFN2-xTB"), "none", "xtb 6.5.1");
        var lines = "lichen-key-1\nCCO\n0\n1\nGFN2-xTB\nnone\nxtb 6.5.1";
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(lines));
        Assert.Equal(Convert.ToHexStringLower(hash), key.Hex);
    }

    [Fact]
    public void What_the_user_calls_it_and_where_it_stands_do_not_matter() =>
        Gen.Select(Any, Gen.String, Gen.Int)
            .Sample(
                (calculation, id, number) =>
                    Assert.Equal(
                        calculation.Key,
                        (
                            calculation with
                            {
                                Candidate = calculation.Candidate with
                                {
                                    Id = id,
                                    Row = number,
                                    Atoms = number,
                                    Elements = [],
                                },
                            }
                        ).Key
                    )
            );

    [Fact]
    public void The_spelling_of_the_level_does_not_matter() =>
        Any.Sample(calculation =>
        {
            var spelled = calculation
                .Level.ToString()
                .Replace("/", " / ", StringComparison.Ordinal)
                .Replace(" /  / ", "  //  ", StringComparison.Ordinal);
            Assert.Equal(calculation.Key, (calculation with { Level = LevelOfTheory.Parse($" {spelled} ") }).Key);
        });

    [Fact]
    public void Different_work_has_different_keys() =>
        Gen.Select(Any, Any)
            .Sample(
                (a, b) =>
                {
                    var same =
                        a.Candidate.Smiles == b.Candidate.Smiles
                        && a.Candidate.Charge == b.Candidate.Charge
                        && a.Candidate.Multiplicity == b.Candidate.Multiplicity
                        && a.Level == b.Level
                        && a.Conformers == b.Conformers
                        && a.EngineVersion == b.EngineVersion;
                    Assert.Equal(same, a.Key == b.Key);
                }
            );

    [Fact]
    public void A_line_break_in_a_part_is_refused()
    {
        var level = LevelOfTheory.Parse("GFN2-xTB");
        Assert.Throws<ArgumentException>(() => CalculationKey.Of("C\nC", 0, 1, level, "none", "xtb"));
        Assert.Throws<ArgumentException>(() =>
            CalculationKey.Of("C", 0, 1, level with { Method = "a\nb" }, "none", "xtb")
        );
        Assert.Throws<ArgumentException>(() => CalculationKey.Of("C", 0, 1, level, "none\n", "xtb"));
        Assert.Throws<ArgumentException>(() => CalculationKey.Of("C", 0, 1, level, "none", "my program\n2"));
    }

    [Fact]
    public void A_copy_with_one_part_changed_has_another_key() =>
        Any.Sample(calculation =>
        {
            var candidate = calculation.Candidate;
            Calculation[] changed =
            [
                calculation with
                {
                    Candidate = candidate with { Smiles = candidate.Smiles + "C" },
                },
                calculation with
                {
                    Candidate = candidate with { Charge = candidate.Charge + 1 },
                },
                calculation with
                {
                    Candidate = candidate with { Multiplicity = candidate.Multiplicity + 1 },
                },
                calculation with
                {
                    Level = calculation.Level with { Method = calculation.Level.Method + "X" },
                },
                calculation with
                {
                    Conformers = calculation.Conformers + "X",
                },
                calculation with
                {
                    EngineVersion = calculation.EngineVersion + "X",
                },
            ];
            Assert.Equal(changed.Length + 1, changed.Append(calculation).Select(c => c.Key).Distinct().Count());
        });
}
