using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

public sealed class MappingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-mapping-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(
        "\"role\": \"coordinates\"",
        "\"role\": \"cordinates\"",
        "'cordinates' is no role; did you mean 'coordinates'?"
    )]
    [InlineData("\"unit\": \"eV\"", "\"unit\": \"ev\"", "'ev' is no unit; did you mean 'eV'?")]
    [InlineData("\"unit\": \"angstrom\"", "\"unit\": \"nm\"", "'nm' is no unit; known are angstrom, bohr")]
    [InlineData(
        "\"unit\": \"angstrom\"",
        "\"units\": \"bohr\"",
        "the key 'units' is not known here; did you mean 'unit'?"
    )]
    [InlineData("\"dipole_moment\"", "\"dipole\"", "'dipole' is no property; did you mean 'dipole_moment'?")]
    [InlineData("\"cutoffAngstrom\"", "\"cutoff\"", "the key 'cutoff' is not known here")]
    [InlineData("\"cutoffAngstrom\": 20,", "", "'cutoffAngstrom' goes with inputs of pairs")]
    [InlineData("\"cutoffAngstrom\": 20", "\"cutoffAngstrom\": -1", "'cutoffAngstrom' is to be a number above 0")]
    [InlineData("\"as\": \"numbers\"", "\"as\": \"places\"", "'elements' go with species as \"places\"")]
    [InlineData("\"role\": \"species\", \"as\": \"numbers\"", "\"role\": \"charge\"", "an input of species")]
    [InlineData("\"each\": \"once\"", "\"each\": \"one\"", "'one' is no each; did you mean 'once'?")]
    [InlineData(
        "\"name\": \"energy\", \"role\": \"energy\"",
        "\"name\": \"dipole\", \"role\": \"energy\"",
        "name 'dipole' twice"
    )]
    [InlineData("\"role\": \"energy\"", "\"role\": \"forces\"", "'eV' is no unit")]
    [InlineData("\"O\": -75", "\"Q\": -75", "gives 'Q' no finite number, or it is no element")]
    [InlineData("\"inputs\": [", "\"inputs\": [ 7, ", "inputs[0]: this is to be an object")]
    public void A_mapping_that_says_something_else_is_refused_with_the_nearest_choice(
        string right,
        string wrong,
        string words
    )
    {
        string mapping = MorsePotential.Mapping.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(MorsePotential.Mapping, mapping);
        var problem = Assert.Throws<PotentialException>(() => MorsePotential.Write(_folder, mapping: mapping));
        Assert.Equal(PotentialProblem.Damaged, problem.Problem);
        Assert.Contains(words, problem.Message);
    }

    [Theory]
    [InlineData("\"edges\"", "\"pairs\"", "the file has an input 'edges' that the mapping does not name")]
    [InlineData("\"name\": \"energy\"", "\"name\": \"e\"", "it has no output 'e', but energy, dipole")]
    [InlineData(
        "\"unit\": \"angstrom\" }",
        "\"unit\": \"angstrom\", \"batched\": true }",
        "has 2 dimensions in the file"
    )]
    [InlineData(", \"O\": -75", "", "'selfHartree' has no energy of O")]
    [InlineData(
        "\"as\": \"numbers\"",
        "\"as\": \"places\", \"elements\": [\"H\"]",
        "O is in the domain, and has no place"
    )]
    public void A_mapping_of_another_file_is_refused(string right, string wrong, string words)
    {
        string mapping = MorsePotential.Mapping.Replace(right, wrong, StringComparison.Ordinal);
        PotentialCard card = MorsePotential.Write(_folder, mapping: mapping);
        var problem = Assert.Throws<PotentialException>(() => ForeignFile.Open(_folder, card));
        Assert.Contains(words, problem.Message);
    }

    [Fact]
    public void A_card_without_mapping_reference_or_input_of_its_charges_is_refused()
    {
        PotentialCard card = MorsePotential.Write(_folder);
        Refused(card with { Mapping = null }, "it has no 'mapping'");
        Refused(card with { References = [] }, "it has no reference value");
        Refused(card with { Charges = [0, 1] }, "no input of the charge");
        Refused(card with { Multiplicities = [1, 2] }, "no input of the multiplicity");
        Refused(card with { Files = [.. card.Files, .. card.Files] }, "is one file, and the card has 2");

        void Refused(PotentialCard wrong, string words) =>
            Assert.Contains(words, Assert.Throws<PotentialException>(() => ForeignFile.Open(_folder, wrong)).Message);
    }

    [Fact]
    public void A_card_reads_back_with_its_mapping_and_another_mapping_is_another_model()
    {
        PotentialCard card = MorsePotential.Write(_folder);
        PotentialCard again = PotentialCard.Parse(card.ToJson());
        Assert.Equal(card.ToJson(), again.ToJson());
        Assert.Equal(PotentialStore.Fingerprint(card), PotentialStore.Fingerprint(again));
        string other = MorsePotential.Mapping.Replace("\"eV\"", "\"hartree\"");
        Assert.NotEqual(
            PotentialStore.Fingerprint(card),
            PotentialStore.Fingerprint(MorsePotential.Write(_folder, mapping: other))
        );
    }

    [Fact]
    public void A_file_that_is_altered_is_refused_by_its_sum()
    {
        PotentialCard card = MorsePotential.Write(_folder);
        string path = Path.Combine(_folder, "morse.onnx");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^40] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains(
            "morse.onnx is not the published file",
            Assert.Throws<PotentialException>(() => ForeignFile.Open(_folder, card)).Message
        );
    }
}
