using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Nwchem;

/// <summary>A request as NWChem takes it: one input file.</summary>
/// <param name="Text">The file, memory left out.</param>
/// <param name="Settings">What may change a number, in words, for the provenance.</param>
/// <param name="Tasks">Number of tasks in the file.</param>
internal sealed record NwchemInput(string Text, string Settings, int Tasks)
{
    /// <summary>SHA-256 of the file without its memory, which is a matter of the machine, in hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The whole file, with the memory to plan with.</summary>
    public string WithMemory(long bytes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"start lichen\npermanent_dir .\nscratch_dir .\nmemory total {bytes / 1_000_000} mb\n{Text}"
        );

    /// <summary>Writes a single point.</summary>
    /// <param name="level">Its basis must be one that NWChem has: it goes into the file as it is.</param>
    /// <param name="extras">What is computed beside energy, orbitals and dipole moment.</param>
    public static NwchemInput For(
        Candidate candidate,
        LevelOfTheory level,
        NwchemMethod method,
        Geometry geometry,
        NwchemExtras extras,
        NwchemSettings settings
    )
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"charge {candidate.Charge}\n");
        // Bohr, so that no conversion by another program's constant stands between two levels.
        text.Append("geometry units bohr noautosym noautoz nocenter\n");
        Xyz.AppendAtoms(text, geometry, geometry.Bohr);
        var shape = NwchemBasis.IsCartesian(level.Basis!) ? "cartesian" : "spherical";
        text.Append(
            CultureInfo.InvariantCulture,
            $"end\nbasis \"ao basis\" {shape}\n * library \"{NwchemBasis.LibraryName(level.Basis!)}\"\nend\n"
        );
        var theory = method.Theory == NwchemTheory.DensityFunctional ? "dft" : "scf";
        AppendField(text, candidate, method, settings);
        var frozen = FrozenCore.Orbitals(geometry);
        var task = AppendCorrelation(text, method.Theory, frozen, settings.Iterations) ?? theory;
        text.Append(CultureInfo.InvariantCulture, $"task {task} energy\n");
        var tasks = 1;
        if (method.HasOrbitals)
        {
            var response = extras.HasFlag(NwchemExtras.Polarizability) ? " aoresponse 1 0.0\n" : "";
            text.Append(CultureInfo.InvariantCulture, $"property\n dipole\n{response}end\ntask {theory} property\n");
            tasks++;
        }

        if (extras.HasFlag(NwchemExtras.Excitations))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"tddft\n nroots {settings.Roots}\n maxiter {settings.Cycles}\n notriplet\nend\ntask tddft energy\n"
            );
            tasks++;
        }

        var words =
            $"{level}; charge {candidate.Charge}, multiplicity {candidate.Multiplicity}, "
            + (candidate.Multiplicity == 1 ? "restricted; " : "unrestricted; ")
            + $"{shape} functions; "
            + method.Theory switch
            {
                NwchemTheory.DensityFunctional =>
                    $"conventional integrals, SCF to 1e-8, grid {Grid(method.Functional!)}",
                NwchemTheory.HartreeFock => "conventional integrals, SCF to 1e-8",
                _ => $"conventional integrals, SCF to 1e-8, {frozen} frozen orbitals",
            }
            + (extras.HasFlag(NwchemExtras.Excitations) ? $"; {settings.Roots} singlet excitations" : "")
            + (settings.Words.Length == 0 ? "" : $"; {settings.Words}");
        return new NwchemInput(text.ToString(), words, tasks);
    }

    private static string Grid(NwchemFunctional functional) => functional.IsMeta ? "xfine" : "fine";

    private static void AppendField(
        StringBuilder text,
        Candidate candidate,
        NwchemMethod method,
        NwchemSettings settings
    )
    {
        var closed = candidate.Multiplicity == 1;
        if (method.Functional is { } functional)
        {
            var dispersion = method.Dispersion switch
            {
                Dispersion.D3Zero => " disp vdw 3\n",
                Dispersion.D3BeckeJohnson => " disp vdw 4\n",
                _ => "",
            };
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                dft
                 {functional.Directive}
                {dispersion} mult {candidate.Multiplicity}{(closed ? "" : "\n odft")}
                 grid {Grid(functional)}
                 iterations {settings.Iterations}
                 convergence energy 1e-8 density 1e-8{settings.DensityFunctional}
                 direct
                end

                """
            );
            return;
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            scf
             {(closed ? "rhf" : $"uhf\n nopen {candidate.Multiplicity - 1}")}
             thresh 1e-8
             maxiter {settings.Iterations}
             direct
            {settings.HartreeFock}end

            """
        );
    }

    // The name of the task, or null where the field is all.
    private static string? AppendCorrelation(StringBuilder text, NwchemTheory theory, int frozen, int iterations)
    {
        var (block, task, lines) = theory switch
        {
            NwchemTheory.Mp2 => ("mp2", "mp2", ""),
            NwchemTheory.CoupledCluster => ("ccsd", "ccsd(t)", $" thresh 1e-7\n maxiter {iterations}\n"),
            _ => ("", null, ""),
        };
        if (task is not null)
        {
            var freeze = frozen == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" freeze {frozen}\n");
            text.Append(CultureInfo.InvariantCulture, $"{block}\n{freeze}{lines}end\n");
        }

        return task;
    }
}

/// <summary>What costs a further task, and is computed only when it is wanted.</summary>
[Flags]
internal enum NwchemExtras
{
    None = 0,
    Polarizability = 1,
    Excitations = 2,
}
