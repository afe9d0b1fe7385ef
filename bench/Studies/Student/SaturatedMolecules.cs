using System.Text;
using Lichen.Chemistry;

namespace Lichen.Studies.Student;

/// <summary>One whole chemistry: every saturated molecule of carbon and oxygen with at most one ring and no bond between
/// oxygens, up to a number of heavy atoms: alkanes, alcohols, ethers, acetals.</summary>
internal static class SaturatedMolecules
{
    /// <summary>Canonical SMILES, in order.</summary>
    public static IReadOnlyList<string> UpTo(int heavyAtoms)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        var skeletons = new Dictionary<string, Skeleton> { ["C"] = new("C", []), ["O"] = new("O", []) };
        for (int size = 1; size <= heavyAtoms; size++)
        {
            var next = new Dictionary<string, Skeleton>();
            foreach ((string smiles, Skeleton skeleton) in skeletons)
            {
                all.Add(smiles);
                foreach (Skeleton ring in skeleton.Closed())
                {
                    all.Add(Canonical(ring));
                }

                foreach (Skeleton grown in skeleton.Grown())
                {
                    next.TryAdd(Canonical(grown), grown);
                }
            }

            skeletons = next;
        }

        return [.. all];
    }

    private static string Canonical(Skeleton skeleton) => Molecule.Parse(skeleton.Smiles()).Molecule!.CanonicalSmiles;

    /// <summary>Elements by letter, and bonds; the first bonds make a tree in which each atom is bound to an earlier one.</summary>
    private sealed record Skeleton(string Atoms, (int From, int To)[] Bonds)
    {
        public IEnumerable<Skeleton> Grown() =>
            from i in Enumerable.Range(0, Atoms.Length)
            where IsFree(i)
            from atom in Atoms[i] == 'O' ? "C" : "CO"
            select new Skeleton(Atoms + atom, [.. Bonds, (i, Atoms.Length)]);

        public IEnumerable<Skeleton> Closed() =>
            from i in Enumerable.Range(0, Atoms.Length)
            from j in Enumerable.Range(i + 1, Atoms.Length - i - 1)
            where IsFree(i) && IsFree(j) && !(Atoms[i] == 'O' && Atoms[j] == 'O') && !Bonds.Contains((i, j))
            select this with
            {
                Bonds = [.. Bonds, (i, j)],
            };

        public string Smiles()
        {
            var text = new StringBuilder();
            Write(0, text);
            return text.ToString();
        }

        private void Write(int atom, StringBuilder text)
        {
            text.Append(Atoms[atom]);
            if (Bonds.Length == Atoms.Length && (Bonds[^1].From == atom || Bonds[^1].To == atom))
            {
                text.Append('1');
            }

            foreach ((int from, int to) in Bonds.Take(Atoms.Length - 1).Where(bond => bond.From == atom))
            {
                text.Append('(');
                Write(to, text);
                text.Append(')');
            }
        }

        private bool IsFree(int atom) =>
            Bonds.Count(bond => bond.From == atom || bond.To == atom) < (Atoms[atom] == 'C' ? 4 : 2);
    }
}
