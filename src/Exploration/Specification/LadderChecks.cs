using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Compute.Potentials;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Specification;

/// <summary>Checks the rungs against each other and the objective, and inserts the levels that others need.</summary>
internal sealed class LadderChecks(ProblemList problems, List<FileNote> notes)
{
    private readonly List<(RungSpec Rung, LevelOfTheory Level, string Path)> _rungs = [];
    private readonly HashSet<string> _refused = [];
    private ImmutableArray<(ObjectiveDraft Draft, string Path, bool IsConstraint)> _wishes = [];

    /// <summary>The ladder with every engine named and every geometry level a rung of its own.</summary>
    /// <param name="wishes">All objectives and constraints, with their paths.</param>
    public ImmutableArray<RungSpec> Resolve(
        ImmutableArray<RungDraft> drafts,
        ImmutableArray<(ObjectiveDraft Draft, string Path, bool IsConstraint)> wishes
    )
    {
        _wishes = [.. wishes.Where(wish => !wish.Draft.OfStructure && wish.Draft.Level is not null)];
        foreach (var (index, draft) in drafts.Index())
        {
            Add(draft, $"ladder[{index + 1}]");
        }

        foreach (var (wish, path, _) in _wishes)
        {
            AddLevelOf(wish, path, writtenLadder: drafts.Length > 0);
        }

        CheckLast();
        InsertGeometryLevels();
        for (var i = 0; i < notes.Count; i++)
        {
            var at = _rungs.FindIndex(entry => entry.Path == notes[i].Path);
            notes[i] = at < 0 ? notes[i] : notes[i] with { Path = $"ladder[{at + 1}]" };
        }

        new DeclarationChecks(problems).Check(_rungs.Select(entry => (entry.Rung, entry.Path)));
        foreach (var (rung, level, path) in _rungs)
        {
            CheckGives(rung, level, path);
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

        if (engine == "nwchem" && level.Optimises)
        {
            _refused.Add(text);
            problems.Add(
                path,
                $"'{text}' would optimise the geometry at its own level, and nwchem does single points here; "
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

        _rungs.Add((new RungSpec(text, engine, draft.Table, draft.Command) { Model = draft.Model }, level, path));
    }

    private string? Engine(RungDraft draft, LevelOfTheory level, string path)
    {
        string[] named =
        [
            .. draft.Model is null ? [] : (string[])["model"],
            .. draft.Table is null ? [] : (string[])["table"],
            .. draft.Command is null ? [] : (string[])["command"],
        ];
        if (named.Length > 1)
        {
            problems.Add(path, $"expected a model, a table or a command, found {string.Join(" and ", named)}");
            return null;
        }

        var given = named.FirstOrDefault();
        if (draft.Engine is "model" or "table" or "command" && given != draft.Engine)
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

        var wanted = _wishes.Select(wish => wish.Draft.Property);
        var inferred = Spelling.EngineOf(
            level,
            wanted.FirstOrDefault(property => property.StartsWith("lowest_bright", StringComparison.Ordinal)),
            out var problem
        );
        if (inferred is null)
        {
            problems.Add(problems.Has($"{path}.level") ? $"{path}.level" : path, problem);
        }

        return inferred;
    }

    private void CheckLast()
    {
        var objectives = _wishes.Where(wish => !wish.IsConstraint).ToList();
        var levels = objectives.Select(wish => Spelling.Canonical(wish.Draft.Level!).ToString()).ToList();
        if (
            _rungs.Count == 0
            || levels.Count == 0
            || levels.Contains(_rungs[^1].Rung.Level)
            || levels.Any(_refused.Contains)
        )
        {
            return;
        }

        problems.Add(
            $"{objectives[0].Path}.level",
            objectives.Count == 1
                ? $"the objective's level '{levels[0]}' must be the last of the ladder, and '{_rungs[^1].Rung.Level}' stands after it"
                : $"the last level of the ladder, '{_rungs[^1].Rung.Level}', must be that of an objective"
        );
    }

    private void AddLevelOf(ObjectiveDraft wish, string path, bool writtenLadder)
    {
        path = $"{path}.level";
        var level = Spelling.Canonical(wish.Level!).ToString();
        var at = _rungs.FindIndex(entry => entry.Rung.Level == level);
        // A rung that was refused is not missing: its problem is said already.
        if (at >= 0 || _refused.Contains(level))
        {
            return;
        }

        if (writtenLadder && NearestWord.Of(level, _rungs.Select(entry => entry.Rung.Level)) is { } near)
        {
            _refused.Add(level);
            problems.Add(path, $"the level '{level}' is not in the ladder; did you mean '{near}'?");
            return;
        }

        Add(new RungDraft(level, null, null, null), path);
        if (writtenLadder)
        {
            notes.Add(new FileNote(path, "added: the objective's level"));
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
                    || engine is not ("xtb" or "mopac" or "psi4" or PotentialLevels.Engine)
                    || Capabilities.Problem(engine, geometry) is not null
                )
                {
                    problems.Add(
                        path,
                        $"'{rung.Level}' takes its geometry from '{geometry}', which no engine here optimises; "
                            + $"geometries come from GFN2-xTB, GFN1-xTB, GFN-FF, PM7, PM6-D3H4X, {string.Join(", ", PotentialLevels.Names)}, MMFF94, "
                            + "or HF or a density functional with its basis set, such as PBE/def2-SVP"
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

    private void CheckGives(RungSpec rung, LevelOfTheory level, string path)
    {
        var here = _wishes.Where(wish => Spelling.Canonical(wish.Draft.Level!).ToString() == rung.Level).ToList();
        var given =
            rung.Table is { } table ? table.Values.Keys
            : rung.Command is { } command ? command.Properties.Keys
            : rung.Model is { } model ? [model.Property]
            : _wishes.Any(wish => Property.Find(wish.Draft.Property) is not null)
                ? Capabilities.PropertiesAt(rung.Engine, level)
            : null;
        var isGeometryOnly =
            rung.Engine is "xtb" or "mopac" or "psi4" or PotentialLevels.Engine
            && _rungs.Any(e => e.Level.GeometryLevelOfTheory?.ToString() == rung.Level);
        if (given is null)
        {
            return;
        }

        // A rung may serve any of the wishes; what is wanted at the rung itself, it must give.
        var lacking = here.Where(wish => !given.Contains(wish.Draft.Property)).ToList();
        var missing =
            lacking.Select(wish => wish.Draft.Property).FirstOrDefault()
            ?? (
                isGeometryOnly || _wishes.Any(wish => given.Contains(wish.Draft.Property))
                    ? null
                    : _wishes.Select(wish => wish.Draft.Property).FirstOrDefault()
            );
        if (missing is not null)
        {
            var givers = string.Join(
                "; ",
                Capabilities
                    .GivenBy(missing)
                    .GroupBy(capability => capability.Engine)
                    .OrderByDescending(group => group.Key == rung.Engine)
                    .Select(group =>
                        $"{string.Join(", ", group.Select(capability => capability.Levels))} ({group.Key})"
                    )
            );
            // Of several wishes at one level, the one that it does not serve.
            problems.Add(
                here.Count > 1 ? lacking[0].Path : path,
                $"'{rung.Level}' gives {string.Join(", ", given)}, and the objective wants '{missing}'"
                    + (givers.Length == 0 ? "" : $", which is given by {givers}")
            );
        }
    }
}
