using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>A model of someone else's: from named inputs to named outputs.</summary>
internal interface INetwork
{
    /// <summary>Its inputs, with what the file says of them.</summary>
    IReadOnlyList<OnnxValue> Inputs { get; }

    /// <summary>Numbers that were fitted.</summary>
    long ParameterCount { get; }

    /// <summary>Computes.</summary>
    /// <param name="inputs">Every input by name.</param>
    /// <param name="outputs">Names of what is wanted.</param>
    /// <returns>What is wanted, in that order; the caller's dispose scope owns it.</returns>
    /// <exception cref="PotentialException">The model cannot be computed on these inputs.</exception>
    IReadOnlyList<Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string> outputs);
}
