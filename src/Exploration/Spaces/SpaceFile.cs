using System.Buffers.Binary;
using System.Text;
using Lichen.Chemistry;
using Lichen.Core;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Exploration.Spaces;

/// <summary>Finds and opens the files that a campaign names.</summary>
public static class SpaceFile
{
    private const string RdkitData = "rdkit-data:";
    private const ushort GzipMagic = 0x1F8B;

    /// <summary>What files of molecules end in, to stand in messages.</summary>
    internal const string Endings = ".smi, .csv or .sdf, each also .gz, or .parquet";

    /// <summary>The absolute path of a file as a campaign writes it; the file exists.</summary>
    /// <param name="file">The path as written: absolute, relative to the folder, or rdkit-data:NAME.</param>
    /// <param name="folder">Absolute folder in which relative paths start.</param>
    /// <exception cref="SpaceException">There is no such file; the message names the nearest one.</exception>
    public static string Locate(string file, string folder)
    {
        var path = file.StartsWith(RdkitData, StringComparison.Ordinal)
            ? InRdkitData(file[RdkitData.Length..])
            : Path.GetFullPath(file, folder);
        if (File.Exists(path))
        {
            return path;
        }

        var parent = Path.GetDirectoryName(path);
        if (Directory.Exists(path))
        {
            throw new SpaceException($"{file}: expected a file, found a folder: {path}");
        }

        if (parent is null || !Directory.Exists(parent))
        {
            throw new SpaceException($"{file}: there is no such file, and no folder {parent}");
        }

        var neighbours = Directory.EnumerateFiles(parent).Select(Path.GetFileName).Take(10_000);
        throw new SpaceException(
            $"{file}: there is no such file in {parent}{NearestWord.Suggestion(Path.GetFileName(path), neighbours!)}"
        );
    }

    /// <summary>The kind of file by its name, whether compressed or not.</summary>
    internal static SpaceFormat FormatOf(string file)
    {
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".SMI" => SpaceFormat.Smiles,
            ".CSV" or ".PARQUET" => SpaceFormat.Csv,
            ".SDF" => SpaceFormat.Sdf,
            _ => throw new SpaceException($"{file}: expected a file ending in {Endings}"),
        };
    }

    /// <summary>Opens text, compressed or not, or a Parquet file as the text of a table: what the file holds decides, not its name.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="SpaceException">It begins as a Parquet file, and is none.</exception>
    public static StreamReader OpenText(string path)
    {
        var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1 << 16,
            FileOptions.SequentialScan
        );
        try
        {
            Span<byte> start = stackalloc byte[4];
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (start.SequenceEqual(ParquetTextStream.Magic))
            {
                stream.Dispose();
                return new StreamReader(Table(path), Encoding.UTF8);
            }

            var compressed = start.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(start) == GzipMagic;
            stream.Position = 0;
            Stream content = compressed ? new WholeGzip(stream) : stream;
            return new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        }
        catch (IOException)
        {
            stream.Dispose();
            throw;
        }
    }

    private static ParquetTextStream Table(string path)
    {
        try
        {
            return new ParquetTextStream(path);
        }
        catch (StorageException e)
        {
            throw new SpaceException(e.Message);
        }
    }

    private static string InRdkitData(string name)
    {
        var folder =
            Rdkit.DataFolder
            ?? throw new SpaceException(
                $"{RdkitData}{name}: RDKit's data folder is not installed: apt-get install rdkit-data"
            );
        var path = Path.GetFullPath(name.TrimStart('/'), folder);
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new SpaceException(
                $"{RdkitData}{name}: expected a file inside RDKit's data folder, found a path that leaves it"
            );
    }
}

internal enum SpaceFormat
{
    Smiles,
    Csv,
    Sdf,
}
