using Lichen.Chemistry.Native;

namespace Lichen.Chemistry.Routes;

/// <summary>
/// Molecules that can be bought. Two are the same where their canonical SMILES are, configurations included. Safe to
/// use from several threads.
/// </summary>
/// <remarks>
/// Rows are only understood in full when a molecule of the same skeleton is asked for: a stock of 170,000 is ready in a
/// second instead of a minute. A row that RDKit refuses is therefore never found, but not told either.
/// </remarks>
public sealed class Stock
{
    private const int LowAtoms = 12;
    private const int MiddleAtoms = 24;
    private const int HighCentres = 3;

    private readonly List<StockItem> _items;
    private readonly string?[] _canonical;
    private readonly Dictionary<ulong, int> _first = [];
    private readonly int[] _next;

    private Stock(List<StockItem> items, IReadOnlyList<BadStockRow> bad)
    {
        _items = items;
        _canonical = new string?[items.Count];
        _next = new int[items.Count];
        Rejected = bad.Count;
        FirstRejected = bad.Count > 0 ? bad[0] : null;
        for (var row = items.Count - 1; row >= 0; row--)
        {
            if (!SkeletonHash.TryCompute(items[row].Smiles, out var hash))
            {
                Rejected++;
                if (FirstRejected is null || items[row].Line < FirstRejected.Line)
                {
                    FirstRejected = new BadStockRow(items[row].Line, items[row].Smiles);
                }

                continue;
            }

            _next[row] = _first.GetValueOrDefault(hash, -1);
            _first[hash] = row;
        }
    }

    /// <summary>The rows in their order.</summary>
    public IReadOnlyList<StockItem> Items => _items;

    /// <summary>Rows of the stock; a molecule may be in several.</summary>
    public int Count => _items.Count;

    /// <summary>Rows without a SMILES, or whose SMILES cannot be read.</summary>
    public int Rejected { get; }

    /// <summary>The first of them in the file, or null.</summary>
    public BadStockRow? FirstRejected { get; }

    public static Stock Of(IEnumerable<StockItem> items) => new([.. items], []);

    /// <summary>Reads a stock; see <see cref="StockFile"/> for its forms.</summary>
    /// <exception cref="InvalidDataException">The file has no molecules; the message names the first row that should be one.</exception>
    public static Stock Read(string path)
    {
        var (items, bad) = StockFile.Read(path);
        var stock = new Stock(items, bad);
        if (items.Count + bad.Count > stock.Rejected)
        {
            return stock;
        }

        throw new InvalidDataException(
            stock.FirstRejected is { } first
                ? $"{path}:{first.Line}: no row is a molecule; this one says '{first.Text}'"
                : $"{path}: no molecules"
        );
    }

    public bool Contains(string canonicalSmiles) => Find(canonicalSmiles) is not null;

    /// <summary>The first row of the molecule, the cheapest where there are prices; null where it is not in stock.</summary>
    public StockItem? Find(string canonicalSmiles)
    {
        if (!SkeletonHash.TryCompute(canonicalSmiles, out var hash))
        {
            return null;
        }

        StockItem? found = null;
        for (var row = _first.GetValueOrDefault(hash, -1); row >= 0; row = _next[row])
        {
            var cheaper = found is null || _items[row].Price < found.Price;
            if (cheaper && CanonicalOf(row) == canonicalSmiles)
            {
                found = _items[row];
            }
        }

        return found;
    }

    /// <summary>How dear a molecule is likely to be, from its size and stereocentres.</summary>
    public static PriceClass PriceClassOf(string smiles)
    {
        using var batch = Blocks.Parse([smiles], 0, 1);
        var complexity = Complexity.Of(batch, 1)[0];
        var centres = complexity.AssignedStereocentres + complexity.UnassignedStereocentres;
        return complexity.Atoms > MiddleAtoms || centres >= HighCentres ? PriceClass.High
            : complexity.Atoms > LowAtoms || centres > 0 ? PriceClass.Middle
            : PriceClass.Low;
    }

    // Threads may do the same work twice and come to the same text.
    private string CanonicalOf(int row)
    {
        if (Volatile.Read(ref _canonical[row]) is { } known)
        {
            return known;
        }

        using var molecule = Molecule.Parse(_items[row].Smiles).Molecule;
        var canonical = molecule?.CanonicalSmiles ?? "";
        Volatile.Write(ref _canonical[row], canonical);
        return canonical;
    }
}
