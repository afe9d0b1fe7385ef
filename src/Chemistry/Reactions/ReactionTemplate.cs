using System.Diagnostics.CodeAnalysis;
using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry.Reactions;

/// <summary>
/// One reaction as a pattern (reaction SMARTS): which molecules react, what they give, and, read backwards, what a
/// product can be made of. Safe to use from several threads.
/// </summary>
/// <remarks>
/// A template knows the atoms near its centre and nothing else: it sees neither selectivity nor groups that do not
/// survive the conditions, beyond what its author wrote into it.
/// </remarks>
public sealed class ReactionTemplate : IDisposable
{
    private readonly ReactionHandle _handle;
    private readonly Lazy<ReactionHandle?> _reversed;

    private ReactionTemplate(string name, string smarts, ReactionHandle handle, int reactants, int products)
    {
        Name = name;
        Smarts = smarts;
        ReactantCount = reactants;
        ProductCount = products;
        _handle = handle;
        _reversed = new Lazy<ReactionHandle?>(Reverse);
    }

    public string Name { get; }

    /// <summary>The reaction SMARTS as given.</summary>
    public string Smarts { get; }

    public int ReactantCount { get; }

    /// <summary>How many molecules a set of products has.</summary>
    public int ProductCount { get; }

    /// <summary>What each reactant must have, in words, such as "carboxylic acid"; shape (reactants).</summary>
    public IReadOnlyList<string> Groups { get; private init; } = [];

    public ReactionExample? Example { get; private init; }

    /// <summary>
    /// Whether <see cref="Precursors(string)"/> can be asked: the reaction has one product, no agents, and few enough
    /// choices of the atoms that leave.
    /// </summary>
    public bool IsReversible => _reversed.Value is not null;

    internal ReactionHandle Handle => _handle;

    /// <summary>Compiles a reaction SMARTS.</summary>
    /// <param name="name">What a route calls the step.</param>
    /// <param name="smarts">Reactants, <c>&gt;&gt;</c>, products; mapped atoms are those that stay.</param>
    /// <param name="template">The template, or null.</param>
    /// <param name="reason">RDKit's reason where the SMARTS is refused.</param>
    /// <param name="groups">What each reactant must have; null numbers them.</param>
    /// <param name="example">A combination that the template must handle; see <see cref="MakesItsExample"/>.</param>
    public static bool TryParse(
        string name,
        string smarts,
        [NotNullWhen(true)] out ReactionTemplate? template,
        [NotNullWhen(false)] out string? reason,
        IReadOnlyList<string>? groups = null,
        ReactionExample? example = null
    )
    {
        template = null;
        var bytes = Encoding.UTF8.GetBytes(smarts + " ");
        var status = ReactionBindings.Compile(bytes, bytes.Length - 1, out var handle, out var reactants, out var made);
        if (status == Status.Refused)
        {
            reason = Door.LastError;
            handle.Dispose();
            return false;
        }

        Door.ThrowIfFailed(status);
        var wrong =
            groups is not null && groups.Count != reactants ? $"{groups.Count} groups for {reactants} reactants"
            : example is not null && example.Reactants.Count != reactants
                ? $"an example of {example.Reactants.Count} reactants for {reactants}"
            : null;
        if (wrong is not null)
        {
            reason = wrong;
            handle.Dispose();
            return false;
        }

        reason = null;
        template = new ReactionTemplate(name, smarts, handle, reactants, made)
        {
            Example = example,
            Groups = groups ?? [.. Enumerable.Range(1, reactants).Select(place => $"reactant {place}")],
        };
        return true;
    }

    /// <summary>Whether the example's product is among the products of its reactants; true without an example.</summary>
    public bool MakesItsExample()
    {
        if (Example is null)
        {
            return true;
        }

        using var product = Molecule.Parse(Example.Product).Molecule;
        return product is not null && Run([.. Example.Reactants]).Products.Contains(product.CanonicalSmiles);
    }

    /// <summary>Runs one combination, in the order of the reactant templates.</summary>
    /// <exception cref="ArgumentException">There are more or fewer reactants than the template has.</exception>
    public ReactionOutcome Run(params IReadOnlyList<string> reactants)
    {
        if (reactants.Count != ReactantCount)
        {
            throw new ArgumentException($"{Name} takes {ReactantCount} reactants, not {reactants.Count}.");
        }

        return Run(_handle, reactants, ReactantCount)[0];
    }

    /// <summary>Runs many combinations.</summary>
    /// <param name="reactants">SMILES, shape (combinations, <see cref="ReactantCount"/>), row-major.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <returns>Shape (combinations).</returns>
    public IReadOnlyList<ReactionOutcome> RunAll(
        IReadOnlyList<string> reactants,
        int threads,
        CancellationToken cancellationToken = default
    ) => RunAll(_handle, reactants, ReactantCount, threads, cancellationToken);

    /// <summary>Sets of molecules of which the reaction makes the product; checked by running it forward.</summary>
    /// <exception cref="InvalidOperationException">The template cannot be reversed.</exception>
    public ReactionOutcome Precursors(string product) => Run(Reversed, [product], 1)[0];

    /// <summary>The same for many products.</summary>
    /// <param name="products">SMILES, shape (n).</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <exception cref="InvalidOperationException">The template cannot be reversed.</exception>
    public IReadOnlyList<ReactionOutcome> Precursors(
        IReadOnlyList<string> products,
        int threads,
        CancellationToken cancellationToken = default
    ) => RunAll(Reversed, products, 1, threads, cancellationToken);

    public void Dispose()
    {
        _handle.Dispose();
        if (_reversed.IsValueCreated)
        {
            _reversed.Value?.Dispose();
        }
    }

    internal ReactionHandle Reversed =>
        _reversed.Value ?? throw new InvalidOperationException($"The reaction {Name} cannot be reversed.");

    private ReactionHandle? Reverse()
    {
        var status = ReactionBindings.Reverse(_handle, out var reversed);
        if (status == Status.Refused)
        {
            reversed.Dispose();
            return null;
        }

        Door.ThrowIfFailed(status);
        return reversed;
    }

    private static ReactionOutcome[] RunAll(
        ReactionHandle handle,
        IReadOnlyList<string> reactants,
        int places,
        int threads,
        CancellationToken cancellationToken
    )
    {
        if (reactants.Count % places != 0)
        {
            throw new ArgumentException($"{reactants.Count} reactants do not divide into combinations of {places}.");
        }

        var outcomes = new ReactionOutcome[reactants.Count / places];
        Blocks.ForEach(
            outcomes.Length,
            threads,
            (_, start, count) =>
            {
                var rows = new string[count * places];
                for (var i = 0; i < rows.Length; i++)
                {
                    rows[i] = reactants[(start * places) + i];
                }

                Run(handle, rows, places).CopyTo(outcomes, start);
            },
            cancellationToken
        );
        return outcomes;
    }

    private static ReactionOutcome[] Run(ReactionHandle handle, IReadOnlyList<string> reactants, int places)
    {
        var combinations = reactants.Count / places;
        using var text = PackedText.Of(reactants, 0, reactants.Count);
        Door.ThrowIfFailed(ReactionBindings.Run(handle, text.Bytes, text.Offsets, combinations, out var products));
        using (products)
        {
            return products.Outcomes(combinations);
        }
    }
}
