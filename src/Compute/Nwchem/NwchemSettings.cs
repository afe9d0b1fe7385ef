using Lichen.Compute.Engines;

namespace Lichen.Compute.Nwchem;

/// <summary>Other settings for a second attempt: to the same solution by another way, or with more room.</summary>
/// <param name="DensityFunctional">Words after "convergence" in the dft block.</param>
/// <param name="HartreeFock">Lines of the scf block.</param>
/// <param name="Iterations">Most iterations of the self-consistent field, and of coupled cluster.</param>
/// <param name="Roots">Number of excitations.</param>
/// <param name="Cycles">Most cycles of the search for them.</param>
/// <param name="MemoryShare">Share of the memory limit to plan with.</param>
/// <param name="Words">The same in words, for the provenance; empty for the first attempt.</param>
internal sealed record NwchemSettings(
    string DensityFunctional,
    string HartreeFock,
    int Iterations,
    int Roots,
    int Cycles,
    double MemoryShare,
    string Words
)
{
    public static readonly NwchemSettings First = new("", "", 100, 10, 100, 0.75, "");

    /// <summary>Settings that help against a failure; null when nothing is known to.</summary>
    public static NwchemSettings? For(string? code) =>
        code switch
        {
            FailureCodes.Scf or FailureCodes.Contradiction => First with
            {
                DensityFunctional = " lshift 0.5 damp 70 ncydp 20 ncysh 40 ncyds 300",
                HartreeFock = " level pcg 5.0 0.5 0.0\n",
                Iterations = 300,
                Words = "SCF with level shift, damping by 70 % for 20 cycles, 300 iterations",
            },
            FailureCodes.NoBrightState => First with { Roots = 30, Words = "30 excitations" },
            FailureCodes.ExcitationsNotConverged => First with
            {
                Cycles = 400,
                Words = "400 cycles of the search for excitations",
            },
            FailureCodes.CorrelationNotConverged => First with
            {
                Iterations = 400,
                Words = "400 iterations of coupled cluster",
            },
            FailureCodes.ProgramMemory => First with { MemoryShare = 0.9, Words = "planned with 0.9 of the memory" },
            FailureCodes.MemoryLimit => First with { MemoryShare = 0.4, Words = "planned with 0.4 of the memory" },
            _ => null,
        };
}
