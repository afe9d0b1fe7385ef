using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>Reads the published files of a potential of the ANI family.</summary>
/// <remarks>
/// Data only: archives are read in memory entry by entry, never unpacked into folders, and nothing is run. Every file
/// is compared with the sum on the card before anything of it is used.
/// </remarks>
public static class AniFolder
{
    private const long LargestFile = 1L << 28;
    private const int Celu = 9;
    private const int Linear = 6;

    /// <summary>Reads a model.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <param name="card">What files there are, and their sums.</param>
    /// <exception cref="PotentialException">A file is missing, cut off or altered, or files contradict each
    /// other.</exception>
    public static AniModel Read(string folder, PotentialCard card)
    {
        var files = card.Files.ToDictionary(file => file.Name, file => Checked(folder, file), StringComparer.Ordinal);
        (string termsFile, byte[] termsBytes) = Only(files, ".params");
        var terms = EnvironmentTerms.Parse(Encoding.UTF8.GetString(termsBytes), termsFile);
        (string selfFile, byte[] selfBytes) = Only(files, ".dat");
        ImmutableArray<double> self = SelfEnergies(Encoding.UTF8.GetString(selfBytes), terms, selfFile);
        var members = new SortedDictionary<int, ImmutableArray<AtomicNetwork>>();
        foreach ((string name, byte[] bytes) in files.Where(f => f.Key.EndsWith(".json", StringComparison.Ordinal)))
        {
            ReadMembers(name, bytes, files, terms, members);
        }

        return members.Count > 0 && members.Keys.SequenceEqual(Enumerable.Range(0, members.Count))
            ? new AniModel(card.Name, terms, self, [.. members.Values])
            : throw Damaged(
                $"{card.Name} has the members {string.Join(' ', members.Keys)}: they are to count up from 0"
            );
    }

