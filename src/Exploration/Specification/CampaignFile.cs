using System.Text;
using Lichen.Chemistry.Reactions;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Specification;

/// <summary>Reads and writes campaign files.</summary>
public static class CampaignFile
{
    private const int LargestFile = 1 << 20;

    /// <summary>
    /// Reads a campaign file from disk. Every problem of its text is returned at once, missing files that it names among them.
    /// </summary>
    /// <param name="path">The file, as the user named it; messages name it so.</param>
    /// <param name="cores">Workers where the file gives none: the cores of this machine.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CampaignReading Read(string path, int cores)
    {
        var full = Path.GetFullPath(path);
        var bytes = ReadBounded(full);
        var text = Decode(bytes, path, out var problem);
        return text is null
            ? new CampaignReading(null, [problem!], [])
            : Parse(text, path, Path.GetDirectoryName(full)!, cores, CheckFiles);
    }

    /// <summary>Reads the text of a campaign file. The files that it names need not be there.</summary>
    /// <param name="file">Name of the file for messages.</param>
    /// <param name="folder">Absolute folder in which relative paths start.</param>
    /// <param name="cores">Workers where the file gives none.</param>
    public static CampaignReading Parse(string text, string file, string folder, int cores) =>
        Parse(text, file, folder, cores, (_, _, _) => { });

    private static CampaignReading Parse(
        string text,
        string file,
        string folder,
        int cores,
        Action<CampaignDraft, string, ProblemList> checkFiles
    )
    {
        var problems = new ProblemList(file, text);
        var notes = new List<FileNote>();
        CampaignSpec? spec = null;
        if (YamlTree.Read(text, problems) is { } root)
        {
            var draft = CampaignFields.Section.ReadParts(root, new Place("", [], problems));
            checkFiles(draft, folder, problems);
            spec = new CampaignChecks(problems, notes).Resolve(draft, NameOf(file), folder, cores);
        }

        return problems.IsEmpty
            ? new CampaignReading(spec, [], [.. notes])
            : new CampaignReading(null, problems.InFileOrder(), []);
    }

    /// <summary>The campaign as a file with every default explicit; reading it gives an equal specification.</summary>
    /// <param name="spec">The campaign.</param>
    /// <param name="header">Lines of comment to stand first, such as the versions of all programs.</param>
    /// <param name="notes">Comments by path, as reading the original gave them.</param>
    public static string WriteResolved(CampaignSpec spec, IEnumerable<string> header, IEnumerable<FileNote> notes)
    {
        var text = new StringBuilder();
        foreach (var line in header)
        {
            text.Append("# ").Append(ScalarNode.Printable(line)).Append('\n');
        }

        var root = (MapNode)CampaignFields.Section.Write(SpecDraft.Of(spec));
        return text.Append(YamlText.Write(root, notes.ToLookup(note => note.Path, note => note.Text))).ToString();
    }

    private static void CheckFiles(CampaignDraft draft, string folder, ProblemList problems)
    {
        folder = Path.GetFullPath(draft.Folder ?? ".", folder);
        if (draft.Space is { File.Length: > 0 })
        {
            Check("space.file", draft.Space.File);
        }

        if (draft.Space?.Reactions is { } reactions)
        {
            if (reactions.BuildingBlocks.Length > 0)
            {
                Check("space.building_blocks", reactions.BuildingBlocks);
            }

            if (reactions.Templates != ReactionLibrary.RobustName)
            {
                Check("space.reactions", reactions.Templates);
            }
        }

        if (draft.Routes is { } routes)
        {
            if (routes.Stock is { } stock)
            {
                Check("routes.stock", stock);
            }

            if (routes.Templates != ReactionLibrary.RobustName)
            {
                Check("routes.templates", routes.Templates);
            }
        }

        if (!draft.Ladder.IsDefault)
        {
            foreach (var (index, rung) in draft.Ladder.Index())
            {
                if (rung.Table is { } table)
                {
                    Check($"ladder[{index + 1}].table.file", table.File);
                }

                if (rung.Model is { } model)
                {
                    Check($"ladder[{index + 1}].model.file", model.File);
                }
            }
        }

        void Check(string path, string file)
        {
            try
            {
                SpaceFile.Locate(file, folder);
            }
            catch (SpaceException missing)
            {
                problems.Add(path, missing.Message);
            }
        }
    }

    private static byte[] ReadBounded(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[LargestFile + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..length];
    }

    private static string? Decode(byte[] bytes, string path, out FileProblem? problem)
    {
        problem = null;
        if (bytes.Length > LargestFile)
        {
            problem = new FileProblem(path, 1, 1, "", "expected a campaign file, found more than 1 MB of text");
            return null;
        }

        ReadOnlySpan<byte> body = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
        var valid = System.Text.Unicode.Utf8.IsValid(body);
        if (!valid)
        {
            var (line, column) = FirstInvalid(body);
            problem = new FileProblem(
                path,
                line,
                column,
                "",
                "expected UTF-8 text, found bytes that are not; save the file as UTF-8"
            );
            return null;
        }

        return Encoding.UTF8.GetString(body);
    }

    private static (int Line, int Column) FirstInvalid(ReadOnlySpan<byte> body)
    {
        int line = 1,
            column = 1;
        while (Rune.DecodeFromUtf8(body, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            body = body[length..];
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
        }

        return (line, column);
    }

    private static string NameOf(string file)
    {
        var name = string.Concat(
            Path.GetFileNameWithoutExtension(file).Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-')
        );
        return name.Length == 0 ? "campaign" : name[..Math.Min(100, name.Length)];
    }
}
