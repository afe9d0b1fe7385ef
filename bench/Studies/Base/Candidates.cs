using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Core.Molecules;
using Lichen.Core.Numerics;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Studies.Base;

/// <summary>
/// Structures that lichen-base may learn from, without end and each made from its index alone: a molecule of the pool,
/// a conformer, a distortion.
/// </summary>
internal sealed class Candidates
{
    /// <summary>Indices of further molecules begin here in data sets.</summary>
    public const long Further = 1_000_000_000;

    /// <summary>Indices of larger molecules begin here in data sets.</summary>
    public const long Larger = 2_000_000_000;

    private const ulong Seed = 20261123;
    private const int LargestPool = 3200;
    private const int LargestMolecule = 12;
    private const int LeastOfLarger = 8;
    private const int LargestOfLarger = 20;
    private const int LargerPool = 12_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // What pools of compounds lack: the smallest molecules, where each bond is seen alone.
    private const string Smallest =
        "[H][H] C N O F Cl S CC CO CN CF CCl CS C=C C#C C=O C#N C=N N=N OO NN NO ON=C SS CSC COC CNC CN(C)C CC#N CC#C "
        + "CC=O C=C=C CC(C)=O NC=O OC=O CC=C CCC CCO CCN CCF CCCl CCS FC(F)F ClC(Cl)Cl FC(F)(F)F ClC(Cl)(Cl)Cl "
        + "C1CC1 C1CO1 C1CN1 C1CS1 C1=CC1 O=C=O O=C=N CN=C=O CN=C=S N#CC#N OC#N [N-]=[N+]=NC C[N+](=O)[O-] CON=O "
        + "NC(N)=O NC(N)=S CC(N)=O CC(O)=O CS(C)=O CS(C)(=O)=O CS(N)(=O)=O c1ccccc1 c1ccncc1 c1cc[nH]c1 c1ccoc1 "
        + "c1ccsc1 c1cnoc1 c1cn[nH]c1 c1cocn1 c1cscn1 c1cnc[nH]1 FC=C ClC=C FC#C ClC#C ClC=O FC=O NS N=S=O O=S=O "
        + "C=C=O C=S CC=S CC=N CNN CON CNO COO CSSC CSC=O C=CC=C C=CC=O C=CC#N C#CC#C OCO NCN NCO FCO ClCO FCCl";

    private readonly string[] _molecules;

    // Of the molecule asked for last: structures come molecule by molecule, or once each.
    private readonly Dictionary<int, (Distortion Distortion, Geometry Start)?[]> _conformers = [];

    private readonly int _conformerCount;

    // Of larger molecules most structures are the conformers that calculations start from.
    private readonly double _minima;

    private Candidates(string[] molecules, int conformers, double minima = 0) =>
        (_molecules, _conformerCount, _minima) = (molecules, conformers, minima);

    public int MoleculeCount => _molecules.Length;

    /// <summary>The pool: compounds of the National Cancer Institute, fragments for sale, the reagents of an example;
    /// none of the molecules that the study of amons is tested on.</summary>
    /// <param name="data">Folder of published data.</param>
    /// <param name="further">Whether the molecules are those that the pool had no room for.</param>
    public static Candidates Open(string data, bool further = false)
    {
        HashSet<string> excluded = [.. Amons.Smiles(data)];
        var pool = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string smiles in Sources(data))
        {
            if (
                Molecule.Parse(smiles).Molecule is { } molecule
                && molecule
                    is { FormalCharge: 0, Multiplicity: 1, FragmentCount: 1, HeavyAtomCount: <= LargestMolecule }
                && IsInDomain(molecule)
                && !excluded.Contains(molecule.CanonicalSmiles)
            )
            {
                pool[molecule.CanonicalSmiles] = molecule.HeavyAtomCount;
            }
        }

        // Of small molecules all, of large ones as many of each size as the rest leaves room for.
        var random = new SplitMix64(Seed);
        var chosen = new List<string>();
        var sizes = pool.GroupBy(entry => entry.Value).OrderBy(group => group.Count()).ToArray();
        for (int g = 0; g < sizes.Length; g++)
        {
            int room = (LargestPool - chosen.Count) / (sizes.Length - g);
            string[] members = [.. sizes[g].Select(entry => entry.Key)];
            Shuffle(members, ref random);
            chosen.AddRange(members.Take(room));
        }

        string[] all = [.. chosen];
        Shuffle(all, ref random);
        if (!further)
        {
            return new Candidates(all, 3);
        }

