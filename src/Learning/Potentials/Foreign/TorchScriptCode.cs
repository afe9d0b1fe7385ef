using System.Text.RegularExpressions;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>The code of a TorchScript archive as text, looked through before it is run.</summary>
/// <remarks>
/// The language of archives is small: functions of libtorch are written <c>torch.name(...)</c> or
/// <c>ops.namespace.name(...)</c>, everything else that is called is a function of the archive or one of a few of the
/// language. So each call can be compared with a list.
/// </remarks>
internal sealed partial class TorchScriptCode
{
    private readonly string _code;

    /// <param name="code">All files, one after another.</param>
    /// <param name="own">The file of the module.</param>
    /// <param name="module">The full name of the module's class.</param>
    /// <exception cref="PotentialException">It calls what is not on the list, or takes or gives something else than
    /// tensors.</exception>
    public TorchScriptCode(string code, string own, string module)
    {
        // Texts over several lines are none that an exporter writes, and would hide code from what follows.
        if (code.Contains("\"\"\"", StringComparison.Ordinal) || code.Contains("'''", StringComparison.Ordinal))
        {
            throw Damaged("its code has texts over several lines");
        }

        // Of texts and comments nothing runs. Both at once: a quote in a comment begins no text.
        _code = Still(code);
        Look();
        string name = module.Split('.')[^1];
        Match forward = Regex.Match(
            Still(own),
            $@"class {Regex.Escape(name)}\(Module\):(?:(?!\nclass ).)*?\n  def forward\(self[^,)]*,?\s*(?<inputs>[^)]*)\)\s*->\s*(?<output>[^\n]+):\n",
            RegexOptions.Singleline
        );
        if (!forward.Success)
        {
            throw Damaged($"its module '{name}' has no method 'forward'");
        }

        Inputs = [.. forward.Groups["inputs"].Value.Split(',', Split).Select(Input)];
        string output = forward.Groups["output"].Value.Trim();
        OutputCount =
            output == "Tensor" ? 1
            : Tuples().Match(output) is { Success: true } tuple ? tuple.Value.Split(',').Length
            : throw Damaged($"'forward' gives {output}: a tensor, or a tuple of tensors, is taken");
    }

    /// <summary>Names of the inputs of the module, in their order.</summary>
    public IReadOnlyList<string> Inputs { get; }

    public int OutputCount { get; }

    private const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private static string Input(string text) =>
        text.Split(':', Split) is [var name, "Tensor"]
            ? name
            : throw Damaged($"'forward' takes '{text}': tensors are given");

    private static string Still(string code) => Silent().Replace(code, found => found.Value[0] == '#' ? "" : "\"\"");

    private void Look()
    {
        HashSet<string> own = [.. Definitions().Matches(_code).Select(match => match.Groups[1].Value)];
        foreach (Match import in Imports().Matches(_code))
        {
            if (!import.Groups[1].Value.StartsWith("__torch__", StringComparison.Ordinal))
            {
                throw Damaged($"its code asks for '{import.Groups[1].Value}'");
            }
        }

        if (own.FirstOrDefault(TorchScriptOperators.Forbidden.Contains) is { } forbidden)
        {
            throw Damaged($"its code has a function of its own called '{forbidden}', as one of libtorch is");
        }

        if (_code.Contains("torch.classes", StringComparison.Ordinal) || _code.AsSpan().ContainsAny("@\\"))
        {
            throw Damaged("its code has classes of a library, or signs that an exporter does not write");
        }

        if (Values().Match(_code) is { Success: true } value)
        {
            throw Damaged($"its code names '{value.Value}' without calling it");
        }

        foreach (string function in Functions().Split(_code))
        {
            Look(function, own);
        }
    }

    private static void Look(string text, HashSet<string> own)
    {
        HashSet<string> names = Names(text, own);
        foreach (Match call in Calls().Matches(text))
        {
            string[] path = call.Groups[1].Value.Split('.');
            bool known =
                path is ["torch", var function] ? TorchScriptOperators.Functions.Contains(function)
                : path is ["ops", "prim" or "aten", var builtin] ? TorchScriptOperators.Functions.Contains(builtin)
                : path is ["ops", ..] or ["torch", ..] ? false
                : path is [var word]
                    ? own.Contains(word) || names.Contains(word) || TorchScriptOperators.Words.Contains(word)
                : own.Contains(path[^1]);
            if (!known)
            {
                throw Damaged(
                    $"its code calls '{call.Groups[1].Value}', which is not on the list of what a potential needs"
                );
            }
        }
    }

    /// <summary>Names that a function gives to functions of the archive, and to nothing else.</summary>
    private static HashSet<string> Names(string text, HashSet<string> own)
    {
        HashSet<string> names = [];
        foreach (Match alias in Aliases().Matches(text))
        {
            string name = alias.Groups[1].Value;
            int given = Regex.Count(text, $@"(?m)^[^=\n]*\b{name}\b[^=\n]*=(?!=)");
            int other = Aliases().Matches(text).Count(match => match.Groups[1].Value == name);
            if (given == other && own.Contains(alias.Groups[2].Value.Split('.')[^1]))
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The program cannot be used: {what}.");

    [GeneratedRegex("#[^\n]*|\"(\\\\.|[^\"\\\\\n])*\"|'(\\\\.|[^'\\\\\n])*'")]
    private static partial Regex Silent();

    [GeneratedRegex(@"(?=\n\s*def )")]
    private static partial Regex Functions();

    [GeneratedRegex(@"(?m)^\s*(\w+) = (__torch__(?:\.\w+)+)\s*$")]
    private static partial Regex Aliases();

    // A function of libtorch that is not called where it is named could be called under another name.
    [GeneratedRegex(@"(?<![\w.])(?:torch|ops)(?:\s*\.\s*\w+)+(?![\w]|\s*[.(])")]
    private static partial Regex Values();

    [GeneratedRegex(@"(?:def|class)\s+(\w+)")]
    private static partial Regex Definitions();

    [GeneratedRegex(@"\b(?:import|from)\s+(\S+)")]
    private static partial Regex Imports();

    // What stands before an opening parenthesis, with all that leads to it.
    [GeneratedRegex(@"([A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*|\.\s*[A-Za-z_]\w*)\s*\(")]
    private static partial Regex Calls();

    [GeneratedRegex(@"(?<=\ATuple\[)Tensor(, Tensor)*(?=\]\z)")]
    private static partial Regex Tuples();
}
