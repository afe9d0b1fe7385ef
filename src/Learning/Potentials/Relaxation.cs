using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>Brings structures to minima of a potential, many at once.</summary>
/// <remarks>
/// Far from the minimum the potential's guide shows the way; the last steps, and convergence, are its own.
/// </remarks>
public static class Relaxation
{
    /// <summary>Converged: no force is longer, in hartree per bohr. That of Gaussian's default criteria.</summary>
    public const double LargestForce = 4.5e-4;

    public const int MostSteps = 300;

    // The guide is followed until forces are this many times the criterion.
    private const double Near = 4;

    // Of neighbours bonded by anything in the domain of these potentials; S-S, the longest, has 2.1.
    private const double LongestNeighbour = 3;
    private const double ShortestNeighbour = 0.4;

    /// <summary>Relaxes each structure.</summary>
    /// <param name="potential">The potential.</param>
    /// <param name="starts">The structures.</param>
    /// <param name="go">Asked before each round of steps; when it says no, what is left ends as
    /// <see cref="RelaxationEnd.Stopped"/>.</param>
    /// <exception cref="PotentialException">An element is outside the potential's domain.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RelaxationResult[] Run(
        IPotential potential,
        IReadOnlyList<Geometry> starts,
        Func<bool> go,
        CancellationToken cancellationToken
    )
    {
        var results = new RelaxationResult[starts.Count];
        var ways = new Way[starts.Count];
        for (int s = 0; s < ways.Length; s++)
        {
            ways[s] = new Way(starts[s], guided: potential.HasGuide);
        }

        List<int> open = [.. Enumerable.Range(0, ways.Length)];
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!go())
            {
                open.ForEach(s => results[s] = ways[s].End(RelaxationEnd.Stopped));
                break;
            }

            foreach (bool guided in new[] { true, false })
            {
                int[] group = [.. open.Where(s => ways[s].Guided == guided)];
                Geometry[] trials = [.. group.Select(s => ways[s].Descent.Trial)];
                PotentialResult[] given = guided ? potential.Guide(trials) : potential.Evaluate(trials, forces: true);
                for (int g = 0; g < group.Length; g++)
                {
                    if (ways[group[g]].Take(given[g]) is { } end)
                    {
                        results[group[g]] = ways[group[g]].End(end);
                        open.Remove(group[g]);
                    }
                }
            }
        }

        return results;
    }

    private sealed class Way(Geometry start, bool guided)
    {
        private int _steps;

        public Descent Descent { get; } = new(start);

        public bool Guided { get; private set; } = guided;

        public RelaxationResult End(RelaxationEnd end) =>
            new(end, Descent.Best?.Geometry ?? start, Descent.Best?.Result, _steps);

        /// <summary>Moves on; says how it ended where it did.</summary>
        public RelaxationEnd? Take(PotentialResult result)
        {
            double force = result.LargestForce();
            if (!double.IsFinite(result.Hartree) || !double.IsFinite(force))
            {
                return RelaxationEnd.NotFinite;
            }

            Geometry here = Descent.Trial;
            _steps++;
            Descent.Take(result);
            if (IsApart(Descent.Trial))
            {
                return RelaxationEnd.FlewApart;
            }

            // Of a trial that was taken back nothing is converged.
            bool taken = ReferenceEquals(Descent.Best?.Geometry, here);
            if (!Guided)
            {
                return taken && force <= LargestForce ? RelaxationEnd.Converged
                    : Descent.Stuck || _steps >= MostSteps ? RelaxationEnd.NotConverged
                    : null;
            }

            if ((taken && force <= Near * LargestForce) || Descent.Stuck || _steps >= MostSteps / 2)
            {
                Guided = false;
                Descent.Again();
            }

            return null;
        }

        private static bool IsApart(Geometry geometry)
        {
            for (int i = 0; i < geometry.AtomCount; i++)
            {
                double nearest = double.PositiveInfinity;
                for (int j = 0; j < geometry.AtomCount; j++)
                {
                    nearest = i == j ? nearest : Math.Min(nearest, geometry.DistanceAngstrom(i, j));
                }

                if (geometry.AtomCount > 1 && nearest is not (> ShortestNeighbour and < LongestNeighbour))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>Where a relaxation ended.</summary>
/// <param name="Geometry">The last structure that was accepted.</param>
/// <param name="Result">What the potential gives there; null when there was no step.</param>
/// <param name="Steps">Evaluations of energy and forces.</param>
public sealed record RelaxationResult(RelaxationEnd End, Geometry Geometry, PotentialResult? Result, int Steps);

/// <summary>How a relaxation ended.</summary>
public enum RelaxationEnd
{
    /// <summary>No force is longer than the criterion.</summary>
    Converged,

    /// <summary>Out of steps, or no step gains anything.</summary>
    NotConverged,

    /// <summary>An atom has lost all neighbours, or has fallen onto one.</summary>
    FlewApart,

    /// <summary>An energy or a force is not a number.</summary>
    NotFinite,

    /// <summary>The caller said so.</summary>
    Stopped,
}
