using System.Globalization;
using Lichen.Compute.Processes;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Tests.Engines;

/// <summary>What a real program once left, kept under Recorded/PROGRAM-VERSION/CASE.</summary>
internal sealed class Recording(string program, string name)
{
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Recorded", program, name);

    public ProgramResult Result
    {
        get
        {
            var exit = int.Parse(Text("exit.txt"), CultureInfo.InvariantCulture);
            // Shells write 128 + n for an end by signal n.
            return new(
                exit > 128 ? null : exit,
                exit > 128 ? exit - 128 : null,
                StopReason.None,
                null,
                Text("stdout.txt"),
                Text("stderr.txt"),
                0,
                0,
                new ResourceUsage(1, 1, 1, CostBasis.Measured)
            );
        }
    }

    public string Text(string file)
    {
        var path = Path.Combine(_folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
