using Lichen.Core.Molecules;

namespace Lichen.Chemistry.Tests;

public sealed class MolBlockTests
{
    [Theory]
    [InlineData("CCO")]
    [InlineData("C[C@H](N)C(=O)O")]
    [InlineData("Clc1ccc(S)cc1F")]
    public void What_is_written_is_read_back(string smiles)
    {
        var built = Assert.IsType<ConformerOutcome.Built>(
            Conformers.Build(Molecule.Parse(smiles).Molecule!.CanonicalSmiles, 1, 1, TimeSpan.FromSeconds(20))
        );
        var read = MolBlock.Read(MolBlock.Write(Molecule.Parse(smiles).Molecule!.CanonicalSmiles, built.Geometry, "x"));
        Assert.Equal(built.Geometry.AtomicNumbers, read.Geometry.AtomicNumbers);
        Assert.Equal((0, 0), (read.Charge, read.Radicals));
        // A block has four decimals.
        foreach (var (expected, found) in built.Geometry.ToAngstrom().Zip(read.Geometry.ToAngstrom()))
        {
            Assert.Equal(expected, found, 6e-5);
        }
    }

    [Fact]
    public void A_block_without_its_hydrogens_or_of_a_drawing_is_refused_with_the_reason()
    {
        Assert.Contains("lacks hydrogens", Refusal("3D", "    1.0000    0.0000    0.5000 O"));
        Assert.Contains("those of a drawing", Refusal("2D", Water));
        Assert.Equal(3, MolBlock.Read(Block("3D", Water)).Geometry.AtomCount);
        Assert.Contains("atom 1 is no element", Refusal("3D", "    1.0000    0.0000    0.5000 *"));
    }

    [Fact]
    public void Charges_and_unpaired_electrons_are_told()
    {
        // In an atom line 5 stands for a charge of -1.
        var hydroxide = MolBlock.Read(
            Block("3D", "    0.0000    0.0000    0.0000 O   0  5|    0.0000    0.0000    0.9700 H")
        );
        Assert.Equal(-1, hydroxide.Charge);
    }

    private const string Water =
        "    0.0000    0.0000    0.0000 O|    0.9600    0.0000    0.0000 H|   -0.2400    0.9300    0.0000 H";

    private static string Refusal(string dimensions, string atoms) =>
        Assert.Throws<RdkitException>(() => MolBlock.Read(Block(dimensions, atoms))).Message;

    // Every atom after the first hangs on it.
    private static string Block(string dimensions, string atoms)
    {
        var lines = atoms.Split('|');
        var bonds = Enumerable.Range(2, lines.Length - 1).Select(i => $"  1{i, 3}  1  0");
        string[] block =
        [
            "x",
            $"     test 0101010101{dimensions}",
            "",
            $"{lines.Length, 3}{lines.Length - 1, 3}  0  0  0  0  0  0  0  0999 V2000",
            .. lines,
            .. bonds,
            "M  END",
        ];
        return string.Join('\n', block) + "\n";
    }
}