        string[] rest = [.. pool.Keys.Except(all)];
        Shuffle(rest, ref random);
        return new Candidates(rest, 1);
    }

    /// <summary>Molecules of up to twenty heavy atoms: all of the National Cancer Institute's, then of fragments and of
    /// compounds on demand as many of each size as there is room for.</summary>
    /// <param name="data">Folder of published data.</param>
    public static Candidates OpenLarger(string data)
    {
        HashSet<string> excluded = [.. Amons.Smiles(data)];
        var random = new SplitMix64(Seed + 1);
        var first = new SortedSet<string>(StringComparer.Ordinal);
        var others = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach ((string smiles, bool isFirst) in Compounds().Select(s => (s, true)).Concat(OnDemand(data)))
        {
            if (
                Molecule.Parse(smiles).Molecule is { } molecule
                && molecule
                    is {
                        FormalCharge: 0,
                        Multiplicity: 1,
                        FragmentCount: 1,
                        HeavyAtomCount: >= LeastOfLarger and <= LargestOfLarger
                    }
                && IsInDomain(molecule)
                && !excluded.Contains(molecule.CanonicalSmiles)
            )
            {
                if (isFirst)
                {
                    first.Add(molecule.CanonicalSmiles);
                }
                else
                {
                    others[molecule.CanonicalSmiles] = molecule.HeavyAtomCount;
                }
            }
        }

        var chosen = new List<string>(first);
        var sizes = others
            .Where(entry => !first.Contains(entry.Key))
            .GroupBy(entry => entry.Value)
            .OrderBy(group => group.Count())
            .ToArray();
        for (int g = 0; g < sizes.Length; g++)
        {
            int room = (LargerPool - chosen.Count) / (sizes.Length - g);
            string[] members = [.. sizes[g].Select(entry => entry.Key)];
            Shuffle(members, ref random);
            chosen.AddRange(members.Take(room));
        }

        string[] all = [.. chosen];
        Shuffle(all, ref random);
        return new Candidates(all, 1, 0.75);
    }

    /// <summary>Whether a molecule is held out: one in ten for tests, one in ten for validation.</summary>
    public static string Split(string smiles)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in smiles)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return (new SplitMix64(hash).Next() % 10) switch
        {
            0 => "test",
            1 => "valid",
            _ => "train",
        };
    }

    public string SmilesOf(long index) => _molecules[index % _molecules.Length];

    /// <summary>The structure of an index; null where its molecule has no conformer or its atoms have merged.</summary>
    public (Geometry Geometry, string Kind)? At(long index)
    {
        var random = new SplitMix64(Seed ^ (ulong)(index * 7919));
        random.Next();
        int molecule = (int)(index % _molecules.Length);
        int conformer = (int)random.Below(_conformerCount);
        if (Conformer(molecule, conformer) is not { } made)
        {
            return null;
        }

        double[] angstrom = made.Start.ToAngstrom();
        double draw = random.Unit();
        if (draw < _minima)
        {
            return (made.Start, "minimum");
        }

        // What is left of the draw, drawn again as evenly.
        draw = _minima > 0 ? 0 : draw;
        string kind =
            draw < 0.15 ? "near"
            : draw < 0.6 ? "modes"
            : draw < 0.8 ? "torsion"
            : "stretch";
        if (kind == "torsion")
        {
            made.Distortion.Turn(angstrom, ref random);
        }
        else if (kind == "stretch")
        {
            made.Distortion.Stretch(angstrom, ref random);
        }

        // Log-uniform from 30 to 300 K near equilibrium, from 100 to 2,500 K elsewhere.
        double kelvin = kind == "near" ? 30 * Math.Pow(10, random.Unit()) : 100 * Math.Pow(25, random.Unit());
        made.Distortion.Shake(angstrom, kelvin, ref random);
        return made.Distortion.At(angstrom) is { } geometry ? (geometry, kind) : null;
    }

    private (Distortion Distortion, Geometry Start)? Conformer(int molecule, int conformer)
    {
        if (!_conformers.TryGetValue(molecule, out var made))
        {
            made = new (Distortion, Geometry)?[_conformerCount];
            for (int c = 0; c < made.Length; c++)
            {
                made[c] = Conformers.Build(_molecules[molecule], 1, (ulong)(c + 1), Patience)
                    is ConformerOutcome.Built built
                    ? (new Distortion(built.Geometry, built.Topology.Bonds), built.Geometry)
                    : null;
            }

            _conformers[molecule] = made;
        }

        return made[conformer];
    }

    private static bool IsInDomain(Molecule molecule) =>
        Topology.Of(molecule.CanonicalSmiles).AtomicNumbers.All(z => z is 1 or 6 or 7 or 8 or 9 or 16 or 17);

    private static IEnumerable<string> Sources(string data)
    {
        foreach (string smiles in Smallest.Split(' '))
        {
            yield return smiles;
        }

        foreach (string smiles in Compounds())
        {
            yield return smiles;
        }

        foreach (
            string line in File.ReadLines(Path.Combine(Repository.Folder, "examples", "makeable", "reagents.csv"))
                .Skip(1)
        )
        {
            yield return line.Split(',')[1];
        }

        foreach (string smiles in Packed(Path.Combine(data, "building-blocks", "fragments.csv.gz")))
        {
            yield return smiles;
        }
    }

    private static IEnumerable<(string Smiles, bool IsFirst)> OnDemand(string data) =>
        Packed(Path.Combine(data, "building-blocks", "fragments.csv.gz"))
            .Concat(Packed(Path.Combine(data, "molpal-enamine", "Enamine50k_library.csv.gz")))
            .Select(smiles => (smiles, false));

    private static IEnumerable<string> Compounds() =>
        File.ReadLines("/usr/share/RDKit/Data/NCI/first_5K.smi").Select(line => line.Split(' ', '\t')[0]);

    /// <summary>The first column of a packed table.</summary>
    private static IEnumerable<string> Packed(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } row)
        {
            yield return row.Split(',')[0];
        }
    }

    private static void Shuffle(string[] values, ref SplitMix64 random)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)random.Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
