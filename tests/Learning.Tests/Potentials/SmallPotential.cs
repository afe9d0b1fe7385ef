using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

/// <summary>A potential of H and C with 16 nodes and two members, random but seeded, in the published form.</summary>
internal static class SmallPotential
{
    private const int Nodes = 16;

    private const string Terms = """
        Rcr = 5.0
        Rca = 3.5
        EtaR = [16.0]
        ShfR = [0.9,1.2,1.5,1.8,2.1,2.4,2.7,3.0]
        Zeta = [8.0]
        ShfZ = [0.4,1.2,2.0,2.8]
        EtaA = [8.0]
        ShfA = [0.9,2.0]
        Atyp = [H,C]
        """;

    /// <param name="folder">Where the files go.</param>
    /// <param name="selfEnergies">Their text.</param>
    /// <param name="spoil">Changes the first weights of each member.</param>
    /// <param name="nodes">Nodes that the description claims.</param>
    public static PotentialCard Write(
        string folder,
        string selfEnergies = "H,0=-0.6\nC,1=-38\n",
        Action<float[]>? spoil = null,
        int nodes = Nodes
    )
    {
        int length = EnvironmentTerms.Parse(Terms, "small.params").Length;
        File.WriteAllText(Path.Combine(folder, "small.params"), Terms);
        File.WriteAllText(Path.Combine(folder, "sae_linfit.dat"), selfEnergies);
        var members = new List<string>();
        for (int k = 0; k < 2; k++)
        {
            var random = new Random(k);
            using var zip = ZipFile.Open(Path.Combine(folder, $"train{k}.zip"), ZipArchiveMode.Create);
            foreach (string symbol in new[] { "H", "C" })
            {
                float[] weights = Draw(random, Nodes * length);
                spoil?.Invoke(weights);
                Add(zip, $"{symbol}-l1.wparam", weights);
                Add(zip, $"{symbol}-l1.bparam", Draw(random, Nodes));
                Add(zip, $"{symbol}-l2.wparam", Draw(random, Nodes));
                Add(zip, $"{symbol}-l2.bparam", Draw(random, 1));
            }

            members.Add($"\"train{k}\":{{{Described("H", length, nodes)},{Described("C", length, nodes)}}}");
        }

        File.WriteAllText(Path.Combine(folder, "architecture.json"), $"{{{string.Join(',', members)}}}");
        return new PotentialCard(
            "small",
            "ani",
            "nothing",
            "MIT",
            [],
            ["none"],
            "this test",
            ["H", "C"],
            [0],
            [1],
            "everything",
            [
                .. new[] { "small.params", "sae_linfit.dat", "train0.zip", "train1.zip", "architecture.json" }.Select(
                    name => Described(folder, name)
                ),
            ],
            []
        );
    }

    private static CardFile Described(string folder, string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, name));
        return new CardFile(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static string Described(string symbol, int length, int nodes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            "{{symbol}}":[
              {"nodes":{{nodes}},"inputs":{{length}},"activation":9,"weights":"{{symbol}}-l1.wparam","biases":"{{symbol}}-l1.bparam"},
              {"nodes":1,"inputs":{{nodes}},"activation":6,"weights":"{{symbol}}-l2.wparam","biases":"{{symbol}}-l2.bparam"}]
            """
        );

    private static float[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 0.2f * (random.NextSingle() - 0.5f))];

    private static void Add(ZipArchive zip, string name, float[] numbers)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
    }
}
