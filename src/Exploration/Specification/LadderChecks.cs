using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Potentials;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Specification;

/// <summary>Checks the rungs against each other and the objective, and inserts the levels that others need.</summary>
internal sealed class LadderChecks(ProblemList problems, List<FileNote> notes)
{
    private readonly List<(RungSpec Rung, LevelOfTheory Level, string Path)> _rungs = [];
    private readonly HashSet<string> _refused = [];
    private string? _property;

    /// <summary>The ladder with every engine named and every geometry level a rung of its own.</summary>
    public ImmutableArray<RungSpec> Resolve(ImmutableArray<RungDraft> drafts, ObjectiveDraft? objective)
    {
        _property = objective?.Property;
        foreach (var (index, draft) in drafts.Index())
        {
            Add(draft, $"ladder[{index + 1}]");
        }

        if (objective is not null)
        {
            CheckObjectiveLevel(objective, writtenLadder: drafts.Length > 0);
        }

        InsertGeometryLevels();
        for (var i = 0; i < notes.Count; i++)
        {
            var at = _rungs.FindIndex(entry => entry.Path == notes[i].Path);
            notes[i] = at < 0 ? notes[i] : notes[i] with { Path = $"ladder[{at + 1}]" };
        }

        foreach (var (rung, level, path) in _rungs)
        {
            CheckProperties(rung, path);
            if (objective is not null)
            {
                CheckGives(rung, level, path, objective.Property);
            }
        }

        return [.. _rungs.Select(entry => entry.Rung)];
    }

    private void Add(RungDraft draft, string path)
    {
        var level = Spelling.Canonical(draft.Level);
        var text = level.ToString();
        if (_rungs.Any(entry => entry.Rung.Level == text))
        {
            problems.Add(path, $"the level '{text}' is in the ladder twice");
            return;
        }

        if (Engine(draft, level, path) is not { } engine)
        {
            _refused.Add(text);
            return;
        }

        if (engine is "psi4" or "nwchem" && level.Optimises)
        {
            _refused.Add(text);
            problems.Add(
                path,
                $"'{text}' would optimise the geometry at its own level, and {engine} does single points here; "
                    + $"write '{level with { GeometryLevel = "GFN2-xTB" }}'"
            );
            return;
        }

        if (Capabilities.Problem(engine, level) is { } problem)
        {
            _refused.Add(text);
            problems.Add(path, problem);
            return;
        }

        _rungs.Add((new RungSpec(text, engine, draft.Table, draft.Command), level, path));
    }

    private string? Engine(RungDraft draft, LevelOfTheory level, string path)
    {
        if (draft is { Table: not null, Command: not null })
        {
            problems.Add(path, "expected a table or a command, found both");
            return null;
        }

        var given =
            draft.Table is not null ? "table"
            : draft.Command is not null ? "command"
            : null;
        if (draft.Engine is "table" or "command" && given != draft.Engine)
        {
            problems.Add($"{path}.engine", $"the engine '{draft.Engine}' needs the key '{draft.Engine}' beside it");
            return null;
        }

        if (draft.Engine is not null && given is not null && given != draft.Engine)
        {
            problems.Add($"{path}.engine", $"the engine '{draft.Engine}' takes no '{given}'");
            return null;
        }

        if ((draft.Engine ?? given) is { } engine)
        {
            return engine;
        }

        var inferred = Spelling.EngineOf(level, _property, out var problem);
        if (inferred is null)
        {
            problems.Add(problems.Has($"{path}.level") ? $"{path}.level" : path, problem);
        }

        return inferred;
    }

    private void CheckObjectiveLevel(ObjectiveDraft objective, bool writtenLadder)
    {
        var level = Spelling.Canonical(objective.Level).ToString();
        var at = _rungs.FindIndex(entry => entry.Rung.Level == level);
        if (at >= 0 && at < _rungs.Count - 1)
        {
            problems.Add(
                "objective.level",
                $"the objective's level '{level}' must be the last of the ladder, and '{_rungs[^1].Rung.Level}' stands after it"
            );
            return;
        }

        // A rung that was refused is not missing: its problem is said already.
        if (at >= 0 || _refused.Contains(level))
        {
            return;
        }

        if (writtenLadder && NearestWord.Of(level, _rungs.Select(entry => entry.Rung.Level)) is { } near)
        {
            problems.Add("objective.level", $"the level '{level}' is not in the ladder; did you mean '{near}'?");
            return;
        }

        Add(new RungDraft(level, null, null, null), "objective.level");
        if (writtenLadder)
        {
            notes.Add(new FileNote("objective.level", "added: the objective's level"));
        }
    }

