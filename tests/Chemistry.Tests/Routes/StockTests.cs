using Lichen.Chemistry.Routes;
using Lichen.Testing;

namespace Lichen.Chemistry.Tests.Routes;

public class StockTests
{
    [Fact]
    public void A_molecule_is_found_however_it_is_written()
    {
        var stock = Stock.Of([new("OC(=O)C", "acid", null), new("C1=CC=CC=C1N", "aniline", null)]);
        Assert.Equal("acid", stock.Find("CC(=O)O")?.Name);
        Assert.Equal("aniline", stock.Find("Nc1ccccc1")?.Name);
        Assert.False(stock.Contains("CC(=O)[O-]"));
        Assert.False(stock.Contains("Nc1ccccc1C"));
    }

    [Fact]
    public void Configurations_are_part_of_a_molecule()
    {
        var stock = Stock.Of([new("C[C@H](N)C(=O)O", "L", null)]);
        Assert.True(stock.Contains("C[C@H](N)C(=O)O"));
        Assert.False(stock.Contains("C[C@@H](N)C(=O)O"));
        Assert.False(stock.Contains("CC(N)C(=O)O"));
    }

    [Fact]
    public void The_cheapest_row_of_a_molecule_is_bought()
    {
        var stock = Stock.Of([new("CCO", "a", 5), new("OCC", "b", 2), new("C(O)C", "c", 9)]);
        Assert.Equal("b", stock.Find("CCO")?.Name);
    }

    [Fact]
    public void Tables_and_lists_are_read()
    {
        const string list = "CCO ethanol\n\nCO\tmethanol 99 %\n";
        const string table = "id,SMILES,price\nx1,CCO,12.5\nx2,CO,\n,,\n\"x,3\",\"C\",oops\n";
        var (listed, _) = StockFile.Read(new StringReader(list));
        Assert.Equal([new("CCO", "ethanol", null) { Line = 1 }, new("CO", "methanol 99 %", null) { Line = 3 }], listed);
        var (rows, bad) = StockFile.Read(new StringReader(table));
        Assert.Equal(
            [
                new("CCO", "x1", 12.5) { Line = 2 },
                new("CO", "x2", null) { Line = 3 },
                new("C", "x,3", null) { Line = 5 },
            ],
            rows
        );
        Assert.Equal([new BadStockRow(4, ",,")], bad);
    }

    [Fact]
    public void A_stock_without_a_molecule_is_refused_by_its_first_bad_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["stock.smi"], "\nC1CC half a ring\nxx\n");
        var problem = Assert.Throws<InvalidDataException>(() => Stock.Read(folder["stock.smi"]));
        Assert.Equal($"{folder["stock.smi"]}:2: no row is a molecule; this one says 'C1CC'", problem.Message);

        File.AppendAllText(folder["stock.smi"], "CCO\n");
        var stock = Stock.Read(folder["stock.smi"]);
        Assert.Equal((3, 2), (stock.Count, stock.Rejected));
        Assert.Equal(new BadStockRow(2, "C1CC"), stock.FirstRejected);
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_counted_and_never_found()
    {
        var stock = Stock.Of([new("C1CC", "", null), new("FC(F)(F)(F)F", "", null), new("CC", "", null)]);
        Assert.Equal(1, stock.Rejected);
        Assert.True(stock.Contains("CC"));
    }

    [Theory]
    [InlineData("CCO", PriceClass.Low)]
    [InlineData("C[C@H](N)C(=O)O", PriceClass.Middle)]
    [InlineData("CC(N)C(=O)O", PriceClass.Middle)]
    [InlineData("CCCCCCCCCCCCCCC", PriceClass.Middle)]
    [InlineData("OCC(O)C(O)C(O)C=O", PriceClass.High)]
    [InlineData("CCCCCCCCCCCCCCCCCCCCCCCCCCCC", PriceClass.High)]
    public void Larger_and_richer_molecules_are_dearer(string smiles, PriceClass expected) =>
        Assert.Equal(expected, Stock.PriceClassOf(smiles));
}
