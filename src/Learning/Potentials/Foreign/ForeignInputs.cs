using System.Collections.Immutable;
using System.Diagnostics;
using Lichen.Core.Molecules;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Structures as the inputs that a mapping names.</summary>
internal sealed class ForeignInputs
{
    private readonly ForeignMapping _mapping;
    private readonly IReadOnlyList<OnnxValue> _values;

    /// <param name="mapping">What the inputs mean.</param>
    /// <param name="values">What the file says of them.</param>
    /// <exception cref="PotentialException">Both do not go together.</exception>
    public ForeignInputs(ForeignMapping mapping, IReadOnlyList<OnnxValue> values)
    {
        (_mapping, _values) = (mapping, values);
        string[] mapped = [.. mapping.Inputs.Select(input => input.Name)];
        if (values.FirstOrDefault(value => !mapped.Contains(value.Name)) is { } without)
        {
            throw Damaged($"the file has an input '{without.Name}' that the mapping does not name");
        }

        foreach (MappedInput input in mapping.Inputs)
        {
            OnnxValue value =
                values.FirstOrDefault(value => value.Name == input.Name)
                ?? throw Damaged(
                    $"the file has no input '{input.Name}'; it has {string.Join(", ", values.Select(v => v.Name))}"
                );
            bool real = value.Type is OnnxType.Float or OnnxType.Double;
            if (input.Role is MappedInput.Coordinates && !real || value.Type == OnnxType.Bool)
            {
                throw Damaged($"the input '{input.Name}' of the file is of type {value.Type}");
            }

            int[] dimensions = Dimensions(input);
            if (value.Shape is { } shape && !dimensions.Contains(shape.Length))
            {
                throw Damaged(
                    $"the input '{input.Name}' has {shape.Length} dimensions in the file, and {dimensions[^1]} by the mapping"
                );
            }
        }
    }

    /// <summary>The inputs of a structure by name; the caller's dispose scope owns them.</summary>
    /// <param name="sloped">Whether slopes with respect to coordinates will be asked for.</param>
    /// <exception cref="PotentialException">The structure is not one that the file takes.</exception>
    public Dictionary<string, Tensor> Of(Geometry geometry, int charge, int multiplicity, bool sloped)
    {
        NeighbourPairs? pairs = _mapping.Inputs.FirstOrDefault(input => input.IsOfPairs) is { } some
            ? NeighbourPairs.Of(geometry, _mapping.CutoffAngstrom!.Value, some.Each == "twice")
            : null;
        var inputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (OnnxValue value in _values)
        {
            MappedInput input = _mapping.Inputs.First(mapped => mapped.Name == value.Name);
            Tensor made = Made(input, value, geometry, pairs, charge, multiplicity);
            Fits(value, made.shape);
            made = made.to_type(OnnxTensors.Kind(value.Type));
            inputs.Add(value.Name, sloped && input.Role == MappedInput.Coordinates ? made.requires_grad_() : made);
        }

        return inputs;
    }

    private static Tensor Made(
        MappedInput input,
        OnnxValue value,
        Geometry geometry,
        NeighbourPairs? pairs,
        int charge,
        int multiplicity
    )
    {
        int atoms = geometry.AtomCount;
        long[] batch = input.Batched ? [1] : [];
        return input.Role switch
        {
            MappedInput.Species => OnnxTensors.Of(Species(input, geometry), [.. batch, atoms]),
            MappedInput.Coordinates => tensor(Coordinates(input, geometry), [.. batch, atoms, 3]),
            MappedInput.Charge => One(charge, value),
            MappedInput.Multiplicity => One(multiplicity, value),
            MappedInput.AtomCount => One(atoms, value),
            MappedInput.StructureOfAtom => OnnxTensors.Of(new long[atoms]),
            MappedInput.PairFirst => OnnxTensors.Of(pairs!.First),
            MappedInput.PairSecond => OnnxTensors.Of(pairs!.Second),
            MappedInput.PairShifts => zeros([pairs!.First.Length, 3], ScalarType.Float64),
            MappedInput.Pairs => input.Layout == "columns" ? Columns(pairs!) : Columns(pairs!).t().contiguous(),
            _ => throw new UnreachableException(),
        };
    }

    private static Tensor Columns(NeighbourPairs pairs) =>
        OnnxTensors.Of([.. pairs.First, .. pairs.Second], 2, pairs.First.Length);

    /// <summary>One number of as many dimensions as the file says.</summary>
    private static Tensor One(long number, OnnxValue value) =>
        OnnxTensors.Of([number]).reshape([.. Enumerable.Repeat(1L, value.Shape?.Length ?? 1)]);

    private static long[] Species(MappedInput input, Geometry geometry)
    {
        var species = new long[geometry.AtomCount];
        for (int i = 0; i < species.Length; i++)
        {
            byte number = geometry.AtomicNumbers[i];
            species[i] = input.Elements is { } elements ? elements.IndexOf(Elements.Symbol(number)) : number;
        }

        return species;
    }

    private static double[] Coordinates(MappedInput input, Geometry geometry)
    {
        double unit = ForeignUnits.Lengths[input.Unit!];
        return [.. geometry.ToAngstrom().Select(angstrom => angstrom / unit)];
    }

    private static int[] Dimensions(MappedInput input) =>
        input.Role switch
        {
            MappedInput.Charge or MappedInput.Multiplicity or MappedInput.AtomCount => [0, 1, 2],
            MappedInput.Coordinates => [input.Batched ? 3 : 2],
            MappedInput.Species => [input.Batched ? 2 : 1],
            MappedInput.Pairs or MappedInput.PairShifts => [2],
            _ => [1],
        };

    private static void Fits(OnnxValue value, long[] shape)
    {
        if (
            value.Shape is { } asked
            && !asked.Zip(shape, (one, other) => one is null || one == other).All(same => same)
        )
        {
            throw new PotentialException(
                PotentialProblem.OutsideDomain,
                $"The file takes '{value.Name}' of shape ({string.Join(", ", asked.Select(d => d?.ToString() ?? "any"))}) "
                    + $"alone, and this structure has ({string.Join(", ", shape)})."
            );
        }
    }

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The mapping does not go with the file: {what}.");
}
