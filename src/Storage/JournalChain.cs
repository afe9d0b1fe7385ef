using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lichen.Storage;

/// <summary>
/// The hash of an event covers the event before it: whoever changes, removes or inserts one breaks every later hash.
/// What is cut off at the end does not show.
/// </summary>
internal static class JournalChain
{
    /// <summary>Hash of the meta rows, from which the first event's hash starts.</summary>
    /// <param name="meta">Names and values in ordinal order of names.</param>
    public static string Start(IEnumerable<KeyValuePair<string, string>> meta) =>
        Hash(string.Concat(meta.Select(pair => $"{pair.Key}={pair.Value}\n")));

    public static string Next(string before, long seq, string at, string kind, string payload) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{before}\n{seq}\n{at}\n{kind}\n{payload}"));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
