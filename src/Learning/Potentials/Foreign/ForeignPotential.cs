using System.Collections.Immutable;
using Lichen.Core.Molecules;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>A potential of someone else's as its card maps it, in the precision of its file.</summary>
/// <remarks>
/// Where the file has no output of forces, they are minus the slope of the energy by automatic differentiation. Safe to
/// use from several threads; each call runs on its caller's thread, one structure after another.
/// </remarks>
public sealed class ForeignPotential : IPotential
{
    private readonly PotentialCard _card;
    private readonly ForeignMapping _mapping;
    private readonly INetwork _network;
    private readonly ForeignInputs _inputs;
    private readonly int _charge;
    private readonly int _multiplicity;

    internal ForeignPotential(PotentialCard card, ForeignMapping mapping, INetwork network)
        : this(card, mapping, network, new ForeignInputs(mapping, network.Inputs), 0, 1) { }

    private ForeignPotential(
        PotentialCard card,
        ForeignMapping mapping,
        INetwork network,
        ForeignInputs inputs,
        int charge,
        int multiplicity
    ) =>
        (_card, _mapping, _network, _inputs, _charge, _multiplicity) = (
            card,
            mapping,
            network,
            inputs,
            charge,
            multiplicity
        );

    public bool HasGuide => false;

    /// <summary>True where the file takes coordinates in single precision.</summary>
    public bool IsSingle =>
        _network.Inputs.Any(input =>
            input.Name == _mapping.Input(MappedInput.Coordinates)!.Name && input.Type == OnnxType.Float
        );

    public long ParameterCount => _network.ParameterCount;

    public IPotential Of(int charge, int multiplicity) =>
        new ForeignPotential(_card, _mapping, _network, _inputs, charge, multiplicity);

    public PotentialResult[] Guide(IReadOnlyList<Geometry> geometries) => Evaluate(geometries, forces: true);

    /// <exception cref="PotentialException">A structure is outside the domain of the card, the model fails on it, or
    /// gives numbers in another shape than the mapping says.</exception>
    public PotentialResult[] Evaluate(IReadOnlyList<Geometry> geometries, bool forces) =>
        [.. geometries.Select(geometry => Evaluate(geometry, forces))];

    /// <summary>Properties beside the energy, by their names, in the units of these.</summary>
    /// <exception cref="PotentialException">As of energies.</exception>
    public ImmutableSortedDictionary<string, double> Properties(Geometry geometry)
    {
        MappedOutput[] wanted = [.. _mapping.Outputs.Where(output => output.Role == MappedOutput.OfProperty)];
        Refuse(geometry);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        IReadOnlyList<Tensor> found = Run(geometry, sloped: false, [.. wanted.Select(output => output.Name)], out _);
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        for (int k = 0; k < wanted.Length; k++)
        {
            values[wanted[k].Property!] =
                ForeignProperties.Value(wanted[k].Property!, wanted[k].Unit!, Numbers(found[k]))
                ?? throw Shape(wanted[k], found[k], "one number");
        }

        return values.ToImmutable();
    }

    private PotentialResult Evaluate(Geometry geometry, bool forces)
    {
        Refuse(geometry);
        MappedOutput energies = _mapping.Outputs.First(output =>
            output.Role is MappedOutput.Energy or MappedOutput.AtomEnergies or MappedOutput.MemberEnergies
        );
        MappedOutput? slopes = _mapping.Output(MappedOutput.Forces) ?? _mapping.Output(MappedOutput.Gradient);
        bool sloped = forces && slopes is null;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = set_grad_enabled(sloped);
        string[] wanted = forces && slopes is not null ? [energies.Name, slopes.Name] : [energies.Name];
        IReadOnlyList<Tensor> found = Run(geometry, sloped, wanted, out Tensor coordinates);
        double[] members = Energies(energies, found[0], geometry);
        double[]? pull =
            !forces ? null
            : slopes is null ? Slope(found[0], members.Length, coordinates, ForeignUnits.Energies[energies.Unit!])
            : Given(slopes, found[1], geometry);
        return new PotentialResult(members, new double[geometry.AtomCount], pull);
    }