    private void InsertGeometryLevels()
    {
        for (var i = 0; i < _rungs.Count; i++)
        {
            var (rung, level, path) = _rungs[i];
            var needsGeometry = rung.Engine != "table" && rung.Command is null or { Geometry: true };
            if (!needsGeometry || level.GeometryLevelOfTheory is not { } geometry)
            {
                continue;
            }

            var at = _rungs.FindIndex(entry => entry.Rung.Level == geometry.ToString());
            if (at > i)
            {
                problems.Add(path, $"'{rung.Level}' takes its geometry from '{geometry}', which must stand before it");
            }
            else if (at >= 0 && _rungs[at].Rung.Engine == "table")
            {
                problems.Add(
                    path,
                    $"'{rung.Level}' takes its geometry from '{geometry}', and a table gives no geometry"
                );
            }
            else if (at < 0)
            {
                if (
                    Spelling.EngineOf(geometry, null, out _) is not { } engine
                    || engine is not ("xtb" or "mopac" or PotentialLevels.Engine)
                )
                {
                    problems.Add(
                        path,
                        $"'{rung.Level}' takes its geometry from '{geometry}', which no engine here optimises; "
                            + "geometries come from GFN2-xTB, GFN1-xTB, GFN-FF, PM7, PM6-D3H4X, ANI-2x, ANI-1ccx or MMFF94"
                    );
                    continue;
                }

                var inserted = $"{path}//geometry";
                _rungs.Insert(i, (new RungSpec(geometry.ToString(), engine, null, null), geometry, inserted));
                notes.Add(new FileNote(inserted, $"added: {rung.Level} takes its geometry from it"));
                i++;
            }
        }
    }

    private void CheckProperties(RungSpec rung, string path)
    {
        if (rung.Table is { } table)
        {
            if (table.CostColumn is null == table.CostSeconds is null)
            {
                problems.Add(
                    $"{path}.table",
                    $"expected one of cost_column and cost, found {(table.CostColumn is null ? "neither" : "both")}"
                );
            }

            foreach (var property in table.Values.Keys)
            {
                table.Units.TryGetValue(property, out var unit);
                CheckUnit($"{path}.table.units.{property}", $"{path}.table.values.{property}", property, unit);
            }

            foreach (var property in table.Units.Keys.Where(property => !table.Values.ContainsKey(property)))
            {
                problems.Add(
                    $"{path}.table.units.{property}",
                    $"'{property}' has a unit and no column{NearestWord.Suggestion(property, table.Values.Keys)}"
                );
            }
        }

        foreach (var (property, unit) in rung.Command?.Properties ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            CheckUnit($"{path}.command.properties.{property}", $"{path}.command.properties", property, unit);
        }
    }

    private void CheckUnit(string path, string instead, string property, string? unit)
    {
        if (Property.Find(property) is { } known)
        {
            if (unit is not null && unit != known.Unit)
            {
                problems.Add(path, $"expected '{known.Unit}', the unit of {property} everywhere, found '{unit}'");
            }
        }
        else if (unit is null)
        {
            problems.Add(
                instead,
                $"'{property}' is not a known property{NearestWord.Suggestion(property, Property.Known.Select(p => p.Name))}"
                    + " If it is your own, give its unit under 'units'"
            );
        }
    }

    private void CheckGives(RungSpec rung, LevelOfTheory level, string path, string property)
    {
        var given =
            rung.Table is { } table ? table.Values.Keys
            : rung.Command is { } command ? command.Properties.Keys
            : Property.Find(property) is not null ? Capabilities.PropertiesAt(rung.Engine, level)
            : null;
        var isGeometryOnly =
            rung.Engine is "xtb" or "mopac" or PotentialLevels.Engine
            && _rungs.Any(e => e.Level.GeometryLevel == rung.Level);
        if (given is not null && !isGeometryOnly && !given.Contains(property))
        {
            var givers = string.Join(
                "; ",
                Capabilities
                    .GivenBy(property)
                    .GroupBy(capability => capability.Engine)
                    .OrderByDescending(group => group.Key == rung.Engine)
                    .Select(group =>
                        $"{string.Join(", ", group.Select(capability => capability.Levels))} ({group.Key})"
                    )
            );
            problems.Add(
                path,
                $"'{rung.Level}' gives {string.Join(", ", given)}, and the objective wants '{property}'"
                    + (givers.Length == 0 ? "" : $", which is given by {givers}")
            );
        }
    }
}
