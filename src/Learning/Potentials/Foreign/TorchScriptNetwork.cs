using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>A TorchScript program whose code has been looked through, run by libtorch.</summary>
/// <remarks>Outputs are named by their places, "0", "1"; safe to use from several threads.</remarks>
internal sealed class TorchScriptNetwork : INetwork
{
    private readonly jit.ScriptModule _module;
    private readonly int _outputs;

    /// <param name="file">The archive.</param>
    /// <param name="mapping">The mapping, which says of what precision inputs are: the file does not.</param>
    /// <exception cref="PotentialException">The archive has another layout, its code calls what is not on the list, or
    /// libtorch cannot load it.</exception>
    public TorchScriptNetwork(ReadOnlyMemory<byte> file, ForeignMapping mapping)
    {
        TorchScriptCode code = TorchScriptArchive.Read(file);
        _outputs = code.OutputCount;
        Inputs = [.. code.Inputs.Select(name => new OnnxValue(name, TypeOf(mapping, name), null))];
        try
        {
            _module = jit.load(file.ToArray());
        }
        catch (ExternalException e)
        {
            throw new PotentialException(
                PotentialProblem.Damaged,
                $"The program cannot be loaded: {e.Message.Split('\n')[0]}",
                e
            );
        }

        _module.eval();
        foreach ((_, TorchSharp.Modules.Parameter parameter) in _module.named_parameters())
        {
            // Slopes are wanted with respect to coordinates alone.
            parameter.requires_grad = false;
            ParameterCount += parameter.numel();
        }
    }

    public IReadOnlyList<OnnxValue> Inputs { get; }

    public long ParameterCount { get; }

    public IReadOnlyList<Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string> outputs)
    {
        Tensor[] found;
        try
        {
            found = _module.call([.. Inputs.Select(input => (object)inputs[input.Name])]) switch
            {
                Tensor one => [one],
                ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(k => (Tensor)tuple[k]!)],
                Tensor[] several => several,
                var other => throw Failed($"gives a {other.GetType().Name}"),
            };
        }
        catch (Exception e) when (e is ExternalException or InvalidCastException or ArgumentException)
        {
            throw Failed($"fails: {e.Message.Trim().Split('\n')[^1].Trim()}");
        }

        return [.. outputs.Select(output => found[Place(output)])];
    }

    /// <summary>Refuses outputs that the program does not have.</summary>
    /// <exception cref="PotentialException">There is one.</exception>
    public void Check(IEnumerable<string> outputs)
    {
        foreach (string output in outputs.Where(output => Place(output) < 0 || Place(output) >= _outputs))
        {
            throw new PotentialException(
                PotentialProblem.Damaged,
                $"The mapping does not go with the file: it has no output '{output}'; its {_outputs} are named by their "
                    + "places from \"0\"."
            );
        }
    }

    private static int Place(string output) =>
        int.TryParse(output, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : -1;

    private static OnnxType TypeOf(ForeignMapping mapping, string name) =>
        mapping.Inputs.FirstOrDefault(input => input.Name == name) switch
        {
            { Precision: "single" } => OnnxType.Float,
            { Precision: "double" } => OnnxType.Double,
            { Role: MappedInput.Coordinates or MappedInput.PairShifts } => throw new PotentialException(
                PotentialProblem.Damaged,
                $"The card's mapping: the input '{name}' of a TorchScript program needs its 'precision', single or double."
            ),
            _ => OnnxType.Int64,
        };

    private static PotentialException Failed(string what) =>
        new(PotentialProblem.OutsideDomain, $"The program {what}.");
}
