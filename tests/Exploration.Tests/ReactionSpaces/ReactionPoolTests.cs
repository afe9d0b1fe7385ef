using Lichen.Exploration.ReactionSpaces;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.ReactionSpaces;

public sealed class ReactionPoolTests : IDisposable
{
    private const string Blocks =
        "CC(=O)O acetic\nOC(=O)c1ccccc1 benzoic\nCN methylamine\nCCN ethylamine\nC1CCNCC1 piperidine\nnonsense x\n"
        + "OB(O)c1ccccc1 boronic\nBrc1ccncc1 bromopyridine\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-reactions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_campaign_reads_its_pool_from_reactions()
    {
        var rejects = new StringWriter();
        var reading = PoolReader.Read(Spec("sample: 100"), rejects, 2, CancellationToken.None);
        var space = reading.Reactions!.Space;
        Assert.Equal(space.Count, reading.Rejects.RowsRead);
        Assert.Equal(reading.Pool.Count, reading.Rejects.Kept);
        var amide = Assert.Single(reading.Pool.Candidates, candidate => candidate.Smiles == "CNC(C)=O");
        Assert.Equal("Schotten-Baumann-amide(acetic,methylamine)", amide.Id);
        Assert.Equal("Schotten-Baumann-amide: CC(=O)O (acetic) + CN (methylamine)", amide.Route);
        Assert.Contains(reading.Pool.Candidates, candidate => candidate.Smiles == "c1ccc(-c2ccncc2)cc1");
        Assert.Contains("6,x,nonsense,building_block_unparsable,", rejects.ToString(), StringComparison.Ordinal);
        reading.Reactions.Dispose();
    }

    [Fact]
    public void The_same_seed_draws_the_same_pool_whatever_the_threads()
    {
        var one = PoolReader.Read(Spec("sample: 6"), TextWriter.Null, 1, CancellationToken.None);
        var two = PoolReader.Read(Spec("sample: 6"), TextWriter.Null, 2, CancellationToken.None);
        Assert.Equal(one.Pool.Digest, two.Pool.Digest);
        Assert.Equal(6, one.Rejects.RowsRead);
    }

    [Fact]
    public void Rules_hold_for_products()
    {
        var all = PoolReader.Read(Spec("sample: 100"), TextWriter.Null, 1, CancellationToken.None);
        var small = PoolReader.Read(
            Spec("sample: 100", "rules: {heavy_atoms: 0 to 6}\n"),
            TextWriter.Null,
            1,
            CancellationToken.None
        );
        Assert.True(small.Pool.Count < all.Pool.Count);
        Assert.All(small.Pool.Candidates, candidate => Assert.True(candidate.HeavyAtoms <= 6));
    }

    [Fact]
    public void A_space_of_reactions_reads_back_as_it_was_written()
    {
        var spec = Spec("sample: 50, grow: 0");
        Assert.Equal(new ReactionSpec("blocks.smi", "robust", 50, 0), spec.Space.Reactions);
        var again = CampaignFile.Parse(CampaignFile.WriteResolved(spec, [], []), "campaign.yaml", _folder, 2);
        Assert.Equal(spec.Space, again.Spec!.Space);
        Assert.Equal(SpaceFields.UsualGrow, Spec("reactions: robust").Space.Reactions!.Grow);
    }

    [Theory]
    [InlineData("{file: a.smi, building_blocks: blocks.smi}", "both kinds of space")]
    [InlineData("{reactions: robust}", "the key 'building_blocks' is missing")]
    [InlineData("{smiles_column: x}", "the key 'file' is missing")]
    [InlineData("{building_blocks: blocks.smi, sample: 0}", "1 to 1000000")]
    public void What_does_not_fit_together_is_told(string space, string message)
    {
        var reading = CampaignFile.Parse(Text(space, ""), "campaign.yaml", _folder, 2);
        Assert.Contains(reading.Problems, problem => problem.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Building_blocks_that_react_with_nothing_are_told()
    {
        File.WriteAllText(Path.Combine(_folder, "blocks.smi"), "C methane\nCC ethane\n");
        var spec = CampaignFile.Parse(Text("{building_blocks: blocks.smi}", ""), "c.yaml", _folder, 2).Spec!;
        var thrown = Assert.Throws<SpaceException>(() =>
            PoolReader.Read(spec, TextWriter.Null, 1, CancellationToken.None)
        );
        Assert.Contains(
            "none of 62 reactions finds all its reactants among 2",
            thrown.Message,
            StringComparison.Ordinal
        );
    }

    private CampaignSpec Spec(string keys, string rules = "")
    {
        File.WriteAllText(Path.Combine(_folder, "blocks.smi"), Blocks);
        var reading = CampaignFile.Parse(
            Text($"{{building_blocks: blocks.smi, {keys}}}", rules),
            "campaign.yaml",
            _folder,
            2
        );
        return reading.Spec ?? throw new InvalidDataException(string.Join('\n', reading.Problems));
    }

    private static string Text(string space, string rules) =>
        $"space: {space}\n{rules}objective: {{property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}}\n"
        + "budget: {core_time: 6 core-minutes}\n";
}
