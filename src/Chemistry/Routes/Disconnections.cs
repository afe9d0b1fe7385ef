using System.Collections.Concurrent;
using System.Text;
using Lichen.Chemistry.Native;
using Lichen.Chemistry.Reactions;

namespace Lichen.Chemistry.Routes;

/// <summary>One way to make a molecule in one step.</summary>
/// <param name="Template">Position of the template in its library.</param>
/// <param name="Precursors">Canonical SMILES, in the order of the reactant templates.</param>
internal sealed record Disconnection(int Template, IReadOnlyList<string> Precursors);

/// <summary>
/// What molecules can be made of in one step, by the reactions of a library read backwards. Each molecule is taken
/// apart once and remembered. Safe to use from several threads.
/// </summary>
internal sealed class Disconnections
{
    // A disconnected molecule takes a few kilobytes: this bounds the memory of a long series of searches.
    private const int MostRemembered = 50_000;

    private readonly ReactionLibrary _library;
    private readonly int[] _reversible;
    private readonly ConcurrentDictionary<string, IReadOnlyList<Disconnection>> _known = new(StringComparer.Ordinal);

    public Disconnections(ReactionLibrary library)
    {
        _library = library;
        _reversible = [.. Enumerable.Range(0, library.Templates.Count).Where(i => library.Templates[i].IsReversible)];
    }

    /// <summary>Ways to make the molecule; not yet checked by running the reactions forward.</summary>
    /// <param name="smiles">Canonical SMILES.</param>
    public IReadOnlyList<Disconnection> Of(string smiles)
    {
        if (_known.TryGetValue(smiles, out var known))
        {
            return known;
        }

        var made = Make(smiles);
        if (_known.Count >= MostRemembered)
        {
            _known.Clear();
        }

        _known[smiles] = made;
        return made;
    }

    /// <summary>Whether the reaction makes the product of these precursors: the check of a step that is told.</summary>
    public bool Makes(Disconnection step, string product) =>
        _library.Templates[step.Template].Run([.. step.Precursors]).Products.Contains(product, StringComparer.Ordinal);

    public string NameOf(Disconnection step) => _library.Templates[step.Template].Name;

    private List<Disconnection> Make(string smiles)
    {
        var handles = new nint[_reversible.Length];
        var held = 0;
        try
        {
            for (; held < handles.Length; held++)
            {
                var reversed = _library.Templates[_reversible[held]].Reversed;
                var added = false;
                reversed.DangerousAddRef(ref added);
                handles[held] = reversed.DangerousGetHandle();
            }

            var bytes = Encoding.UTF8.GetBytes(smiles);
            Door.ThrowIfFailed(
                ReactionBindings.Disconnect(handles, handles.Length, bytes, bytes.Length, out var products)
            );
            using (products)
            {
                var outcomes = products.Outcomes(handles.Length);
                return
                [
                    .. outcomes.SelectMany(
                        (outcome, i) =>
                            outcome
                                .Sets.Where(set => !set.Contains(smiles, StringComparer.Ordinal))
                                .Select(set => new Disconnection(_reversible[i], set))
                    ),
                ];
            }
        }
        finally
        {
            while (held-- > 0)
            {
                _library.Templates[_reversible[held]].Reversed.DangerousRelease();
            }
        }
    }
}
