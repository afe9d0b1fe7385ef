using System.Collections.Immutable;

namespace Lichen.Learning.Models;

/// <summary>Takes tensors out of a file by name, each of the type and shape that a model has there.</summary>
internal sealed class TensorReader(ImmutableSortedDictionary<string, Tensor> tensors)
{
    private readonly HashSet<string> _left = [.. tensors.Keys];

    /// <summary>True when there is such a tensor.</summary>
    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>The numbers of a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its lengths; -1 for any.</param>
    /// <exception cref="ModelFileException">It is missing, or of another type or shape.</exception>
    public ReadOnlySpan<T> Values<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged => Take<T>(name, shape).Values<T>();

    /// <summary>A tensor.</summary>
    /// <exception cref="ModelFileException">It is missing, or of another type or shape.</exception>
    public Tensor Take<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if (!tensors.TryGetValue(name, out Tensor? tensor))
        {
            throw new ModelFileException(ModelFileProblem.Damaged, $"tensor '{name}' is missing");
        }

        bool fits = tensor.Type == Tensor.TypeOf<T>() && tensor.Shape.Length == shape.Length;
        for (int axis = 0; fits && axis < shape.Length; axis++)
        {
            fits = shape[axis] < 0 || shape[axis] == tensor.Shape[axis];
        }

        if (!fits)
        {
            string wanted = string.Join(", ", shape.ToArray().Select(length => length < 0 ? "any" : $"{length}"));
            throw new ModelFileException(
                ModelFileProblem.Damaged,
                $"tensor '{name}' is {tensor.Type}[{string.Join(", ", tensor.Shape)}], "
                    + $"expected {Tensor.TypeOf<T>()}[{wanted}]"
            );
        }

        _left.Remove(name);
        return tensor;
    }

    /// <summary>Refuses a file with tensors that no model has.</summary>
    /// <exception cref="ModelFileException">A tensor was not taken.</exception>
    public void ThrowIfAnyIsLeft()
    {
        if (_left.Order(StringComparer.Ordinal).FirstOrDefault() is { } name)
        {
            throw new ModelFileException(ModelFileProblem.Damaged, $"tensor '{name}' belongs to no part of the model");
        }
    }
}
