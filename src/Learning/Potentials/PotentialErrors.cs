using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>How far a potential is from labels: in electronvolt, and electronvolt by angstrom.</summary>
/// <param name="Structures">How many were compared.</param>
/// <param name="Energy">Mean absolute error of energies.</param>
/// <param name="EnergyByAtom">The same over the number of atoms of each.</param>
/// <param name="Force">Mean absolute error of components of forces.</param>
/// <param name="ForceRoot">Root mean square of the same.</param>
public sealed record PotentialErrors(int Structures, double Energy, double EnergyByAtom, double Force, double ForceRoot)
{
    private const double ForceUnit = Constants.HartreeInElectronvolt / Constants.BohrInAngstrom;

    /// <summary>Compares with labels; at least one.</summary>
    public static PotentialErrors Of(IPotential potential, IReadOnlyList<StructureLabel> labels)
    {
        PotentialResult[] results = potential.Evaluate([.. labels.Select(label => label.Geometry)], forces: true);
        double energy = 0,
            byAtom = 0,
            force = 0,
            square = 0;
        long components = 0;
        for (int s = 0; s < results.Length; s++)
        {
            double off = Math.Abs(results[s].Hartree - labels[s].Hartree) * Constants.HartreeInElectronvolt;
            energy += off;
            byAtom += off / labels[s].Geometry.AtomCount;
            for (int d = 0; d < labels[s].Forces.Length; d++)
            {
                double error = (results[s].Forces![d] - labels[s].Forces[d]) * ForceUnit;
                force += Math.Abs(error);
                square += error * error;
                components++;
            }
        }

        return new PotentialErrors(
            results.Length,
            energy / results.Length,
            byAtom / results.Length,
            force / components,
            Math.Sqrt(square / components)
        );
    }
}
