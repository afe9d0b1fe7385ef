using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Xtb;

/// <summary>What one run of xtb is for.</summary>
internal enum XtbTask
{
    /// <summary>What the level says: an optimisation to xtb's level normal, or a single point.</summary>
    Level,

    /// <summary>An optimisation to xtb's level tight.</summary>
    TightOptimisation,

    /// <summary>Second derivatives and thermochemistry at a given geometry.</summary>
    Hessian,
}

/// <summary>A request as xtb takes it: arguments and files.</summary>
/// <param name="Arguments">Arguments, the geometry's file first.</param>
/// <param name="Files">Texts by file name.</param>
/// <param name="Settings">What may change a number, in words, for the provenance.</param>
internal sealed record XtbInput(
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Files,
    string Settings
)
{
    private const string GeometryFile = "molecule.xyz";
    private const string ControlFile = "xcontrol";

    /// <summary>SHA-256 of arguments and files, in hexadecimal.</summary>
    public string Hash
    {
        get
        {
            var text = new StringBuilder().AppendJoin('\0', Arguments);
            foreach (var (name, content) in Files)
            {
                text.Append('\0').Append(name).Append('\0').Append(content);
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <summary>Writes a request for a level that xtb offers.</summary>
    /// <param name="cure">Text for xtb's control file that treats an earlier failure, or null.</param>
    public static XtbInput For(
        Candidate candidate,
        LevelOfTheory level,
        Geometry start,
        XtbCure? cure,
        XtbTask task = XtbTask.Level
    )
    {
        var arguments = new List<string> { GeometryFile, "--norestart" };
        arguments.AddRange(
            level.Method switch
            {
                XtbLevels.Gfn1 => ["--gfn", "1", "--dipole"],
                XtbLevels.GfnFf => ["--gfnff"],
                _ => ["--gfn", "2"],
            }
        );
        arguments.AddRange(
            "--chrg",
            candidate.Charge.ToString(CultureInfo.InvariantCulture),
            "--uhf",
            (candidate.Multiplicity - 1).ToString(CultureInfo.InvariantCulture)
        );
        arguments.AddRange(
            task switch
            {
                XtbTask.Hessian => ["--hess"],
                XtbTask.TightOptimisation => ["--opt", "tight"],
                _ when level.Optimises => ["--opt"],
                _ => [],
            }
        );

        if (level.Solvation is { } solvation)
        {
            arguments.AddRange("--alpb", solvation.Solvent);
        }

        var files = ImmutableSortedDictionary<string, string>.Empty.Add(
            GeometryFile,
            Xyz.Write(start, candidate.Smiles)
        );
        var warm = task == XtbTask.Hessian && level.Temperature != LevelOfTheory.RoomTemperature;
        if (cure?.Control is not null || warm)
        {
            arguments.AddRange("--input", ControlFile);
            files = files.Add(ControlFile, cure?.Control + (warm ? Thermo(level.Temperature) : ""));
        }

        var settings =
            $"{level}; charge {candidate.Charge}, {candidate.Multiplicity - 1} unpaired; "
            + task switch
            {
                XtbTask.Hessian => "analytical second derivatives; ",
                XtbTask.TightOptimisation => "optimised to xtb's level tight (1e-6 Eh, 8e-4 Eh/a0); ",
                _ when level.Optimises => "optimised to xtb's level normal (5e-6 Eh, 1e-3 Eh/a0); ",
                _ => "single point; ",
            }
            + "SCC accuracy 1.0, 300 K"
            + (cure is null ? "" : $"; {cure.Words}");
        return new XtbInput([.. arguments], files, settings);
    }

    private static string Thermo(double kelvin) =>
        string.Create(CultureInfo.InvariantCulture, $"$thermo\n   temp={kelvin}\n$end\n");
}
