using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Psi4;

/// <summary>A request as Psi4 takes it: one input file.</summary>
/// <param name="Text">The file, in Psi4's own language, which is Python with a few additions.</param>
/// <param name="Settings">What may change a number, in words, for the provenance.</param>
internal sealed record Psi4Input(string Text, string Settings)
{
    /// <summary>Names the memory to plan with, in bytes: a matter of the machine, so it is not in the file.</summary>
    public const string MemoryVariable = "LICHEN_PSI4_MEMORY_BYTES";

    private const string Orbitals = """
        for spin, energies, occupied in (('alpha', wavefunction.epsilon_a(), wavefunction.nalpha()),
                                         ('beta', wavefunction.epsilon_b(), wavefunction.nbeta())):
            levels = sorted(energies.to_array().tolist())
            if 0 < occupied < len(levels):
                core.print_out('lichen %s_homo %.12f hartree\n' % (spin, levels[occupied - 1]))
                core.print_out('lichen %s_lumo %.12f hartree\n' % (spin, levels[occupied]))
        moments = core.OEProp(wavefunction)
        moments.add('DIPOLE')
        moments.compute()
        if tuple(int(part) for part in psi4.__version__.split('.')[:2]) < (1, 4):
            debye = sum(variable('SCF DIPOLE ' + axis) ** 2 for axis in 'XYZ') ** 0.5
        else:
            debye = sum(part ** 2 for part in variable('SCF DIPOLE')) ** 0.5 * constants.dipmom_au2debye
        core.print_out('lichen dipole_moment %.9f debye\n' % debye)

        """;

    private const string Polarizability = """
        third = sum(variable('DIPOLE POLARIZABILITY ' + axis) for axis in ('XX', 'YY', 'ZZ')) / 3
        core.print_out('lichen isotropic_polarizability %.9f bohr^3\n' % third)

        """;

    // The last geometry is told also where the optimisation ends without having converged.
    private const string Optimisation = """
        try:
            optimize('{0}', molecule=subject)
        finally:
            for row in subject.geometry().to_array().tolist():
                core.print_out('lichen atom %.12f %.12f %.12f bohr\n' % tuple(row))

        """;

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>Writes a single point, or an optimisation and a single point at its end.</summary>
    /// <param name="level">Method and basis, which must be ones that Psi4 has: they go into the file as they are.</param>
    /// <param name="cure">Options that treat an earlier failure, or null.</param>
    /// <param name="response">True when the polarizability is computed too.</param>
    public static Psi4Input For(
        Candidate candidate,
        LevelOfTheory level,
        Geometry geometry,
        bool response,
        Psi4Cure? cure
    )
    {
        var theory = Psi4Methods.TheoryOf(level.Method);
        var frozen = FrozenCore.Orbitals(geometry);
        var integrals = theory == Psi4Theory.CoupledCluster ? "pk" : "df";
        var correlation = theory switch
        {
            Psi4Theory.SelfConsistent => "",
            Psi4Theory.Mp2 => $"\n    'mp2_type': 'df', 'num_frozen_docc': {frozen},",
            _ => $"\n    'cc_type': 'conv', 'num_frozen_docc': {frozen},",
        };
        var task = response
            ? $"properties('{level.Method.ToLowerInvariant()}', properties=['DIPOLE_POLARIZABILITIES'],"
            : $"energy('{level.Method.ToLowerInvariant()}',";
        var reference = candidate.Multiplicity == 1 ? "rhf" : "uhf";
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"molecule subject {{\n{candidate.Charge} {candidate.Multiplicity}\n"
        );
        // Bohr, so that no conversion by another program's constant stands between two levels.
        Xyz.AppendAtoms(text, geometry, geometry.Bohr);
        text.Append("units bohr\nno_com\nno_reorient\nsymmetry c1\n}\n");
        // For a density functional Psi4 takes rhf and uhf as rks and uks.
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            import os
            set_memory(int(os.environ['{{MemoryVariable}}']))
            set_options({
                'basis': '{{level.Basis}}',
                'reference': '{{reference}}',
                'scf_type': '{{integrals}}',
                'e_convergence': 1e-8,
                'd_convergence': 1e-8,
                'maxiter': 100,{{correlation}}{{(
                level.Optimises ? "\n    'geom_maxiter': 100, 'g_convergence': 'gau'," : ""
            )}}{{(cure is null or { Options: "" } ? "" : "\n    " + cure.Options)}}
            })
            {{(
                level.Optimises
                    ? Optimisation.Replace("{0}", level.Method.ToLowerInvariant(), StringComparison.Ordinal)
                    : ""
            )}}hartree, wavefunction = {{task}} molecule=subject, return_wfn=True)
            core.print_out('lichen total_energy %.12f hartree\n' % hartree)
            {{(theory == Psi4Theory.SelfConsistent ? Orbitals : "")}}{{(
                response ? Polarizability : ""
            )}}core.print_out('lichen end\n')

            """
        );
        var settings =
            $"{level}; charge {candidate.Charge}, multiplicity {candidate.Multiplicity}, "
            + (reference == "rhf" ? "restricted; " : "unrestricted; ")
            + theory switch
            {
                Psi4Theory.SelfConsistent => "density fitting, SCF to 1e-8, Psi4's own grid",
                Psi4Theory.Mp2 => $"density fitting, SCF to 1e-8, {frozen} frozen orbitals",
                _ => $"conventional integrals, SCF to 1e-8, {frozen} frozen orbitals",
            }
            + (level.Optimises ? "; optimised to Gaussian's criteria (4.5e-4 Eh/a0, 1.8e-3 a0 at most)" : "")
            + (cure is null ? "" : $"; {cure.Words}");
        return new Psi4Input(text.ToString(), settings);
    }
}
