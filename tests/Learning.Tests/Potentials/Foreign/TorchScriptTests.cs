using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

public sealed class TorchScriptTests : IDisposable
{
    private const string Mapping = """
        {
          "inputs": [
            { "name": "species", "role": "species", "as": "numbers" },
            { "name": "coordinates", "role": "coordinates", "unit": "angstrom", "precision": "double" }
          ],
          "outputs": [{ "name": "0", "role": "energy", "unit": "eV" }]
        }
        """;

    private static readonly Geometry Two = Geometry.FromAngstrom([1, 8], [0.5, 0, 0, 0, 1, -0.25]);

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-script-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_program_gives_its_energy_and_forces_its_own_or_by_differentiation()
    {
        string given = Mapping.Replace("}]", """}, { "name": "1", "role": "forces", "unit": "eV/angstrom" }]""");
        PotentialResult slope = Open(TorchScriptWriter.Archive()).Evaluate([Two], forces: true)[0];
        PotentialResult own = Open(TorchScriptWriter.Archive(), given).Evaluate([Two], forces: true)[0];
        Assert.Equal(0.25 * 1.3125 / Constants.HartreeInElectronvolt, slope.Hartree, 1e-12);
        for (int k = 0; k < 6; k++)
        {
            double expected = -0.5 * Two.ToAngstrom()[k] / Constants.HartreeInElectronvolt * Constants.BohrInAngstrom;
            Assert.Equal(expected, slope.Forces![k], 1e-12);
            Assert.Equal(expected, own.Forces![k], 1e-12);
        }
    }

    [Theory]
    [InlineData("y = torch.from_file(\"/etc/passwd\")", "calls 'torch.from_file'")]
    [InlineData("torch.save(coordinates, \"x\")", "calls 'torch.save'")]
    [InlineData("y = ops.aten.from_file(\"x\")", "calls 'ops.aten.from_file'")]
    [InlineData("y = ops.mylib.run(coordinates)", "calls 'ops.mylib.run'")]
    [InlineData("y = coordinates.save(\"x\")", "calls 'coordinates.save'")]
    [InlineData("y = (coordinates).save(\"x\")", "calls '.save'")]
    [InlineData("y = torch . from_file (\"x\")", "calls 'torch . from_file'")]
    [InlineData("print(coordinates)", "calls 'print'")]
    [InlineData("y = fork(coordinates)", "calls 'fork'")]
    [InlineData("y = 1 # it's\n    torch.save(coordinates, 'x')", "calls 'torch.save'")]
    [InlineData("y = \"\"\"a\" \"\"\"", "texts over several lines")]
    [InlineData("y = \"\\\"\"; z = torch.save(coordinates, \"\")", "calls 'torch.save'")]
    [InlineData("f = torch.save\n    y = f(coordinates)", "names 'torch.save' without calling it")]
    [InlineData("f = __torch__.Springs\n    f = coordinates.save\n    y = f(\"x\")", "calls 'f'")]
    [InlineData("y = torch.\\\n      save(coordinates)", "signs that an exporter does not write")]
    [InlineData("import os", "asks for 'os'")]
    [InlineData("y = __torch__.torch.classes.lib.Thing()", "has classes of a library")]
    [InlineData("y = torch.mul(\"#\", torch.rand([3]))", "calls 'torch.rand'")]
    public void Code_that_calls_anything_but_arithmetic_is_refused_before_it_is_loaded(string line, string words)
    {
        string forward = TorchScriptWriter.Springs.Replace("    squares =", $"    {line}\n    squares =");
        var problem = Assert.Throws<PotentialException>(() => Open(TorchScriptWriter.Archive(forward)));
        Assert.Equal(PotentialProblem.Damaged, problem.Problem);
        Assert.Contains(words, problem.Message);
    }

    [Fact]
    public void A_function_of_its_own_does_not_hide_one_of_libtorch()
    {
        const string hidden = "\n  def save(self: __torch__.Springs, x: Tensor) -> Tensor:\n    return x";
        Refused(TorchScriptWriter.Archive(TorchScriptWriter.Springs + hidden), Mapping, "called 'save'");
    }

    [Fact]
    public void Functions_of_its_own_may_be_called_by_another_name()
    {
        const string named = """
              def forward(self: __torch__.Springs,
                species: Tensor,
                coordinates: Tensor) -> Tensor:
                _0 = __torch__.quarter
                return _0(torch.sum(torch.mul(coordinates, coordinates)), )
            def quarter(x: Tensor) -> Tensor:
              return torch.mul(x, 0.25)
            """;
        PotentialResult result = Open(TorchScriptWriter.Archive(named)).Evaluate([Two], forces: true)[0];
        Assert.Equal(0.25 * 1.3125 / Constants.HartreeInElectronvolt, result.Hartree, 1e-12);
    }

    [Fact]
    public void Entries_that_are_not_of_the_layout_are_refused()
    {
        Refused(TorchScriptWriter.Archive(more: ("extra/run.sh", "")), Mapping, "an entry 'extra/run.sh'");
        Refused(TorchScriptWriter.Archive(more: ("code/../x.py", "")), Mapping, "none of a TorchScript archive");
        Refused([1, 2, 3], Mapping, "The archive cannot be read");
        byte[] whole = TorchScriptWriter.Archive();
        Refused(whole[..(whole.Length / 2)], Mapping, "The archive cannot be read");
    }

    [Fact]
    public void Inputs_and_outputs_that_are_no_tensors_are_refused()
    {
        string spring = TorchScriptWriter.Springs;
        Refused(
            TorchScriptWriter.Archive(spring.Replace("species: Tensor", "species: List[int]")),
            Mapping,
            "tensors are given"
        );
        Refused(
            TorchScriptWriter.Archive(spring.Replace("Tuple[Tensor, Tensor]", "Dict[str, Tensor]")),
            Mapping,
            "'forward' gives Dict[str, Tensor]"
        );
        Refused(TorchScriptWriter.Archive(), Mapping.Replace("\"0\"", "\"2\""), "it has no output '2'");
        Refused(
            TorchScriptWriter.Archive(),
            Mapping.Replace(", \"precision\": \"double\"", ""),
            "needs its 'precision'"
        );
        Refused(
            TorchScriptWriter.Archive(),
            Mapping.Replace("\"name\": \"species\"", "\"name\": \"numbers\""),
            "an input 'species'"
        );
    }

    [Fact]
    public void A_program_that_fails_on_a_structure_is_a_failure_of_that_structure()
    {
        string forward = TorchScriptWriter.Springs.Replace(
            "torch.mul(coordinates, coordinates)",
            "torch.matmul(coordinates, coordinates)"
        );
        ForeignPotential potential = Open(TorchScriptWriter.Archive(forward));
        var problem = Assert.Throws<PotentialException>(() => potential.Evaluate([Two], forces: true));
        Assert.Equal(PotentialProblem.OutsideDomain, problem.Problem);
        Assert.Contains("The program fails", problem.Message);
    }

    private void Refused(byte[] archive, string mapping, string words) =>
        Assert.Contains(words, Assert.Throws<PotentialException>(() => Open(archive, mapping)).Message);

    private ForeignPotential Open(byte[] archive, string mapping = Mapping)
    {
        PotentialCard card = MorsePotential.Write(_folder, archive, mapping) with { Format = "torchscript" };
        return ForeignFile.Open(_folder, card);
    }
}
