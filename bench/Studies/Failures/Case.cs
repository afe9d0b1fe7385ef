using System.Globalization;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Failures;

/// <summary>One calculation of the study, with what became of it and of its cure.</summary>
/// <param name="Kind">Where the molecule is from: the file, or what is hard about it.</param>
internal sealed record Case(int Number, Candidate Candidate, string Kind, string Level, string Engine)
{
    public const string Header =
        "number,id,smiles,set,charge,multiplicity,atoms,engine,level,outcome,failure_kind,code,cure,cure_outcome,cure_code,core_seconds,cure_core_seconds,reason";

    /// <summary>computed, or the kind of failure.</summary>
    public string Outcome { get; set; } = "";

    public string Code { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>The cure that was tried, in words; empty without one.</summary>
    public string Cure { get; set; } = "";

    public string CureOutcome { get; set; } = "";

    public string CureCode { get; set; } = "";

    public double CoreSeconds { get; set; }

    public double CureCoreSeconds { get; set; }

    public bool Failed => Code.Length > 0;

    public bool IsCured => CureOutcome == "computed";

    public string Line() =>
        string.Join(
            ',',
            new[]
            {
                Number.ToString(CultureInfo.InvariantCulture),
                Candidate.Id,
                Candidate.Smiles,
                Kind,
                Candidate.Charge.ToString(CultureInfo.InvariantCulture),
                Candidate.Multiplicity.ToString(CultureInfo.InvariantCulture),
                Candidate.Atoms.ToString(CultureInfo.InvariantCulture),
                Engine,
                Level,
                Failed ? "failed" : "computed",
                Failed ? Outcome : "",
                Code,
                Cure,
                CureOutcome,
                CureCode,
                CoreSeconds.ToString("0.###", CultureInfo.InvariantCulture),
                CureCoreSeconds.ToString("0.###", CultureInfo.InvariantCulture),
                Reason,
            }.Select(Quoted)
        );

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