    /// <summary>The bytes of a file, once they are those of the card.</summary>
    /// <exception cref="PotentialException">It is missing, cut off or altered.</exception>
    public static byte[] Checked(string folder, CardFile file)
    {
        if (file.Name.AsSpan().ContainsAny("/\\") || file.Name is "" or "." or "..")
        {
            throw Damaged($"the card names the file '{file.Name}': names of files are plain");
        }

        string path = Path.Combine(folder, file.Name);
        if (!File.Exists(path))
        {
            throw new PotentialException(PotentialProblem.Missing, $"{file.Name} is not in {folder}.");
        }

        // Of the file itself, where the folder holds a link to it.
        using FileStream stream = File.OpenRead(path);
        long length = stream.Length;
        if (length != file.Bytes || length > LargestFile)
        {
            throw Damaged(
                $"{file.Name} has {length} bytes where the card says {file.Bytes}: it is "
                    + (length < file.Bytes ? "cut off" : "another file")
            );
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        string sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return sum == file.Sha256
            ? bytes
            : throw Damaged(
                $"{file.Name} is not the published file: SHA-256 {sum} where the card says {file.Sha256}. Get it anew"
            );
    }

    private static (string Name, byte[] Bytes) Only(Dictionary<string, byte[]> files, string ending)
    {
        var found = files.Where(file => file.Key.EndsWith(ending, StringComparison.Ordinal)).ToArray();
        return found is [var one]
            ? (one.Key, one.Value)
            : throw Damaged($"the card names {found.Length} files *{ending}; there is to be one");
    }

    /// <summary>Lines <c>X,i=value</c>: energy in hartree that every atom X adds.</summary>
    private static ImmutableArray<double> SelfEnergies(string text, EnvironmentTerms terms, string file)
    {
        var energies = new double?[terms.ElementCount];
        foreach (
            string line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            string[] words = line.Split(',', '=');
            if (
                words.Length != 3
                || Elements.AtomicNumber(words[0]) is not { } number
                || terms.IndexOf((byte)number) is not (>= 0 and var place)
                || !double.TryParse(words[2], CultureInfo.InvariantCulture, out double energy)
                || !double.IsFinite(energy)
            )
            {
                throw Damaged($"{file}: '{line}' is not X,i=energy of an element of the model");
            }

            // Another order of elements would give every network the vectors of another.
            if (words[1] != place.ToString(CultureInfo.InvariantCulture))
            {
                throw Damaged($"{file}: {words[0]} has place {words[1]}, and place {place} in the environment terms");
            }

            energies[place] = energy;
        }

        int missing = Array.FindIndex(energies, energy => energy is null);
        return missing < 0
            ? [.. energies.Select(energy => energy!.Value)]
            : throw Damaged($"{file}: no energy of {Elements.Symbol(terms.AtomicNumbers[missing])}");
    }

    private static void ReadMembers(
        string name,
        byte[] json,
        Dictionary<string, byte[]> files,
        EnvironmentTerms terms,
        SortedDictionary<int, ImmutableArray<AtomicNetwork>> members
    )
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                string archive = member.Name + ".zip";
                if (
                    !member.Name.StartsWith("train", StringComparison.Ordinal)
                    || !int.TryParse(member.Name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int k)
                    || !files.TryGetValue(archive, out byte[]? bytes)
                    || members.ContainsKey(k)
                )
                {
                    throw Damaged($"{name} describes '{member.Name}', and the card has no file {archive} for it");
                }

                using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
                members.Add(
                    k,
                    [.. terms.AtomicNumbers.Select(z => Network(zip, archive, member.Value, Elements.Symbol(z), terms))]
                );
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"{name} cannot be read: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"An archive of {name} is damaged: {e.Message}", e);
        }
    }

    private static AtomicNetwork Network(
        ZipArchive zip,
        string archive,
        JsonElement member,
        string symbol,
        EnvironmentTerms terms
    )
    {
        var layers = ImmutableArray.CreateBuilder<NetworkLayer>();
        int inputs = terms.Length;
        JsonElement described = member.GetProperty(symbol);
        int count = described.GetArrayLength();
        for (int l = 0; l < count; l++)
        {
            JsonElement layer = described[l];
            int nodes = layer.GetProperty("nodes").GetInt32();
            int activation = layer.GetProperty("activation").GetInt32();
            bool last = l == count - 1;
            if (
                layer.GetProperty("inputs").GetInt32() != inputs
                || nodes is not (> 0 and <= 4096)
                || activation != (last ? Linear : Celu)
                || (last && nodes != 1)
            )
            {
                throw Damaged(
                    $"layer {l + 1} of {symbol} in {archive} has {nodes} nodes with activation {activation} on other "
                        + $"than the {inputs} inputs before it: CELU ({Celu}) within and one linear node ({Linear}) at "
                        + "the end are read"
                );
            }

            layers.Add(
                new NetworkLayer(
                    inputs,
                    nodes,
                    Numbers(zip, archive, layer.GetProperty("weights").GetString() ?? "", nodes * inputs),
                    Numbers(zip, archive, layer.GetProperty("biases").GetString() ?? "", nodes)
                )
            );
            inputs = nodes;
        }

        return count > 1
            ? new AtomicNetwork(layers.ToImmutable())
            : throw Damaged($"{symbol} in {archive} has {count} layers");
    }

    private static float[] Numbers(ZipArchive zip, string archive, string name, int count)
    {
        // An entry is asked for by its plain name: one that leads out of the archive's own folder is not found.
        ZipArchiveEntry entry = zip.GetEntry(name) ?? throw Damaged($"{archive} has no entry '{name}'");
        if (entry.Length != 4L * count || name.AsSpan().ContainsAny("/\\"))
        {
            throw Damaged($"'{name}' in {archive} has {entry.Length} bytes where {count} numbers take {4L * count}");
        }

        var numbers = new float[count];
        using Stream stream = entry.Open();
        stream.ReadAtLeast(MemoryMarshal.AsBytes(numbers.AsSpan()), 4 * count, throwOnEndOfStream: false);
        int wrong = Array.FindIndex(numbers, number => !float.IsFinite(number));
        return wrong < 0 ? numbers : throw Damaged($"number {wrong} of '{name}' in {archive} is not finite");
    }

    private static PotentialException Damaged(string what) => new(PotentialProblem.Damaged, $"{Capital(what)}.");

    private static string Capital(string text) =>
        text.StartsWith("the ", StringComparison.Ordinal) || text.StartsWith("layer", StringComparison.Ordinal)
            ? char.ToUpperInvariant(text[0]) + text[1..]
            : text;
}
