using System.Collections.Immutable;
using System.Globalization;

namespace Lichen.Studies.Ladders;

/// <summary>What the command line of the ladder study says.</summary>
internal sealed record LaddersOptions(
    string Data,
    int Seeds,
    ImmutableArray<string> Tables,
    ImmutableArray<string> Arms
)
{
    /// <summary>True when nothing is left out, so that the results are worth keeping.</summary>
    public bool IsWhole => Tables.IsEmpty && Arms.IsEmpty;

    public static LaddersOptions Read(string[] arguments)
    {
        return new LaddersOptions(
            arguments[0],
            int.Parse(Value("--seeds", "20"), CultureInfo.InvariantCulture),
            [.. Names("--only")],
            [.. Names("--arms")]
        );

        string Value(string name, string usual) =>
            Array.IndexOf(arguments, name) is var i and >= 0 && i + 1 < arguments.Length ? arguments[i + 1] : usual;

        string[] Names(string name) => Value(name, "").Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    public bool Takes(string table) => Tables.IsEmpty || Tables.Contains(table);

    public bool TakesArm(string arm) => Arms.IsEmpty || Arms.Contains(arm);
}
