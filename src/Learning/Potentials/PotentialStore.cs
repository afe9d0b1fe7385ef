using System.Security.Cryptography;
using System.Text;
using Lichen.Learning.Potentials.Foreign;
using Lichen.Learning.Potentials.Heads;

namespace Lichen.Learning.Potentials;

/// <summary>The folder where potentials are installed, each in a folder of its own with its card.</summary>
/// <param name="folder">The folder; it need not be there yet.</param>
public sealed class PotentialStore(string folder)
{
    public const string CardFile = "card.json";
    private const string Ani = "ani";

    /// <summary>Cards of all that comes with Lichen, then of all that is installed, by name.</summary>
    /// <exception cref="PotentialException">A card cannot be read.</exception>
    public IReadOnlyList<PotentialCard> Installed() =>
        Directory.Exists(folder)
            ?
            [
                .. PotentialCard.Shipped,
                .. Directory
                    .GetDirectories(folder)
                    .Select(Path.GetFileName)
                    .Order()
                    .Select(n => Find(n!))
                    .OfType<PotentialCard>()
                    .Where(card => !card.IsShipped),
            ]
            : PotentialCard.Shipped;

    /// <summary>The card of an installed potential; null when it is not installed.</summary>
    /// <exception cref="PotentialException">Its card cannot be read.</exception>
    public PotentialCard? Find(string name)
    {
        if (PotentialCard.Shipped.FirstOrDefault(card => card.Name == name) is { } shipped)
        {
            return shipped;
        }

        if (NameProblem(name) is not null || !File.Exists(Path.Combine(FolderOf(name), CardFile)))
        {
            return null;
        }

        // Of a known potential the card is that of this release: its sums cannot be changed along with the files.
        return PotentialCard.Find(name) is { } known && known.Name == name
            ? known
            : PotentialCard.Parse(File.ReadAllText(Path.Combine(FolderOf(name), CardFile)));
    }

    /// <summary>Reads an installed potential of the ANI family; every file is checked.</summary>
    /// <exception cref="PotentialException">It is not installed, or its files are not what they were.</exception>
    public AniModel Read(string name)
    {
        PotentialCard card = Find(name) ?? throw new PotentialException(PotentialProblem.Missing, Absent(name));
        return card.IsShipped ? PotentialFile.Read(Shipped(card.Files[0])) : Read(FolderOf(name), card);
    }

    /// <summary>Reads the heads of an installed potential: its second file; null where its card names no further properties.</summary>
    /// <exception cref="PotentialException">It is not installed, or its files are not what they were.</exception>
    public PropertyHeads? ReadHeads(string name)
    {
        PotentialCard card = Find(name) ?? throw new PotentialException(PotentialProblem.Missing, Absent(name));
        return Heads(card, file => card.IsShipped ? Shipped(file) : AniFolder.Checked(FolderOf(name), file));
    }

    /// <summary>Opens an installed potential of any format, to compute with; every file is checked.</summary>
    /// <exception cref="PotentialException">It is not installed, or its files are not what they were.</exception>
    public IPotential Open(string name) =>
        Find(name) is { IsShipped: false } card
            ? Open(FolderOf(name), card)
            : new AniPotential(Read(name), ReadHeads(name));

    /// <summary>Where a potential is, in words.</summary>
    public string PlaceOf(PotentialCard card) => card.IsShipped ? "Lichen itself" : FolderOf(card.Name);

    /// <summary>Where a potential's files are, installed or not.</summary>
    public string FolderOf(string name) => Path.Combine(folder, name);

    /// <summary>Why a potential cannot be called so; null when it can.</summary>
    public static string? NameProblem(string name) =>
        name.Length is > 0 and <= 64
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : $"'{name}' names no potential: letters, digits, '-', '_' and '.', at most 64, a letter or digit first";

    /// <summary>What to say where a potential is not installed: the one command that brings it.</summary>
    public static string Absent(string name) =>
        $"{name} is not installed. Install it by: lichen models add {name} --from FOLDER|URL";

    /// <summary>Twelve digits that differ where any file of a potential, or what its card maps, differs.</summary>
    public static string Fingerprint(PotentialCard card)
    {
        IEnumerable<string> sums = card.Files.Select(file => file.Sha256);
        if (card.Mapping is { } mapping)
        {
            sums = sums.Append(mapping.ToJson());
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sums))))[..12];
    }

    internal static IPotential Open(string folder, PotentialCard card) =>
        ForeignFile.Has(card.Format)
            ? ForeignFile.Open(folder, card)
            : new AniPotential(Read(folder, card), Heads(card, file => AniFolder.Checked(folder, file)));

    private static PropertyHeads? Heads(PotentialCard card, Func<CardFile, byte[]> read) =>
        card.Properties.IsEmpty ? null
        : card is { Format: PotentialFile.Format, Files: [_, var heads] } ? HeadFile.Read(read(heads), Beneath)
        : throw new PotentialException(
            PotentialProblem.Damaged,
            $"{card.Name} names properties beyond the energy, and has no second file of the format "
                + $"'{PotentialFile.Format}' that gives them."
        );

    /// <summary>Heads that come with Lichen, for others that were tuned on top of them; null where there are none of that name.</summary>
    public static HeadsBeneath? Beneath(string name) =>
        PotentialCard.Shipped.FirstOrDefault(card => card.Name == name) is { Files: [_, var file] }
            ? new HeadsBeneath(name, file.Sha256, HeadFile.Read(Shipped(file)))
            : null;

    internal static AniModel Read(string folder, PotentialCard card) =>
        card.Format == Ani ? AniFolder.Read(folder, card)
        : card.Format == PotentialFile.Format && card.Files is [var one, ..]
            ? PotentialFile.Read(AniFolder.Checked(folder, one))
        : throw new PotentialException(
            PotentialProblem.Damaged,
            $"{card.Name} has the format '{card.Format}'; read are '{Ani}', '{PotentialFile.Format}', and of one file "
                + $"'{ForeignFile.Onnx}' and '{ForeignFile.TorchScript}'."
        );

    /// <summary>The bytes of a file that is part of this build, once they are those of the card.</summary>
    private static byte[] Shipped(CardFile file)
    {
        using Stream stream =
            typeof(PotentialStore).Assembly.GetManifestResourceStream($"Lichen.Learning.Potentials.{file.Name}")
            ?? throw new InvalidOperationException($"{file.Name} is not part of this build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        string sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return sum == file.Sha256
            ? bytes
            : throw new PotentialException(
                PotentialProblem.Damaged,
                $"{file.Name} has SHA-256 {sum} where the card says {file.Sha256}."
            );
    }
}
