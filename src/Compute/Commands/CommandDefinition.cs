using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Commands;

/// <summary>A user's own program that answers in JSON; docs/guide/command-engine.md describes the exchange.</summary>
/// <param name="Name">Name of the engine in campaign files and provenance.</param>
/// <param name="Version">Enters the archive's keys: change it whenever the program's numbers may change.</param>
/// <param name="Program">A path, or a name on PATH.</param>
/// <param name="Arguments">Passed as they are; no shell reads them.</param>
/// <param name="Levels">What it gives.</param>
/// <param name="Licence">SPDX identifier, or empty when the user gave none.</param>
/// <param name="Citations">References for the methods paragraph.</param>
public sealed record CommandDefinition(
    string Name,
    string Version,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<CommandLevel> Levels,
    string Licence,
    IReadOnlyList<string> Citations
);

/// <summary>A level that the program answers for.</summary>
/// <param name="Properties">What it gives at that level, each in the property's unit.</param>
/// <param name="Geometry">Which start geometry it wants to be sent.</param>
public sealed record CommandLevel(LevelOfTheory Level, IReadOnlyList<Property> Properties, GeometryNeed Geometry);
