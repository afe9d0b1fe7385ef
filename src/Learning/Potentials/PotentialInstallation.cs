using System.Globalization;
using System.Text.Json;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Potentials;

/// <summary>Brings a potential into the store: file by file into a folder beside it, which takes its name only when
/// every file is what the card says.</summary>
/// <remarks>
/// Interrupted, the same again goes on where it stopped: whole files stay, and of a download the bytes that came are
/// asked for no second time (RFC 9110, section 14, <see href="https://doi.org/10.17487/RFC9110"/>). Sums are compared
/// in the end, so that a file that changed between two parts is found.
/// </remarks>
/// <param name="store">Where to.</param>
/// <param name="http">What downloads; its timeouts are its owner's.</param>
/// <param name="time">The clock, for the record.</param>
public sealed class PotentialInstallation(PotentialStore store, HttpClient http, TimeProvider time)
{
    private const string RecordFile = "installed.json";
    private const int LargestCard = 1 << 20;

    /// <summary>The card of what would be installed: Lichen's own of a known name, else that beside the files.</summary>
    /// <param name="name">Name as levels of theory will write it.</param>
    /// <param name="from">A folder, or the address of one: http or https.</param>
    /// <exception cref="PotentialException">There is no card, or it is of another potential.</exception>
    /// <exception cref="HttpRequestException">The address does not answer.</exception>
    public async Task<PotentialCard> CardAsync(string name, string from, CancellationToken cancellationToken)
    {
        if (PotentialStore.NameProblem(name) is { } problem)
        {
            throw new PotentialException(PotentialProblem.Damaged, problem + ".");
        }

        if (PotentialCard.Find(name) is { } known)
        {
            return known;
        }

        string text;
        if (Address(from, PotentialStore.CardFile) is { } address)
        {
            using HttpResponseMessage answer = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > LargestCard)
            {
                throw NoCard(name, from);
            }

            text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            string file = Path.Combine(from, PotentialStore.CardFile);
            text = File.Exists(file)
                ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)
                : throw NoCard(name, from);
        }

        var card = PotentialCard.Parse(text);
        return card.Name == name
            ? card
            : throw new PotentialException(
                PotentialProblem.Damaged,
                $"The card in {from} is of '{card.Name}': add it by that name."
            );
    }

    /// <summary>Installs.</summary>
    /// <param name="card">What.</param>
    /// <param name="from">A folder, or the address of one: http or https.</param>
    /// <param name="progress">Told of each file that is there and checked.</param>
    /// <param name="cancellationToken">Stops; the same again goes on from there.</param>
    /// <exception cref="PotentialException">A file is missing, or is not what the card says.</exception>
    /// <exception cref="HttpRequestException">The address does not answer.</exception>
    public async Task AddAsync(
        PotentialCard card,
        string from,
        Action<CardFile>? progress,
        CancellationToken cancellationToken
    )
    {
        if (card.IsShipped)
        {
            throw new PotentialException(
                PotentialProblem.Damaged,
                $"{card.Name} comes with Lichen: there is nothing to install."
            );
        }

        string target = store.FolderOf(card.Name);
        string staging = target + ".part";
        Directory.CreateDirectory(staging);
        foreach (CardFile file in card.Files)
        {
            string path = Path.Combine(staging, Path.GetFileName(file.Name));
            if (!IsWhole(staging, file))
            {
                if (Address(from, file.Name) is { } address)
                {
                    await DownloadAsync(address, path, file, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    Copy(Path.Combine(from, Path.GetFileName(file.Name)), path);
                }

                Check(staging, file);
            }

            progress?.Invoke(file);
        }

        // Sums say that the bytes are right; that they make a model is seen before the name is given.
        IPotential potential = PotentialStore.Open(staging, card);
        if (potential is ForeignPotential)
        {
            // What a mapping means is seen by the numbers that it gives.
            Compare(potential, card);
        }

        await File.WriteAllTextAsync(Path.Combine(staging, PotentialStore.CardFile), card.ToJson(), cancellationToken)
            .ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(staging, RecordFile), Record(card, from), cancellationToken)
            .ConfigureAwait(false);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Move(staging, target);
    }

    private static void Compare(IPotential potential, PotentialCard card)
    {
        foreach (ReferenceCheck check in ReferenceCheck.Of(potential, card).Where(check => !check.Holds))
        {
            throw new PotentialException(
                PotentialProblem.Damaged,
                $"{card.Name} does not give its reference '{check.Reference.Name}': {check.Differences()}. The mapping, a "
                    + "unit or the file is not what the card says."
            );
        }
    }

    private async Task DownloadAsync(Uri address, string path, CardFile file, CancellationToken cancellationToken)
    {
        long there = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (there >= file.Bytes)
        {
            // Whole and wrong: nothing of it can be kept.
            File.Delete(path);
            there = 0;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (there > 0)
        {
            request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(there, null);
        }

        using HttpResponseMessage answer = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            )
            .ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();

        // A server that knows no ranges sends the whole again.
        bool goesOn =
            answer.StatusCode == System.Net.HttpStatusCode.PartialContent
            && answer.Content.Headers.ContentRange?.From == there;
        using var output = new FileStream(path, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write);
        using Stream input = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (output.Length + read > file.Bytes)
            {
                throw new PotentialException(
                    PotentialProblem.Damaged,
                    $"{address} is longer than the {file.Bytes} bytes of {file.Name}: it is another file."
                );
            }

            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Copy(string from, string to)
    {
        if (!File.Exists(from))
        {
            throw new PotentialException(PotentialProblem.Missing, $"{from} is not there.");
        }

        File.Delete(to);
        using var input = new FileStream(from, FileMode.Open, FileAccess.Read);
        using var output = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        input.CopyTo(output);
    }

    private static bool IsWhole(string folder, CardFile file)
    {
        try
        {
            AniFolder.Checked(folder, file);
            return true;
        }
        catch (PotentialException)
        {
            return false;
        }
    }

    private static void Check(string folder, CardFile file)
    {
        try
        {
            AniFolder.Checked(folder, file);
        }
        catch (PotentialException e) when (new FileInfo(Path.Combine(folder, file.Name)).Length >= file.Bytes)
        {
            // Of a part the rest can be asked for; a whole file that is another one is in the way.
            File.Delete(Path.Combine(folder, file.Name));
            throw new PotentialException(e.Problem, e.Message, e);
        }
    }

    private string Record(PotentialCard card, string from)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("name", card.Name);
            json.WriteString("from", from);
            json.WriteString("licence", card.Licence);
            json.WriteString("installed", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Uri? Address(string from, string file) =>
        Uri.TryCreate(from.EndsWith('/') ? from : from + "/", UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https"
            ? new Uri(address!, Uri.EscapeDataString(file))
            : null;

    private static PotentialException NoCard(string name, string from) =>
        new(
            PotentialProblem.Missing,
            $"Lichen has no card of '{name}', and there is no {PotentialStore.CardFile} in {from}. Known by name are "
                + $"{string.Join(", ", PotentialCard.Known.Select(card => card.Name))}."
        );
}
