using System.Reflection;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry.Reactions;

/// <summary>Named reaction templates in their order. Owns them.</summary>
public sealed class ReactionLibrary : IDisposable
{
    /// <summary>The name under which the shipped table is asked for.</summary>
    public const string RobustName = "robust";

    internal ReactionLibrary(string source, IReadOnlyList<ReactionTemplate> templates)
    {
        Source = source;
        Templates = templates;
    }

    /// <summary>Where the templates come from, in words.</summary>
    public string Source { get; }

    public IReadOnlyList<ReactionTemplate> Templates { get; }

    /// <summary>
    /// The shipped table: 58 robust reactions of Hartenfeller et al. 2011,
    /// <see href="https://doi.org/10.1021/ci200379p"/>, and common ones that are missing there.
    /// </summary>
    public static ReactionLibrary Robust()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("robust.json")!;
        return ReactionLibraryFile.Read(stream, RobustName);
    }

    /// <summary>Reads a user's file; see <see cref="ReactionLibraryFile"/> for its forms.</summary>
    /// <exception cref="InvalidDataException">Entries are wrong; the message tells all of them.</exception>
    public static ReactionLibrary Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? ReactionLibraryFile.Read(stream, path)
            : ReactionLibraryFile.ReadLines(stream, path);
    }

    /// <summary>Which molecules can take which place of which reaction, from one parse of each molecule.</summary>
    /// <param name="smiles">The molecules, shape (n); rows that are no molecules match nothing.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <returns>Per template, per reactant: the rows that match, ascending.</returns>
    public IReadOnlyList<IReadOnlyList<int[]>> MatchReactants(
        IReadOnlyList<string> smiles,
        int threads,
        CancellationToken cancellationToken = default
    )
    {
        var parts = new byte[Blocks.Of(smiles.Count)][][];
        Blocks.ForEach(
            smiles,
            threads,
            block =>
            {
                parts[block.Index] = [.. Templates.Select(template => MatchesOf(template, block))];
            },
            cancellationToken
        );
        return
        [
            .. Templates.Select(
                (template, index) =>
                    (IReadOnlyList<int[]>)
                        [.. Enumerable.Range(0, template.ReactantCount).Select(place => RowsOf(parts, index, place))]
            ),
        ];
    }

    public void Dispose()
    {
        foreach (var template in Templates)
        {
            template.Dispose();
        }
    }

    private static byte[] MatchesOf(ReactionTemplate template, Blocks.Block block)
    {
        var matches = new byte[block.Count * template.ReactantCount];
        Door.ThrowIfFailed(ReactionBindings.Matches(template.Handle, block.Batch, matches));
        return matches;
    }

    private int[] RowsOf(byte[][][] parts, int template, int place)
    {
        var places = Templates[template].ReactantCount;
        var rows = new List<int>();
        for (var block = 0; block < parts.Length; block++)
        {
            var matches = parts[block][template];
            for (var row = 0; row < matches.Length / places; row++)
            {
                if (matches[(row * places) + place] != 0)
                {
                    rows.Add((block * Blocks.Size) + row);
                }
            }
        }

        return [.. rows];
    }
}
