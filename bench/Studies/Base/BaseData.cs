using System.Globalization;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Base;

/// <summary>Labels candidates with GFN2-xTB, into one file that an interrupted run goes on with.</summary>
internal static class BaseData
{
    // Hartree per bohr: structures torn harder teach nothing that a molecule ever does.
    private const double LargestForce = 0.35;

    /// <param name="data">Folder of published data.</param>
    /// <param name="file">The data set.</param>
    /// <param name="indices">Which candidates.</param>
    /// <param name="larger">Of the stream of larger molecules.</param>
    public static async Task LabelAsync(string data, string file, IReadOnlyList<long> indices, bool larger)
    {
        var xtb = await ProgramLabels.OfXtbAsync();
        HashSet<long> done = File.Exists(file) ? [.. ExtendedXyz.Read(file).Select(example => example.Index)] : [];
        Candidates candidates = larger ? Candidates.OpenLarger(data) : Candidates.Open(data);
        long offset = larger ? Candidates.Larger : 0;
        Console.WriteLine($"{candidates.MoleculeCount} molecules, {done.Count} structures labelled before");
        double seconds = 0;
        int labelled = 0,
            refused = 0;
        foreach (long index in indices.Where(index => !done.Contains(offset + index)))
        {
            if (candidates.At(index) is not { } candidate)
            {
                refused++;
                continue;
            }

            if (
                xtb.Of(candidate.Geometry) is not { } label
                || label.Forces.Any(force => Math.Abs(force) > LargestForce)
            )
            {
                refused++;
                continue;
            }

            seconds += label.CpuSeconds;
            var example = new Example(offset + index, candidates.SmilesOf(index), candidate.Kind, label);
            File.AppendAllText(file, ExtendedXyz.Frame(example));
            labelled++;

            if (labelled % 500 == 0)
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{labelled} labelled, {refused} refused, {seconds:0} core-seconds of xtb"
                    )
                );
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{labelled} labelled, {refused} refused, {seconds:0} core-seconds"
            )
        );
    }
}
