using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Mopac;

/// <summary>A request as MOPAC takes it: one file of keywords and atoms.</summary>
/// <param name="Text">The file.</param>
/// <param name="Settings">What may change a number, in words, for the provenance.</param>
internal sealed record MopacInput(string Text, string Settings)
{
    public const string InputFile = "molecule.mop";
    public const string OutputFile = "molecule.out";

    // A tenth of the program's own criterion, in kcal/mol/angstrom.
    private const string GradientNorm = "0.1";

    public ImmutableArray<string> Arguments { get; } = [InputFile];

    public ImmutableSortedDictionary<string, string> Files =>
        ImmutableSortedDictionary<string, string>.Empty.Add(InputFile, Text);

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Writes a request for a level that MOPAC offers.</summary>
    /// <param name="isResponseWanted">True when the polarizability is wanted: 36 further fields in a static field.</param>
    /// <param name="cure">What treats an earlier failure, or null.</param>
    public static MopacInput For(
        Candidate candidate,
        LevelOfTheory level,
        Geometry start,
        bool isResponseWanted,
        MopacCure? cure
    )
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{level.Method} XYZ CHARGE={candidate.Charge} PRECISE THREADS=1");
        if (candidate.Multiplicity > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $" UHF MS={(candidate.Multiplicity - 1) / 2.0:F1}");
        }

        text.Append(level.Optimises ? $" GNORM={GradientNorm}" : " 1SCF");
        text.Append(isResponseWanted ? " STATIC" : "").Append(cure is null ? "" : $" {cure.Keywords}");
        // Two lines for titles, which stay empty: what a SMILES holds could be read as more.
        text.Append("\n\n\n");
        Xyz.AppendAtoms(text, start, start.ToAngstrom());
        var settings =
            $"{level}; charge {candidate.Charge}, {candidate.Multiplicity - 1} unpaired, "
            + (candidate.Multiplicity > 1 ? "unrestricted; " : "restricted; ")
            + (
                level.Optimises
                    ? $"optimised to a gradient norm of {GradientNorm} kcal/mol/angstrom; "
                    : "single point; "
            )
            + "PRECISE"
            + (isResponseWanted ? "; polarizability by finite fields" : "")
            + (cure is null ? "" : $"; {cure.Words}");
        return new MopacInput(text.ToString(), settings);
    }
}