    private IReadOnlyList<Tensor> Run(Geometry geometry, bool sloped, string[] wanted, out Tensor coordinates)
    {
        Dictionary<string, Tensor> inputs = _inputs.Of(geometry, _charge, _multiplicity, sloped);
        coordinates = inputs[_mapping.Input(MappedInput.Coordinates)!.Name];
        return _network.Run(inputs, wanted);
    }

    /// <summary>Energies of the members in hartree, those of atoms alone added; one where there is one.</summary>
    private double[] Energies(MappedOutput output, Tensor found, Geometry geometry)
    {
        double[] numbers = Numbers(found);
        double unit = ForeignUnits.Energies[output.Unit!];
        double self = 0;
        foreach (byte number in _mapping.SelfHartree is null ? [] : geometry.AtomicNumbers)
        {
            self += _mapping.SelfHartree![Elements.Symbol(number)];
        }

        return output.Role switch
        {
            MappedOutput.AtomEnergies when numbers.Length == geometry.AtomCount => [(numbers.Sum() * unit) + self],
            MappedOutput.AtomEnergies => throw Shape(output, found, $"a number for each of {geometry.AtomCount} atoms"),
            MappedOutput.MemberEnergies when numbers.Length > 0 => [.. numbers.Select(e => (e * unit) + self)],
            MappedOutput.Energy when numbers.Length == 1 => [(numbers[0] * unit) + self],
            _ => throw Shape(output, found, "one number"),
        };
    }

    /// <summary>Forces from a file that has them, in hartree per bohr.</summary>
    private static double[] Given(MappedOutput output, Tensor found, Geometry geometry)
    {
        double[] numbers = Numbers(found);
        double unit = ForeignUnits.Slopes[output.Unit!] * (output.Role == MappedOutput.Forces ? 1 : -1);
        return numbers.Length == 3 * geometry.AtomCount && found.shape[^1] == 3
            ? [.. numbers.Select(number => number * unit)]
            : throw Shape(output, found, $"a row of 3 numbers for each of {geometry.AtomCount} atoms");
    }

    /// <summary>Minus the slope of the mean energy, in hartree per bohr.</summary>
    private double[] Slope(Tensor energies, int members, Tensor coordinates, double hartree)
    {
        if (!energies.requires_grad)
        {
            throw NoSlope();
        }

        double unit =
            hartree
            / members
            / ForeignUnits.Lengths[_mapping.Input(MappedInput.Coordinates)!.Unit!]
            * Core.Constants.BohrInAngstrom;
        // Of an error in libtorch this throws, where TorchSharp's other ways to a slope end the process. Nothing but
        // the coordinates of this call asks for one.
        energies.sum().backward();
        Tensor slope = coordinates.grad ?? throw NoSlope();
        return [.. Numbers(slope).Select(number => -number * unit)];
    }

    private void Refuse(Geometry geometry)
    {
        if (geometry.AtomCount > (_mapping.MostAtoms ?? int.MaxValue))
        {
            throw new PotentialException(
                PotentialProblem.OutsideDomain,
                $"The structure has {geometry.AtomCount} atoms, and {_card.Name} takes {_mapping.MostAtoms} at most."
            );
        }

        for (int i = 0; i < geometry.AtomCount; i++)
        {
            string symbol = Elements.Symbol(geometry.AtomicNumbers[i]);
            if (!_card.Elements.Contains(symbol))
            {
                throw new PotentialException(
                    PotentialProblem.OutsideDomain,
                    $"Atom {i + 1} is {symbol}, and {_card.Name} knows {string.Join(' ', _card.Elements)}."
                );
            }
        }
    }

    private static PotentialException NoSlope() =>
        new(
            PotentialProblem.OutsideDomain,
            "The energy does not depend on the coordinates by operations that have a slope: there are no forces."
        );

    private static double[] Numbers(Tensor found) =>
        found.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static PotentialException Shape(MappedOutput output, Tensor found, string expected) =>
        new(
            PotentialProblem.OutsideDomain,
            $"The output '{output.Name}' has the shape ({string.Join(", ", found.shape)}) where {expected} is due."
        );
}
