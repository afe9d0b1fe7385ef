using Lichen.Core.Molecules;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Opens a potential of someone else's: its one file, by the mapping on its card.</summary>
public static class ForeignFile
{
    /// <summary>How cards call ONNX graphs.</summary>
    public const string Onnx = "onnx";

    /// <summary>How cards call TorchScript archives: programs, which are run.</summary>
    public const string TorchScript = "torchscript";

    /// <summary>Whether models of a format are read by a mapping.</summary>
    public static bool Has(string format) => format is Onnx or TorchScript;

    /// <summary>Opens a potential.</summary>
    /// <param name="folder">Where its file is.</param>
    /// <param name="card">Its card, with a mapping.</param>
    /// <exception cref="PotentialException">The file is missing or damaged, the mapping does not go with it, or
    /// libtorch cannot be loaded.</exception>
    public static ForeignPotential Open(string folder, PotentialCard card)
    {
        ForeignMapping mapping = Checked(card);
        ReadOnlyMemory<byte> bytes = AniFolder.Checked(folder, card.Files[0]);
        try
        {
            Libtorch.Load();
        }
        catch (DllNotFoundException e)
        {
            throw new PotentialException(PotentialProblem.Missing, $"{card.Name} needs libtorch: {e.Message}", e);
        }

        // One thread: a molecule pays for what its own thread takes, and sums are in one order.
        set_num_threads(1);
        string[] outputs = [.. mapping.Outputs.Select(output => output.Name)];
        INetwork network;
        if (card.Format == TorchScript)
        {
            var program = new TorchScriptNetwork(bytes, mapping);
            program.Check(outputs);
            network = program;
        }
        else
        {
            network = Graph(bytes, mapping, outputs);
        }

        return new ForeignPotential(card, mapping, network);
    }

    private static OnnxNetwork Graph(ReadOnlyMemory<byte> bytes, ForeignMapping mapping, string[] outputs)
    {
        OnnxGraph graph = OnnxFile.Read(bytes);
        string? problem =
            mapping.Inputs.FirstOrDefault(input => input.Precision is not null) is { } stated
                ? $"the 'precision' of '{stated.Name}' is said by the file itself"
            : outputs.FirstOrDefault(name => graph.Outputs.All(value => value.Name != name)) is { } missing
                ? $"it has no output '{missing}', but {string.Join(", ", graph.Outputs.Select(value => value.Name))}"
            : null;
        return problem is null
            ? new OnnxNetwork(graph, outputs)
            : throw new PotentialException(
                PotentialProblem.Damaged,
                $"The mapping does not go with the file: {problem}."
            );
    }

    /// <summary>The mapping of a card, once the card agrees with it.</summary>
    private static ForeignMapping Checked(PotentialCard card)
    {
        ForeignMapping mapping = card.Mapping ?? throw Wrong("it has no 'mapping' of inputs and outputs");
        string? stranger =
            card.Elements.FirstOrDefault(symbol => Elements.AtomicNumber(symbol) is null) is { } none
                ? $"'{none}' is no element"
            : card.Files.Length != 1
                ? $"a model of format '{card.Format}' is one file, and the card has {card.Files.Length}"
            : card.References.Length == 0
                ? "it has no reference value: at least one structure with its energy is needed to check the mapping by"
            : Without(card.Elements, mapping.SelfHartree?.Keys) is { } bare ? $"'selfHartree' has no energy of {bare}"
            : Without(card.Elements, mapping.Input(MappedInput.Species)!.Elements) is { } nowhere
                ? $"{nowhere} is in the domain, and has no place among the 'elements' of the species"
            : card.Charges.Length != 1 && mapping.Input(MappedInput.Charge) is null
                ? "it knows several charges, and the mapping has no input of the charge"
            : card.Multiplicities.Length != 1 && mapping.Input(MappedInput.Multiplicity) is null
                ? "it knows several multiplicities, and the mapping has no input of the multiplicity"
            : null;
        return stranger is null ? mapping : throw Wrong(stranger);

        PotentialException Wrong(string what) =>
            new(PotentialProblem.Damaged, $"The card of {card.Name} cannot be used: {what}.");
    }

    private static string? Without(IEnumerable<string> elements, IEnumerable<string>? known) =>
        known is null ? null : elements.FirstOrDefault(symbol => !known.Contains(symbol));
}
