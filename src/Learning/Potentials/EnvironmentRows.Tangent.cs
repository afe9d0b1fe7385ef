using System.Runtime.Intrinsics;

namespace Lichen.Learning.Potentials;

/// <summary>How fast an environment vector changes where its atoms move.</summary>
internal sealed unsafe partial class EnvironmentRows
{
    /// <summary>row = sum over coordinates of d(value t) / d(coordinate) times the coordinate's velocity.</summary>
    /// <param name="angstrom">Coordinates, shape (atoms, 3).</param>
    /// <param name="elements">Places of the elements, shape (atoms).</param>
    /// <param name="centre">The atom in the middle.</param>
    /// <param name="velocity">In angstrom by any unit of time, shape (atoms, 3).</param>
    /// <param name="row">Receives the tangent by that unit of time, shape (terms.Length), and zeros to the end of the last
    /// panel.</param>
    public void Tangent(double[] angstrom, int[] elements, int centre, double[] velocity, float* row)
    {
        Find(angstrom, elements, centre);
        new Span<float>(row, SinglePanel.Count(_terms.Length) * SinglePanel.Width).Clear();
        float decay = (float)-_terms.RadialDecay;
        for (int j = 0; j < _radialNeighbours; j++)
        {
            ref NearAtom near = ref _radial[j];
            float* block = row + (near.Element * _radialCount);
            Vector256<float> r = Vector256.Create(near.R);
            float speed = 0.25f * Along(near, near, centre, velocity);
            for (int m = 0; m < _radialShifts.Length; m++)
            {
                Vector256<float> off = r - _radialShifts[m];
                Vector256<float> slope = Vector256.Create(near.CutSlope) + (off * (2 * decay * near.Cut));
                Vector256<float> term = SingleExp.Exp(off * off * decay) * slope * speed;
                (Vector256.Load(block + (8 * m)) + term).Store(block + (8 * m));
            }
        }

        for (int j = 0; j < _angularNeighbours; j++)
        {
            for (int k = j + 1; k < _angularNeighbours; k++)
            {
                AddPairTangent(_angular[j], _angular[k], centre, velocity, row);
            }
        }
    }

    private void AddPairTangent(in NearAtom first, in NearAtom second, int centre, double[] velocity, float* row)
    {
        float cosine = Cosine(first, second);
        Vector256<float> angle = Angle(cosine, out Vector256<float> half, out float sine);
        Vector256<float> distance = Distance(first, second, out Vector256<float> off);
        Vector256<float> angleSlope = AngleSlope(angle, half, cosine, sine);
        float firstSpeed = Along(first, first, centre, velocity),
            secondSpeed = Along(second, second, centre, velocity);
        float turn =
            ((Along(first, second, centre, velocity) - (cosine * firstSpeed)) / first.R)
            + ((Along(second, first, centre, velocity) - (cosine * secondSpeed)) / second.R);
        float cut = first.Cut * second.Cut;
        float cutSpeed = (first.CutSlope * firstSpeed * second.Cut) + (first.Cut * second.CutSlope * secondSpeed);

        // d(distance) / d(mean) = -2 eta off distance, the mean moves with half the sum of both speeds.
        Vector256<float> byDistance =
            distance
            * 2
            * (Vector256.Create(cutSpeed) - (off * (float)(_terms.AngularDecay * (firstSpeed + secondSpeed) * cut)));
        Vector256<float> byAngle = distance * (2 * cut * turn);
        float* block = row + _pairStarts[(first.Element * _terms.ElementCount) + second.Element];
        for (int v = 0; v < _byAngle.Length; v++, block += 8)
        {
            Vector256<float> sum = Vector256.FusedMultiplyAdd(
                Vector256.ShuffleNative(angle, _byAngle[v]),
                Vector256.ShuffleNative(byDistance, _byDistance[v]),
                Vector256.Load(block)
            );
            Vector256
                .FusedMultiplyAdd(
                    Vector256.ShuffleNative(angleSlope, _byAngle[v]),
                    Vector256.ShuffleNative(byAngle, _byDistance[v]),
                    sum
                )
                .Store(block);
        }
    }

    /// <summary>The velocity of one neighbour from the centre, along the direction of another.</summary>
    private static float Along(in NearAtom of, in NearAtom direction, int centre, double[] velocity)
    {
        int at = 3 * of.Atom,
            from = 3 * centre;
        return (direction.X * (float)(velocity[at] - velocity[from]))
            + (direction.Y * (float)(velocity[at + 1] - velocity[from + 1]))
            + (direction.Z * (float)(velocity[at + 2] - velocity[from + 2]));
    }
}
