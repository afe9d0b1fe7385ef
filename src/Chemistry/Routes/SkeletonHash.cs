namespace Lichen.Chemistry.Routes;

/// <summary>
/// A number that depends on the elements of a SMILES and on which atoms are bonded, not on the order of the text, bond
/// orders, hydrogens, charges or configurations. Equal molecules have equal hashes, so that of a large stock only the
/// few molecules of one hash need be understood in full: a hundred times faster than canonical SMILES.
/// </summary>
/// <remarks>
/// Refined as in Morgan 1965, <see href="https://doi.org/10.1021/c160017a018"/>: each atom takes up the sum of its
/// neighbours, a few times over.
/// </remarks>
internal static class SkeletonHash
{
    private const int Rounds = 4;

    private const string Aromatic = "bcnops";

    /// <summary>False where the text has something that no SMILES of a whole molecule has.</summary>
    public static bool TryCompute(ReadOnlySpan<char> smiles, out ulong hash)
    {
        var graph = new Graph();
        hash = 0;
        if (!graph.Read(smiles))
        {
            return false;
        }

        hash = graph.Hash();
        return true;
    }

    private static ulong Mixed(ulong value)
    {
        // splitmix64
        value += 0x9e3779b97f4a7c15;
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }

    private sealed class Graph
    {
        private readonly List<ulong> _elements = [];
        private readonly List<(int One, int Other)> _bonds = [];
        private readonly Dictionary<int, int> _open = [];
        private readonly Stack<int> _branches = new();
        private readonly List<bool> _plainHydrogen = [];

        public bool Read(ReadOnlySpan<char> text)
        {
            var last = -1;
            for (var at = 0; at < text.Length; at++)
            {
                var character = text[at];
                switch (character)
                {
                    case '(' when last >= 0:
                        _branches.Push(last);
                        break;
                    case ')' when _branches.Count > 0:
                        last = _branches.Pop();
                        break;
                    case '.':
                        last = -1;
                        break;
                    case '-' or '=' or '#' or '$' or ':' or '/' or '\\' or '~':
                        break;
                    case >= '0' and <= '9' when last >= 0:
                        Ring(character - '0', last);
                        break;
                    case '%'
                        when last >= 0
                            && at + 2 < text.Length
                            && char.IsAsciiDigit(text[at + 1])
                            && char.IsAsciiDigit(text[at + 2]):
                        Ring(((text[at + 1] - '0') * 10) + text[at + 2] - '0', last);
                        at += 2;
                        break;
                    case '[':
                        var length = text[at..].IndexOf(']');
                        if (length < 0 || !Bracket(text.Slice(at + 1, length - 1), ref last))
                        {
                            return false;
                        }

                        at += length;
                        break;
                    case '*':
                        Atom("*", false, ref last);
                        break;
                    case 'B' or 'C' or 'N' or 'O' or 'P' or 'S' or 'F' or 'I':
                        var two = at + 1 < text.Length && (text.Slice(at, 2) is "Cl" or "Br");
                        Atom(text.Slice(at, two ? 2 : 1), false, ref last);
                        at += two ? 1 : 0;
                        break;
                    case 'b' or 'c' or 'n' or 'o' or 'p' or 's':
                        Atom([char.ToUpperInvariant(character)], false, ref last);
                        break;
                    default:
                        return false;
                }
            }

            return _elements.Count > 0 && _open.Count == 0 && _branches.Count == 0;
        }

        public ulong Hash()
        {
            // Hydrogens written as atoms are none of the graph, as RDKit has it; heavy ones and H2 stay.
            var degree = new int[_elements.Count];
            foreach (var (one, other) in _bonds)
            {
                degree[one]++;
                degree[other]++;
            }

            var dropped = new bool[_elements.Count];
            foreach (var (one, other) in _bonds)
            {
                dropped[one] |= _plainHydrogen[one] && degree[one] == 1 && !_plainHydrogen[other];
                dropped[other] |= _plainHydrogen[other] && degree[other] == 1 && !_plainHydrogen[one];
            }

            ulong[] values = [.. _elements.Select(Mixed)];
            var sums = new ulong[values.Length];
            for (var round = 0; round < Rounds; round++)
            {
                Array.Clear(sums);
                foreach (var (one, other) in _bonds)
                {
                    if (!dropped[one] && !dropped[other])
                    {
                        sums[one] += Mixed(values[other]);
                        sums[other] += Mixed(values[one]);
                    }
                }

                for (var atom = 0; atom < values.Length; atom++)
                {
                    values[atom] = Mixed((values[atom] * 3) + sums[atom]);
                }
            }

            ulong hash = 0;
            for (var atom = 0; atom < values.Length; atom++)
            {
                hash += dropped[atom] ? 0 : Mixed(values[atom]);
            }

            return Mixed(hash);
        }

        private void Ring(int number, int atom)
        {
            if (_open.Remove(number, out var other))
            {
                _bonds.Add((other, atom));
            }
            else
            {
                _open[number] = atom;
            }
        }

        // Isotope, symbol, then what does not matter here.
        private bool Bracket(ReadOnlySpan<char> inside, ref int last)
        {
            var at = 0;
            while (at < inside.Length && char.IsAsciiDigit(inside[at]))
            {
                at++;
            }

            if (at == inside.Length)
            {
                return false;
            }

            var first = inside[at];
            var end = at + 1;
            if (char.IsAsciiLetterUpper(first))
            {
                while (end < inside.Length && char.IsAsciiLetterLower(inside[end]))
                {
                    end++;
                }
            }
            else if (inside[at..].StartsWith("se") || inside[at..].StartsWith("as") || inside[at..].StartsWith("te"))
            {
                end++;
            }
            else if (first != '*' && first != '#' && !Aromatic.Contains(first))
            {
                return false;
            }

            Span<char> symbol = stackalloc char[end - at];
            inside[at..end].CopyTo(symbol);
            symbol[0] = char.ToUpperInvariant(symbol[0]);
            Atom(symbol, at == 0 && symbol is "H" && inside.Length == 1, ref last);
            return true;
        }

        private void Atom(ReadOnlySpan<char> symbol, bool plainHydrogen, ref int last)
        {
            ulong element = 0;
            foreach (var character in symbol)
            {
                element = (element * 256) + character;
            }

            _elements.Add(element);
            _plainHydrogen.Add(plainHydrogen);
            if (last >= 0)
            {
                _bonds.Add((last, _elements.Count - 1));
            }

            last = _elements.Count - 1;
        }
    }
}
