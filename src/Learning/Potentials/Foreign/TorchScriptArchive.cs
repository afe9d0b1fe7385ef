using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>What can be known of a TorchScript archive without running any of it: its layout, its code as text and the
/// class of its module.</summary>
internal static partial class TorchScriptArchive
{
    private const long MostBytes = 1L << 30;
    private const int MostCode = 1 << 24;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads the code, once nothing but TorchScript's own layout is there.</summary>
    /// <exception cref="PotentialException">It is no such archive, or has something else in it.</exception>
    public static TorchScriptCode Read(ReadOnlyMemory<byte> file)
    {
        var code = new Dictionary<string, string>(StringComparer.Ordinal);
        byte[]? module = null;
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file.ToArray()), ZipArchiveMode.Read);
            string root = zip.Entries.Count > 0 ? zip.Entries[0].FullName.Split('/')[0] + "/" : "/";
            if (zip.Entries.Sum(entry => entry.Length) > MostBytes)
            {
                throw Damaged("it unpacks to more than a gigabyte");
            }

            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string name = entry.FullName.StartsWith(root, StringComparison.Ordinal)
                    ? entry.FullName[root.Length..]
                    : entry.FullName;
                if (!Layout().IsMatch(name) || name.Contains("..", StringComparison.Ordinal))
                {
                    throw Damaged($"it has an entry '{name}', which is none of a TorchScript archive");
                }

                if (name.EndsWith(".py", StringComparison.Ordinal))
                {
                    string text = Strict.GetString(Bytes(entry));
                    if (!code.TryAdd(name, text))
                    {
                        throw Damaged($"it has '{name}' twice");
                    }
                }

                if (
                    name.EndsWith(".pkl", StringComparison.Ordinal)
                    && Encoding.Latin1.GetString(Bytes(entry)).Contains("torch.classes", StringComparison.Ordinal)
                )
                {
                    throw Damaged($"'{name}' has an object of a library");
                }

                module = name == "data.pkl" ? Bytes(entry) : module;
            }
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"The archive cannot be read: {e.Message}", e);
        }

        string type = ModuleOf(module ?? throw Damaged("it has no data.pkl: it is no TorchScript archive"));
        string place = "code/" + type[..type.LastIndexOf('.')].Replace('.', '/') + ".py";
        return code.TryGetValue(place, out string? own)
            ? new TorchScriptCode(string.Join('\n', code.Values), own, type)
            : throw Damaged($"it has no '{place}', where its module would be");
    }

    /// <summary>The class of the module: what the pickle names first.</summary>
    private static string ModuleOf(byte[] pickle)
    {
        // Protocol 2, then the opcode of a class: c, module, line feed, name, line feed.
        string text = Encoding.Latin1.GetString(pickle.AsSpan(0, Math.Min(pickle.Length, 4096)));
        return
            text.StartsWith("\u0080\u0002c__torch__", StringComparison.Ordinal)
            && text.Split('\n') is [var module, var name, ..]
            ? $"{module[3..]}.{name}"
            : throw Damaged("its data.pkl does not begin with a module of its own code");
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        if (entry.Length > MostCode)
        {
            throw Damaged($"'{entry.FullName}' has {entry.Length} bytes");
        }

        using Stream stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The archive cannot be used: {what}.");

    [GeneratedRegex(
        @"\A(data\.pkl|constants\.pkl|version|byteorder|\.data/\w+|data/\d+|constants/\d+|code/[\w/.]+\.py(\.debug_pkl)?|"
            + @"\.format_version|\.storage_alignment)\z"
    )]
    private static partial Regex Layout();
}
