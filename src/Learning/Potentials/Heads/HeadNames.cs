using System.Globalization;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>What the layers of a <see cref="HeadNetwork"/> are called, in files and in training.</summary>
internal static class HeadNames
{
    public const string Pointing = "pointing";

    public static string Embedding(EnvironmentTerms terms, int element, int layer) =>
        string.Create(CultureInfo.InvariantCulture, $"{Elements.Symbol(terms.AtomicNumbers[element])}.{layer}");

    public static string Filter(int round) => string.Create(CultureInfo.InvariantCulture, $"filter.{round}");

    public static string Sent(int round) => string.Create(CultureInfo.InvariantCulture, $"sent.{round}");

    public static string Updated(int round) => string.Create(CultureInfo.InvariantCulture, $"updated.{round}");

    public static string Output(int layer) => string.Create(CultureInfo.InvariantCulture, $"output.{layer}");

    /// <summary>Whether a layer sees the environment vectors.</summary>
    public static bool IsFirst(EnvironmentTerms terms, string name) =>
        Enumerable.Range(0, terms.ElementCount).Any(e => name == Embedding(terms, e, 0));

    /// <summary>Whether a layer reads properties off the descriptions of atoms, rather than making these.</summary>
    public static bool IsReadOff(string name) => name == Pointing || name == Output(0) || name == Output(1);
}
