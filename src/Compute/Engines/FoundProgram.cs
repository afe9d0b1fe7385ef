namespace Lichen.Compute.Engines;

/// <summary>A program on this machine, and what it says of itself.</summary>
/// <param name="Name">Name of the engine that runs it.</param>
/// <param name="Location">Path of the executable file.</param>
/// <param name="Version">Version that it reports.</param>
/// <param name="Capabilities">What else it reports, such as the density functionals it knows; may be empty.</param>
public sealed record FoundProgram(string Name, string Location, string Version, IReadOnlyList<string> Capabilities);
