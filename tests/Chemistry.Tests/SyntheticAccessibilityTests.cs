using System.Globalization;
using System.IO.Compression;
using CsCheck;
using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class SyntheticAccessibilityTests
{
    private static readonly Lazy<SyntheticAccessibility> Loaded = new(SyntheticAccessibility.Load);

    [Fact]
    public void Scores_are_those_of_the_reference_to_the_last_bit()
    {
        var rows = Recorded();
        var scores = Synthetic().Scores([.. rows.Select(row => row.Smiles)], 1);
        Assert.All(
            rows.Zip(scores),
            row => Assert.Equal((row.First.Smiles, row.First.Score), (row.First.Smiles, row.Second))
        );
    }

    [Fact]
    public void Threads_change_nothing_and_what_is_no_molecule_has_no_score()
    {
        var smiles = Nci.Sample(3);
        var one = Synthetic().Scores(smiles, 1);
        Assert.Equal(one, Synthetic().Scores(smiles, 4));
        Assert.Equal([1.9802570386349831, double.NaN], Synthetic().Scores(["CCO", "no molecule"], 1));
        Assert.All(one, score => Assert.True(double.IsNaN(score) || score is >= 1 and <= 10));
    }

    [Fact]
    public void The_order_of_atoms_does_not_matter() =>
        Gen.Int[0, Recorded().Count - 1]
            .Select(Gen.ULong)
            .Sample(
                (row, seed) =>
                {
                    using var molecule = Molecule.Parse(Recorded()[row].Smiles).Molecule!;
                    var scores = Synthetic().Scores([molecule.CanonicalSmiles, molecule.ShuffledSmiles(seed)], 1);
                    return scores[0] == scores[1];
                },
                iter: 50
            );

    [Fact]
    public void The_fragment_table_equals_its_text_form()
    {
        var text = SharedData.File("sa-score", "fpscores.tsv.gz");
        Synthetic();
        var table = FragmentScores.Load(FragmentScores.DefaultPath);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(text), CompressionMode.Decompress));
        var listed = 0;
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t', ' ');
            var score = double.Parse(fields[0], CultureInfo.InvariantCulture);
            foreach (var id in fields.AsSpan(1))
            {
                listed++;
                if (table[uint.Parse(id, CultureInfo.InvariantCulture)] != score)
                {
                    Assert.Fail(
                        $"Fragment {id} has {table[uint.Parse(id, CultureInfo.InvariantCulture)]}, not {score}."
                    );
                }
            }
        }

        Assert.Equal(listed, table.Count);
        Assert.Equal(705_292, listed);
    }

    [Fact]
    public void Unknown_fragments_score_low()
    {
        var table = FragmentScores.Read("(l(lF-1.5\naI7\naI4294967295\naa."u8);
        Assert.Equal((-1.5, -1.5, FragmentScores.Unknown), (table[7], table[uint.MaxValue], table[8]));
        Assert.Equal(FragmentScores.Unknown, table[0]);
    }

    private static SyntheticAccessibility Synthetic()
    {
        Assert.SkipUnless(
            File.Exists(FragmentScores.DefaultPath),
            $"{FragmentScores.DefaultPath} is missing: apt-get install rdkit-data"
        );
        return Loaded.Value;
    }

    private static List<(string Smiles, double Score)> Recorded() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Recorded", "sa_scores.csv"))
                .Skip(1)
                .Select(line => line.Split(','))
                .Select(fields => (fields[0], double.Parse(fields[1], CultureInfo.InvariantCulture))),
        ];
}
