using CsCheck;
using Lichen.Core.Calculations;

namespace Lichen.Core.Tests.Calculations;

public sealed class LevelOfTheoryTests
{
    private static readonly Gen<string> Name = Gen.OneOf(
        "GFN2-xTB",
        "GFN-FF",
        "B3LYP",
        "B3LYP-D3(BJ)",
        "wB97X-D",
        "ωB97M-V",
        "def2-SVP",
        "6-31+G*",
        "cc-pVDZ",
        "DLPNO-CCSD(T)",
        "PM6-D3H4"
    );

    internal static readonly Gen<LevelOfTheory> Any = Gen.Select(
        Name,
        Name.Null(0.5),
        Gen.Select(Name, Name.Null(0.5), (name, basis) => basis is null ? name : $"{name}/{basis}").Null(0.5),
        Gen.Select(
                Gen.OneOf("ALPB", "SMD", "C-PCM"),
                Gen.OneOf("water", "1-octanol", "n-hexane"),
                (m, s) => new Solvation(m, s)
            )
            .Null(0.5),
        Gen.Select(
                Gen.Enum<ConformerWeights>(),
                Gen.Int[1, 1000].Nullable(0.5),
                Gen.OneOf(6, 2.5, 1e-3, 12),
                (weights, count, window) => new ConformerEnsemble(weights, count, window)
            )
            .Null(0.5),
        Gen.OneOf(LevelOfTheory.RoomTemperature, 77, 350.5),
        (method, basis, geometry, solvation, ensemble, temperature) =>
            new LevelOfTheory(method, basis, geometry, solvation) { Ensemble = ensemble, Temperature = temperature }
    );

    [Fact]
    public void What_is_written_is_read_back() =>
        Any.Sample(level => Assert.Equal(level, LevelOfTheory.Parse(level.ToString())));

    [Theory]
    [InlineData("GFN2-xTB", "GFN2-xTB", null, null, null)]
    [InlineData("  GFN2-xTB ", "GFN2-xTB", null, null, null)]
    [InlineData("GFN2-xTB//MMFF94", "GFN2-xTB", null, "MMFF94", null)]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB", "B3LYP", "def2-SVP", "GFN2-xTB", null)]
    [InlineData("CCSD(T)/cc-pVTZ//PBE / def2-SVP", "CCSD(T)", "cc-pVTZ", "PBE/def2-SVP", null)]
    [InlineData("B3LYP / def2-SVP // GFN2-xTB", "B3LYP", "def2-SVP", "GFN2-xTB", null)]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB, ALPB(water)", "B3LYP", "def2-SVP", "GFN2-xTB", "ALPB(water)")]
    [InlineData("GFN2-xTB,  ALPB( water )", "GFN2-xTB", null, null, "ALPB(water)")]
    [InlineData("wB97X-D/6-31+G*", "wB97X-D", "6-31+G*", null, null)]
    public void Spellings_of_chemists_are_read(
        string text,
        string method,
        string? basis,
        string? geometry,
        string? solvation
    )
    {
        var level = LevelOfTheory.Parse(text);
        Assert.Equal(
            (method, basis, geometry, solvation),
            (level.Method, level.Basis, level.GeometryLevel, level.Solvation?.ToString())
        );
        Assert.Equal(geometry is null, level.Optimises);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/def2-SVP")]
    [InlineData("B3LYP/")]
    [InlineData("B3LYP/def2-SVP/extra")]
    [InlineData("B3LYP/def2-SVP//")]
    [InlineData("B3LYP/def2-SVP//HF/STO-3G/x")]
    [InlineData("//GFN2-xTB")]
    [InlineData("GFN2-xTB, water")]
    [InlineData("GFN2-xTB, ALPB()")]
    [InlineData("GFN2-xTB, ALPB(water")]
    [InlineData("GFN2-xTB, (water)")]
    [InlineData("GFN2-xTB, conformers")]
    [InlineData("GFN2-xTB, conformers()")]
    [InlineData("GFN2-xTB, conformers(0)")]
    [InlineData("GFN2-xTB, conformers(1001)")]
    [InlineData("GFN2-xTB, conformers(20, 6)")]
    [InlineData("GFN2-xTB, Boltzmann(20, -6 kcal/mol)")]
    [InlineData("GFN2-xTB, Boltzmann(20, 6 kcal/mol, 298 K)")]
    [InlineData("GFN2-xTB, conformers(20), Boltzmann(20)")]
    [InlineData("GFN2-xTB, 0 K")]
    [InlineData("GFN2-xTB, 300 K, 350 K")]
    [InlineData("GFN2-xTB, ALPB(water), ALPB(thf)")]
    [InlineData("GFN2\nxTB")]
    public void What_is_no_level_is_refused_with_words(string text)
    {
        Assert.False(LevelOfTheory.TryParse(text, out var level, out var problem));
        Assert.Null(level);
        Assert.NotEmpty(problem);
        Assert.Equal(problem, Assert.Throws<FormatException>(() => LevelOfTheory.Parse(text)).Message);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_is_stable() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["/, ()ABwater-\n"], 0, 20])
            .Sample(
                text =>
                {
                    if (LevelOfTheory.TryParse(text, out var level, out _))
                    {
                        Assert.DoesNotContain('\n', level.ToString());
                        Assert.Equal(level, LevelOfTheory.Parse(level.ToString()));
                    }
                },
                iter: 200_000
            );

    [Theory]
    [InlineData("GFN2-xTB, conformers(20)", "GFN2-xTB, conformers(20, 6 kcal/mol)")]
    [InlineData("GFN2-xTB, CONFORMERS( auto , 3 kcal/mol )", "GFN2-xTB, conformers(auto, 3 kcal/mol)")]
    [InlineData(
        "GFN2-xTB, 350 K, boltzmann(20), ALPB(water)",
        "GFN2-xTB, ALPB(water), Boltzmann(20, 6 kcal/mol), 350 K"
    )]
    [InlineData("GFN2-xTB, 298.15 K", "GFN2-xTB")]
    public void Conditions_are_read_in_any_order_and_written_in_one(string text, string written) =>
        Assert.Equal(written, LevelOfTheory.Parse(text).ToString());

    [Theory]
    [InlineData("HF/def2-SVP//GFN2-xTB, ALPB(water), conformers(20)", "GFN2-xTB, conformers(20, 6 kcal/mol)")]
    [InlineData("HF/def2-SVP//GFN2-xTB, Boltzmann(20), 350 K", "GFN2-xTB, Boltzmann(20, 6 kcal/mol), 350 K")]
    [InlineData("GFN2-xTB", null)]
    [InlineData("GFN2-xTB//MMFF94", null)]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB", "GFN2-xTB")]
    public void The_level_of_the_geometry_is_told(string text, string? geometry) =>
        Assert.Equal(geometry, LevelOfTheory.Parse(text).GeometryLevelOfTheory?.ToString());
}
