namespace Lichen.Cli.Doctor;

/// <summary>Something that Lichen needs or can use, and how it was found.</summary>
/// <param name="Name">Name as people write it.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="IsNeeded">True when the examples need it.</param>
/// <param name="State">Whether it is there and works.</param>
/// <param name="Version">Version it reports, or empty.</param>
/// <param name="Licence">SPDX identifier, or empty.</param>
/// <param name="Where">Path, or empty.</param>
/// <param name="Problem">What is wrong with it, or empty.</param>
/// <param name="Cure">Command that brings it, or empty.</param>
internal sealed record Part(
    string Name,
    string Purpose,
    bool IsNeeded,
    PartState State,
    string Version,
    string Licence,
    string Where,
    string Problem,
    string Cure
);

internal enum PartState
{
    Found,
    Missing,

    /// <summary>It is there and does not work.</summary>
    Broken,
}

/// <summary>A fact about the machine.</summary>
internal sealed record Fact(string Name, string Value, string Problem = "");

/// <summary>Everything that <c>lichen doctor</c> found.</summary>
internal sealed record Diagnosis(IReadOnlyList<Part> Parts, IReadOnlyList<Fact> Machine)
{
    /// <summary>True when all that the examples need is there.</summary>
    public bool IsReady =>
        Parts.All(part => part.State == PartState.Found || !part.IsNeeded)
        && Machine.All(fact => fact.Problem.Length == 0);
}
