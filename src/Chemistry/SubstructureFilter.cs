using System.Diagnostics.CodeAnalysis;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>Named SMARTS patterns, compiled once, matched against many molecules. Safe to use from several threads.</summary>
public sealed class SubstructureFilter : IDisposable
{
    private readonly PatternsHandle _handle;

    private SubstructureFilter(IReadOnlyList<string> names, PatternsHandle handle)
    {
        Names = names;
        _handle = handle;
    }

    /// <summary>Names of the patterns, in the order in which they are tried.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Compiles one pattern, named by its own text.</summary>
    /// <param name="smarts">The pattern.</param>
    /// <param name="filter">The filter, or null.</param>
    /// <param name="reason">RDKit's reason where the pattern is refused.</param>
    public static bool TryCompile(
        string smarts,
        [NotNullWhen(true)] out SubstructureFilter? filter,
        [NotNullWhen(false)] out string? reason
    )
    {
        filter = null;
        var status = Compile([smarts], false, out _, out var handle);
        if (status == Status.Refused)
        {
            reason = Door.LastError;
            handle.Dispose();
            return false;
        }

        Door.ThrowIfFailed(status);
        reason = null;
        filter = new SubstructureFilter([smarts], handle);
        return true;
    }

    /// <param name="patterns">Name and SMARTS of each pattern.</param>
    /// <param name="mergeHydrogens">
    /// Whether explicit hydrogens of a pattern are conditions on the atom that bears them, as in the PAINS rules; else
    /// they match hydrogen atoms, which molecules here do not have.
    /// </param>
    /// <exception cref="ArgumentException">A pattern is refused; the message names it and gives the reason.</exception>
    public static SubstructureFilter Compile(
        IReadOnlyList<(string Name, string Smarts)> patterns,
        bool mergeHydrogens = false
    )
    {
        var status = Compile(
            [.. patterns.Select(pattern => pattern.Smarts)],
            mergeHydrogens,
            out var refused,
            out var handle
        );
        if (status == Status.Refused)
        {
            throw new ArgumentException(
                $"The pattern \"{patterns[refused].Name}\", {patterns[refused].Smarts}, is refused: {Door.LastError}"
            );
        }

        Door.ThrowIfFailed(status);
        return new SubstructureFilter([.. patterns.Select(pattern => pattern.Name)], handle);
    }

    /// <summary>The first pattern that matches each row; null for none, and for rows that are no molecules.</summary>
    /// <param name="smiles">The molecules, shape (n).</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    public int?[] FirstMatches(IReadOnlyList<string> smiles, int threads, CancellationToken cancellationToken = default)
    {
        var first = new int?[smiles.Count];
        Blocks.ForEach(
            smiles,
            threads,
            block =>
            {
                var found = FirstMatches(block.Batch, block.Count);
                for (var i = 0; i < found.Length; i++)
                {
                    first[block.Start + i] = found[i] >= 0 ? found[i] : null;
                }
            },
            cancellationToken
        );
        return first;
    }

    /// <summary>Every pattern that matches one molecule, in order.</summary>
    public IReadOnlyList<int> AllMatches(Molecule molecule)
    {
        var found = new byte[Names.Count];
        Door.ThrowIfFailed(PatternBindings.All(_handle, molecule.Handle, found, found.Length));
        return [.. Enumerable.Range(0, found.Length).Where(i => found[i] != 0)];
    }

    public void Dispose() => _handle.Dispose();

    internal int[] FirstMatches(BatchHandle batch, int rows)
    {
        var first = new int[rows];
        Door.ThrowIfFailed(PatternBindings.First(_handle, batch, first));
        return first;
    }

    private static Status Compile(
        IReadOnlyList<string> smarts,
        bool mergeHydrogens,
        out int refused,
        out PatternsHandle handle
    )
    {
        using var text = PackedText.Of(smarts, 0, smarts.Count);
        return PatternBindings.Compile(
            text.Bytes,
            text.Offsets,
            smarts.Count,
            mergeHydrogens ? 1 : 0,
            out refused,
            out handle
        );
    }
}
