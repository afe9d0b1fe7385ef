using System.Net;
using System.Net.Sockets;
using System.Text;
using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

public sealed class PotentialInstallationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-potential-").FullName;
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Source => Directory.CreateDirectory(Path.Combine(_folder, "source")).FullName;

    private PotentialStore Store => new(Path.Combine(_folder, "store"));

    [Fact]
    public async Task From_a_folder_it_is_installed_with_its_licence_on_record()
    {
        PotentialCard card = Published();
        await Installation().AddAsync(card, Source, null, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["lichen-base", "lichen-base-b3lyp", "small"],
            Store.Installed().Select(installed => installed.Name).Order()
        );
        Assert.Equal(2, Store.Read("small").MemberCount);
        string record = File.ReadAllText(Path.Combine(Store.FolderOf("small"), "installed.json"));
        Assert.Contains("\"licence\": \"MIT\"", record);
        Assert.Contains(Source, record);
    }

    [Fact]
    public async Task A_file_that_is_altered_is_refused_and_nothing_is_installed()
    {
        PotentialCard card = Published();
        byte[] bytes = File.ReadAllBytes(Path.Combine(Source, "train1.zip"));
        bytes[^30] ^= 1;
        File.WriteAllBytes(Path.Combine(Source, "train1.zip"), bytes);
        var problem = await Assert.ThrowsAsync<PotentialException>(() =>
            Installation().AddAsync(card, Source, null, TestContext.Current.CancellationToken)
        );
        Assert.Contains("train1.zip is not the published file", problem.Message);
        Assert.Null(Store.Find("small"));
    }

    [Fact]
    public async Task From_an_address_it_is_installed_as_from_a_folder()
    {
        Published();
        using var server = new FileServer(Source);
        var installation = Installation();
        PotentialCard card = await installation.CardAsync(
            "small",
            server.Address,
            TestContext.Current.CancellationToken
        );
        await installation.AddAsync(card, server.Address, null, TestContext.Current.CancellationToken);
        Assert.Equal(2, Store.Read("small").MemberCount);
    }

    [Fact]
    public async Task A_download_that_broke_goes_on_where_it_stopped()
    {
        PotentialCard card = Published();
        using var server = new FileServer(Source) { BreakAfter = ("train0.zip", 400) };
        await Assert.ThrowsAnyAsync<Exception>(() =>
            Installation().AddAsync(card, server.Address, null, TestContext.Current.CancellationToken)
        );
        Assert.Null(Store.Find("small"));
        int before = server.Asked.Count;
        server.BreakAfter = null;
        await Installation().AddAsync(card, server.Address, null, TestContext.Current.CancellationToken);
        Assert.Equal(2, Store.Read("small").MemberCount);

        // Whole files are not asked for again, and of the broken one the rest alone.
        string[] again = [.. server.Asked.Skip(before)];
        Assert.DoesNotContain(again, asked => asked.StartsWith("small.params", StringComparison.Ordinal));
        Assert.Contains("train0.zip bytes=400-", again);
    }

    [Fact]
    public async Task A_file_that_is_longer_than_its_card_says_is_cut_short()
    {
        PotentialCard card = Published();
        File.AppendAllText(Path.Combine(Source, "train0.zip"), new string('x', 1 << 18));
        using var server = new FileServer(Source);
        var problem = await Assert.ThrowsAsync<PotentialException>(() =>
            Installation().AddAsync(card, server.Address, null, TestContext.Current.CancellationToken)
        );
        Assert.Contains("it is another file", problem.Message);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("")]
    [InlineData(".hidden")]
    public async Task Names_that_lead_elsewhere_are_refused(string name)
    {
        await Assert.ThrowsAsync<PotentialException>(() =>
            Installation().CardAsync(name, Source, TestContext.Current.CancellationToken)
        );
        Assert.Null(Store.Find(name));
    }

    [Fact]
    public async Task An_unknown_name_without_a_card_names_those_known()
    {
        var problem = await Assert.ThrowsAsync<PotentialException>(() =>
            Installation().CardAsync("ANI-9", Source, TestContext.Current.CancellationToken)
        );
        Assert.Contains("ANI-2x, ANI-1ccx", problem.Message);
    }

    private PotentialCard Published()
    {
        PotentialCard card = SmallPotential.Write(Source);
        File.WriteAllText(Path.Combine(Source, PotentialStore.CardFile), card.ToJson());
        return card;
    }

    private PotentialInstallation Installation() => new(Store, _http, TimeProvider.System);

    /// <summary>Serves a folder on the loopback, ranges included, and can break off.</summary>
    private sealed class FileServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly string _folder;
        private readonly Task _serving;

        public FileServer(string folder)
        {
            _folder = folder;
            _listener.Start();
            _serving = ServeAsync();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/models";

        /// <summary>What was asked for: a name, and the range where there was one.</summary>
        public List<string> Asked { get; } = [];

        /// <summary>The file whose connection ends after so many bytes.</summary>
        public (string File, int Bytes)? BreakAfter { get; set; }

        public void Dispose()
        {
            _listener.Dispose();
            _serving.Wait(TimeSpan.FromSeconds(10));
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _listener.AcceptTcpClientAsync();
                    await AnswerAsync(client.GetStream());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(NetworkStream stream)
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
            string name = Path.GetFileName((await reader.ReadLineAsync())!.Split(' ')[1]);
            string range = "";
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                range = line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase) ? line[7..] : range;
            }

            lock (Asked)
            {
                Asked.Add(range.Length > 0 ? $"{name} {range}" : name);
            }

            byte[] whole = await File.ReadAllBytesAsync(Path.Combine(_folder, name));
            int start = range.Length > 0 ? int.Parse(range["bytes=".Length..^1]) : 0;
            byte[] part = whole[start..];
            string head =
                (start > 0 ? "HTTP/1.1 206 Partial Content" : "HTTP/1.1 200 OK")
                + $"\r\nContent-Length: {part.Length}\r\nConnection: close\r\n"
                + (start > 0 ? $"Content-Range: bytes {start}-{whole.Length - 1}/{whole.Length}\r\n" : "")
                + "\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            int sent = BreakAfter is { } broken && broken.File == name ? broken.Bytes : part.Length;
            await stream.WriteAsync(part.AsMemory(0, sent));
        }
    }
}
