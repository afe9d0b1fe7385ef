using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

/// <summary>A small model of its own, whole and damaged: two elements, two members, and the published form.</summary>
public sealed class AniFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-potential-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_whole_model_is_read_and_computes()
    {
        AniModel model = AniFolder.Read(_folder, SmallPotential.Write(_folder));
        Assert.Equal(2, model.MemberCount);
        Assert.Equal([1, 6], model.Terms.AtomicNumbers);
        var geometry = Core.Molecules.Geometry.FromAngstrom([6, 1], [0, 0, 0, 0, 0, 1.1]);
        double clear = AniReference.Evaluate(model, geometry, forces: false).Hartree;
        Assert.Equal(clear, new AniPotential(model).Evaluate(geometry, forces: false).Hartree, 1e-5);
    }

    [Theory]
    [InlineData("small.params")]
    [InlineData("sae_linfit.dat")]
    [InlineData("train1.zip")]
    [InlineData("architecture.json")]
    public void A_file_that_is_missing_cut_off_or_altered_is_refused(string name)
    {
        PotentialCard card = SmallPotential.Write(_folder);
        string path = Path.Combine(_folder, name);
        byte[] whole = File.ReadAllBytes(path);

        byte[] altered = [.. whole];
        altered[whole.Length / 2] ^= 1;
        File.WriteAllBytes(path, altered);
        Assert.Contains("SHA-256", Refusal(card).Message);

        File.WriteAllBytes(path, whole[..^3]);
        Assert.Contains("cut off", Refusal(card).Message);

        File.Delete(path);
        PotentialException missing = Refusal(card);
        Assert.Equal(PotentialProblem.Missing, missing.Problem);
        Assert.Contains(name, missing.Message);
    }

    [Theory]
    [InlineData("../train0.zip")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    public void A_card_that_leads_out_of_its_folder_is_refused(string name)
    {
        PotentialCard card = SmallPotential.Write(_folder);
        Assert.Contains("plain", Refusal(card with { Files = [new CardFile(name, 1, "00")] }).Message);
    }

    [Fact]
    public void Another_order_of_elements_is_refused()
    {
        PotentialCard card = SmallPotential.Write(_folder, selfEnergies: "C,0=-38\nH,1=-0.6\n");
        Assert.Contains("C has place 0, and place 1", Refusal(card).Message);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        PotentialCard card = SmallPotential.Write(_folder, spoil: weights => weights[3] = float.NaN);
        Assert.Contains("not finite", Refusal(card).Message);
    }

    [Fact]
    public void Weights_of_another_count_are_refused()
    {
        PotentialCard card = SmallPotential.Write(_folder, nodes: 17);
        Assert.Contains("where", Refusal(card).Message);
    }

    private PotentialException Refusal(PotentialCard card) =>
        Assert.Throws<PotentialException>(() => AniFolder.Read(_folder, card));
}
