using System.Collections.Immutable;
using Lichen.Compute.Commands;
using Lichen.Compute.Engines;
using Lichen.Compute.LinearAlgebra;
using Lichen.Compute.Mopac;
using Lichen.Compute.Nwchem;
using Lichen.Compute.Potentials;
using Lichen.Compute.Processes;
using Lichen.Compute.Psi4;
using Lichen.Compute.Tables;
using Lichen.Compute.Xtb;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;
using Lichen.Exploration.Specification;
using Lichen.Learning.Models;
using Lichen.Learning.Potentials;

namespace Lichen.Exploration.Running;

/// <summary>Makes the engine that serves a rung of the campaign file.</summary>
public sealed class EngineFactory(Guard guard, EngineProbe probe)
{
    private readonly Dictionary<string, IEngine> _programs = [];

    /// <summary>Where machine-learned potentials are installed; null where there are none.</summary>
    public PotentialStore? Potentials { get; init; }

    /// <exception cref="CampaignException">The program is missing, or a table cannot be read.</exception>
    public async Task<IEngine> MakeAsync(CampaignSpec spec, RungSpec rung, CancellationToken cancellationToken) =>
        rung.Engine switch
        {
            "table" => TableFor(spec, rung, rung.Table!),
            "command" => CommandFor(spec, rung, rung.Command!),
            ModelEngine.Name => ModelFor(spec, rung.Model!),
            PotentialLevels.Engine => PotentialFor(spec, LevelOfTheory.Parse(rung.Level).Method),
            _ => await ProgramAsync(rung.Engine, spec.Limits.OpenblasCoreType, cancellationToken).ConfigureAwait(false),
        };

    private async Task<IEngine> ProgramAsync(string name, string? coreType, CancellationToken cancellationToken)
    {
        if (_programs.TryGetValue(name, out var known))
        {
            return known;
        }

        var report = await probe.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (report.Program is not { } program)
        {
            throw new CampaignException($"{name} is needed by the ladder, but {report.Problem}. {report.Remedy}");
        }

        IEngine Make(Guard runner) =>
            name switch
            {
                "xtb" => new Xtb(runner, program),
                "mopac" => new Mopac(runner, program),
                "psi4" => new Psi4(runner, program),
                "nwchem" => new Nwchem(runner, program),
                _ => throw new CampaignException(
                    $"no engine is called '{name}': xtb, mopac, psi4, nwchem, potential, model, table or command"
                ),
            };

        var engine = Make(guard);
        if (coreType is not null)
        {
            var tuned = Make(guard.With(CoreTypeCheck.Variable, coreType));
            if (await CoreTypeCheck.ProblemAsync(engine, tuned, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                throw new CampaignException($"limits: openblas_coretype {coreType}: {problem}");
            }

            engine = tuned;
        }

        _programs.Add(name, engine);
        return engine;
    }

    private IEngine PotentialFor(CampaignSpec spec, string name)
    {
        if (_programs.TryGetValue(name, out var known))
        {
            return known;
        }

        if (Potentials?.Find(name) is not { } card)
        {
            throw new CampaignException($"ladder: {PotentialStore.Absent(name)}");
        }

        if (spec.Use is { } use && card.ForbiddenUses.Contains(use))
        {
            throw new CampaignException(
                $"use: the campaign's use is '{use}', and the licence of {name} ({card.Licence}) forbids it; "
                    + "take another level, or ask its authors"
            );
        }

        var engine = new PotentialEngine(Potentials, card, TimeProvider.System);
        _programs.Add(name, engine);
        return engine;
    }

    private static ModelEngine ModelFor(CampaignSpec spec, ModelSpec model)
    {
        var property = Property.Declared(model.Property, model.Unit ?? "");
        ModelEngine engine;
        try
        {
            engine = new ModelEngine(Path.GetFullPath(model.File, spec.Folder), property, TimeProvider.System);
        }
        catch (ModelFileException e)
        {
            throw new CampaignException($"ladder: {model.File} {e.Verdict}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CampaignException($"ladder: {model.File}: {e.Message}");
        }

        return engine switch
        {
            { Lower.Length: > 0 } => throw new CampaignException(
                $"ladder: {model.File} needs '{engine.Lower}' of each structure, which a rung does not have; "
                    + "take a model that was trained without --lower"
            ),
            { Unit.Length: 0 } when model.Unit is null => throw new CampaignException(
                $"ladder: {model.File} says no unit of its labels; if it is {property.Unit}, write 'unit: {property.Unit}' beside it"
            ),
            { Unit.Length: > 0 } when engine.Unit != property.Unit => throw new CampaignException(
                $"ladder: {model.File} predicts in '{engine.Unit}', and {property.Name} is in '{property.Unit}' here; "
                    + "train it on labels in that unit"
            ),
            _ => engine,
        };
    }

    private static Table TableFor(CampaignSpec spec, RungSpec rung, TableSpec table) =>
        new(
            new TableDefinition(
                Path.GetFullPath(table.File, spec.Folder),
                table.Key.Contains("smiles", StringComparison.OrdinalIgnoreCase) ? TableKey.Smiles : TableKey.Id,
                table.Key,
                [
                    new TableLevel(
                        LevelOfTheory.Parse(rung.Level),
                        [
                            .. table.Values.Select(pair =>
                                (Property.Declared(pair.Key, rung.UnitOf(pair.Key) ?? ""), pair.Value)
                            ),
                        ],
                        table.CostSeconds ?? 1,
                        table.CostColumn
                    ),
                ]
            )
        );

    private Command CommandFor(CampaignSpec spec, RungSpec rung, CommandSpec command) =>
        new(
            guard,
            new CommandDefinition(
                "command",
                command.Version,
                Resolve(spec, command.Program[0]),
                [.. command.Program.Skip(1).Select(argument => FileOf(spec, argument))],
                [
                    new CommandLevel(
                        LevelOfTheory.Parse(rung.Level).OfOneConformer,
                        [.. command.Properties.Select(pair => Property.Declared(pair.Key, pair.Value))],
                        command.Geometry ? GeometryNeed.ForceField : GeometryNeed.None
                    ),
                ],
                "",
                []
            )
        );

    // The program runs in a folder of its own, so a file of the campaign that it is given needs its whole path.
    internal static string FileOf(CampaignSpec spec, string argument) =>
        File.Exists(Path.Combine(spec.Folder, argument)) ? Path.GetFullPath(argument, spec.Folder) : argument;

    // A name is looked up on PATH; a path is taken from the campaign's folder.
    internal static string Resolve(CampaignSpec spec, string program) =>
        program.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(program, spec.Folder) : program;
}
