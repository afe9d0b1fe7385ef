using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class DescriptorsTests
{
    private const double Rounding = 1e-9;

    [Fact]
    public void Names_are_distinct_and_as_many_as_columns()
    {
        var table = Descriptors.Compute(["CCO"], 1);
        Assert.Equal(Descriptors.Names, table.Names);
        Assert.Equal(table.Names.Count, table.Names.Distinct().Count());
        Assert.Equal(table.Names.Count, table.Values.Length);
        Assert.Equal(1, table.RowCount);
    }

    [Theory]
    [InlineData("CCO", "MolecularWeight", 46.069)]
    [InlineData("CCO", "CountC", 2)]
    [InlineData("CCO", "CountH", 6)]
    [InlineData("CCO", "HydrogenBondDonors", 1)]
    [InlineData("c1ccccc1", "AromaticAtoms", 6)]
    [InlineData("c1ccccc1", "LargestConjugatedSystem", 6)]
    [InlineData("C=CC=CC=C", "LongestConjugatedPath", 6)]
    [InlineData("C=CCCC=C", "ConjugatedSystems", 0)]
    [InlineData("CSSC", "Disulfide", 1)]
    [InlineData("C[N+](=O)[O-]", "Nitro", 1)]
    [InlineData("CN=NC", "Azo", 1)]
    [InlineData("CC(=S)N", "Thiocarbonyl", 1)]
    [InlineData("O=C1C=CC(=O)C=C1", "Quinone", 1)]
    [InlineData("O=C1C=CC(=O)C=C1", "Carbonyl", 2)]
    [InlineData("c1ccsc1", "Thiophene", 1)]
    public void Values_are_those_counted_by_hand(string smiles, string name, double expected) =>
        Assert.Equal(expected, Value(smiles, name), 0.001);

    // Closed forms of the pi systems, with the factor 1.1 of a localised double bond and 0.9 of a single one.
    [Theory]
    [InlineData("C=C", "HuckelGap", 2.2)]
    [InlineData("c1ccccc1", "HuckelGap", 2.0)]
    [InlineData("c1ccccc1", "HuckelPiElectrons", 6)]
    [InlineData("c1ccccc1", "HuckelEnergyPerElectron", 8.0 / 6.0)]
    [InlineData("CC", "HuckelGap", 4.0)]
    [InlineData("c1cc[nH]c1", "HuckelPiElectrons", 6)]
    [InlineData("c1ccncc1", "HuckelPiElectrons", 6)]
    [InlineData("c1ccoc1", "HuckelPiElectrons", 6)]
    [InlineData("C[N+](=O)[O-]", "HuckelPiElectrons", 4)]
    [InlineData("CC(N)=O", "HuckelPiElectrons", 4)]
    [InlineData("c1ccc2cccc-2cc1", "HuckelPiElectrons", 10)]
    [InlineData("CS(C)(=O)=O", "HuckelPiElectrons", 0)]
    public void Hückel_orbitals_have_their_closed_form(string smiles, string name, double expected) =>
        Assert.Equal(expected, Value(smiles, name), Rounding);

    [Fact]
    public void Hückel_gap_of_butadiene_solves_its_secular_equation()
    {
        // Four atoms, bonds 1.1, 0.9, 1.1: frontier levels at +-(sqrt(0.45^2 + 1.1^2) - 0.45).
        var frontier = Math.Sqrt((0.45 * 0.45) + (1.1 * 1.1)) - 0.45;
        Assert.Equal(2 * frontier, Value("C=CC=C", "HuckelGap"), Rounding);
    }

    [Fact]
    public void Longer_polyenes_and_acenes_have_smaller_gaps()
    {
        Assert.True(Value("C=CC=CC=C", "HuckelGap") < Value("C=CC=C", "HuckelGap"));
        Assert.True(Value("c1ccc2cc3ccccc3cc2c1", "HuckelGap") < Value("c1ccc2ccccc2c1", "HuckelGap"));
        Assert.True(Value("O=C1C=CC(=O)C=C1", "HuckelLumo") > Value("c1ccccc1", "HuckelLumo"));
    }

    [Fact]
    public void The_order_of_atoms_does_not_matter()
    {
        foreach (var smiles in Nci.Sample(100))
        {
            var outcome = Molecule.Parse(smiles);
            if (outcome.Molecule is not { } molecule)
            {
                continue;
            }

            var table = Descriptors.Compute([molecule.CanonicalSmiles, molecule.ShuffledSmiles(5)], 1);
            for (var column = 0; column < table.ColumnCount; column++)
            {
                // Participation of one of several degenerate orbitals depends on which combination the solver returns.
                if (!table.Names[column].EndsWith("Participation", StringComparison.Ordinal))
                {
                    Assert.Equal(table.Row(0)[column], table.Row(1)[column], 1e-6);
                }
            }

            molecule.Dispose();
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var smiles = Nci.Sample(3);
        Assert.Equal(Descriptors.Compute(smiles, 1).Values, Descriptors.Compute(smiles, 4).Values);
    }

    [Fact]
    public void All_are_finite_for_molecules_of_common_elements_and_nan_for_what_is_none()
    {
        var table = Descriptors.Compute(["CCO", "CF(C)C", "O=C(O)c1ccccc1S", "FC(Cl)=NBr"], 1);
        foreach (var row in (int[])[0, 2, 3])
        {
            for (var column = 0; column < table.ColumnCount; column++)
            {
                Assert.True(double.IsFinite(table.Row(row)[column]), $"{table.Names[column]} of row {row}");
            }
        }

        Assert.All(table.Row(1).ToArray(), value => Assert.Equal(double.NaN, value));
    }

    private static double Value(string smiles, string name)
    {
        var table = Descriptors.Compute([smiles], 1);
        var column = table.Names.ToList().IndexOf(name);
        Assert.True(column >= 0, $"There is no descriptor {name}.");
        return table.Row(0)[column];
    }
}
