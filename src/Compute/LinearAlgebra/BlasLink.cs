using System.Text.RegularExpressions;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;

namespace Lichen.Compute.LinearAlgebra;

/// <summary>Which library a program takes its linear algebra from.</summary>
public static partial class BlasLink
{
    /// <summary>
    /// Path of the library that the loader would bind to a program, links resolved; null where it links none, as where
    /// the routines are built in.
    /// </summary>
    /// <param name="guard">Runs ldd.</param>
    /// <param name="program">The program; where it is a script, its probe names the library that it loads.</param>
    /// <param name="cancellationToken">Ends the wait; no process is left behind.</param>
    public static async Task<string?> OfAsync(Guard guard, FoundProgram program, CancellationToken cancellationToken)
    {
        var core = program.Capabilities.FirstOrDefault(name =>
            name.StartsWith(Psi4.Psi4Probe.CoreLibrary, StringComparison.Ordinal)
        );
        var file = core is null ? program.Location : core[Psi4.Psi4Probe.CoreLibrary.Length..];
        var call = new ProgramCall("ldd", [file], Path.GetTempPath());
        var result = await guard.RunAsync(call, cancellationToken);
        return Choose(result.Output) is { } path
            ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path
            : null;
    }

    /// <summary>The library with the kernels in the list that ldd prints: OpenBLAS itself before the interface to it.</summary>
    public static string? Choose(string loaded)
    {
        var libraries = Line()
            .Matches(loaded)
            .Select(match => (Name: match.Groups[1].Value, Path: match.Groups[2].Value));
        return libraries
            .Where(library => Kernels().IsMatch(library.Name))
            .OrderBy(library => library.Name.StartsWith("libblas", StringComparison.Ordinal))
            .Select(library => library.Path)
            .FirstOrDefault();
    }

    [GeneratedRegex(@"^\s*(\S+) => (/\S+) \(", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^lib(openblas|mkl_rt|blis|flexiblas|atlas|blas)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Kernels();
}
