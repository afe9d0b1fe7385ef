using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Molecules;

namespace Lichen.Core.Calculations;

/// <summary>The unit of work: one candidate at one level by one engine.</summary>
/// <param name="Conformers">The policy that made the start geometry, as text; "none" where there is no geometry.</param>
/// <param name="EngineVersion">
/// Engine name and semantic version: what may change a number. Never a path, host or core count.
/// </param>
public sealed record Calculation(Candidate Candidate, LevelOfTheory Level, string Conformers, string EngineVersion)
{
    /// <summary>
    /// The key by which the archive knows this work: candidate identity, charge, multiplicity, conformer policy,
    /// level, conditions and the engine's semantic version; the user's id, row, host and spelling do not enter.
    /// </summary>
    /// <remarks>Made anew each time: a stored one would stay with a copy whose parts were changed by <c>with</c>.</remarks>
    public CalculationKey Key =>
        CalculationKey.Of(Candidate.Smiles, Candidate.Charge, Candidate.Multiplicity, Level, Conformers, EngineVersion);
}

/// <summary>SHA-256 of what identifies a calculation, in lower-case hexadecimal.</summary>
public readonly record struct CalculationKey(string Hex)
{
    public static CalculationKey Of(
        string canonicalSmiles,
        int charge,
        int multiplicity,
        LevelOfTheory level,
        string conformers,
        string engineVersion
    )
    {
        var text = string.Join(
            '\n',
            "lichen-key-1",
            canonicalSmiles,
            charge,
            multiplicity,
            level,
            conformers,
            engineVersion
        );
        // With a line break in none of the parts, no two different calculations share a text.
        if (text.AsSpan().Count('\n') != 6)
        {
            throw new ArgumentException(
                $"A part of a calculation's key has a line break: '{canonicalSmiles}', '{level}', '{conformers}', '{engineVersion}'."
            );
        }

        return new CalculationKey(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    public override string ToString() => Hex;
}
