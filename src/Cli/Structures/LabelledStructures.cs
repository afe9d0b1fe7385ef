using System.Collections.Immutable;
using Lichen.Cli.Models;
using Lichen.Core.Molecules;
using Lichen.Learning.StructureModels;

namespace Lichen.Cli.Structures;

/// <summary>Structures with labels from a file: frames in, distinct structures out.</summary>
/// <param name="Keys">What identifies each: <see cref="StructureSet.KeyOf"/>.</param>
/// <param name="Geometries">The structures.</param>
/// <param name="Values">The mean label of each.</param>
/// <param name="Lower">The mean value of each at the lower rung; NaN where there is none.</param>
/// <param name="Frames">Frames read.</param>
/// <param name="Rejected">Of them, unusable.</param>
/// <param name="FirstProblem">Why the first of these is; null where all are usable.</param>
internal sealed record LabelledStructures(
    ImmutableArray<string> Keys,
    ImmutableArray<Geometry> Geometries,
    ImmutableArray<double> Values,
    ImmutableArray<double> Lower,
    int Frames,
    int Rejected,
    string? FirstProblem
)
{
    private const int BlockSize = 256;

    public int Count => Keys.Length;

    /// <summary>Frames that repeat a structure exactly; their labels were averaged.</summary>
    public int Repeated => Frames - Rejected - Count;

    /// <summary>Reads all.</summary>
    /// <param name="frames">The file.</param>
    /// <param name="rejects">Gets what cannot be used.</param>
    /// <param name="most">Reading ends when there are more structures than that: they are too many anyway.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static LabelledStructures Read(
        StructureFrames frames,
        Rejects rejects,
        int most,
        CancellationToken cancellationToken
    )
    {
        var places = new Dictionary<string, int>();
        var found = new List<(Geometry Geometry, double Sum, double Lower, int Count)>();
        var read = 0;
        string? first = null;
        foreach (var frame in frames.Blocks(BlockSize, cancellationToken).SelectMany(block => block))
        {
            read++;
            if (frame.Problem is { } problem)
            {
                first ??= StructureFrames.At(frame.Line, problem);
                rejects.Add(frame.Line, problem, frame.Comment);
                continue;
            }

            var key = StructureSet.KeyOf(frame.Geometry!);
            if (places.TryGetValue(key, out var at))
            {
                var (geometry, sum, lower, count) = found[at];
                found[at] = (geometry, sum + frame.Label, lower + frame.Lower, count + 1);
            }
            else if (found.Count == most)
            {
                found.Add((frame.Geometry!, frame.Label, frame.Lower, 1));
                places.Add(key, most);
                break;
            }
            else
            {
                places.Add(key, found.Count);
                found.Add((frame.Geometry!, frame.Label, frame.Lower, 1));
            }
        }

        return new LabelledStructures(
            [.. places.OrderBy(pair => pair.Value).Select(pair => pair.Key)],
            [.. found.Select(one => one.Geometry)],
            [.. found.Select(one => one.Sum / one.Count)],
            [.. found.Select(one => one.Lower / one.Count)],
            read,
            rejects.Count,
            first
        );
    }

    /// <summary>What was read, in words.</summary>
    public string Words(Rejects rejects)
    {
        var repeated = Repeated > 0 ? $", {Repeated:N0} repeat a structure (labels averaged)" : "";
        var rejected = Rejected > 0 ? $", {Rejected:N0} rejected (see {rejects.Path})" : "";
        return $"{Frames:N0} frames: {Count:N0} structures{repeated}{rejected}";
    }
}
