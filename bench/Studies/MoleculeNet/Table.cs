using System.Globalization;
using Lichen.Chemistry;
using Lichen.Exploration.Spaces;

namespace Lichen.Studies.MoleculeNet;

/// <summary>A published table of molecules and one measured property.</summary>
/// <param name="Name">Its name, and that of its file.</param>
/// <param name="Smiles">Canonical SMILES.</param>
/// <param name="Values">The property.</param>
/// <param name="Scaffolds">Bemis-Murcko scaffold of each molecule.</param>
internal sealed record Table(string Name, string[] Smiles, double[] Values, string[] Scaffolds)
{
    public static readonly (string Name, string Column)[] All =
    [
        ("FreeSolv", "expt"),
        ("ESOL", "measured log solubility in mols per litre"),
        ("Lipophilicity", "exp"),
    ];

    public static Table Read(string folder, string name, string column)
    {
        using var text = new StreamReader(Path.Combine(folder, name + ".csv"));
        var header = CsvRecords.Split(text.ReadLine()!, ',').ToList();
        var smilesAt = header.IndexOf("smiles");
        var valueAt = header.IndexOf(column);
        var smiles = new List<string>();
        var values = new List<double>();
        var scaffolds = new List<string>();
        foreach (var record in CsvRecords.Read(text, ',', linesBefore: 1))
        {
            using var molecule = Molecule.Parse(record.Fields[smilesAt]).OrThrow();
            smiles.Add(molecule.CanonicalSmiles);
            scaffolds.Add(molecule.Scaffold);
            values.Add(double.Parse(record.Fields[valueAt], CultureInfo.InvariantCulture));
        }

        return new Table(name, [.. smiles], [.. values], [.. scaffolds]);
    }
}
