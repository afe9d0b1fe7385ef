namespace Lichen.Storage;

/// <summary>One event of a campaign as the journal keeps it.</summary>
/// <param name="Seq">1, 2, 3, ... in the order of writing.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Kind">What kind of event, such as decided or finished.</param>
/// <param name="Payload">The event itself, as JSON text.</param>
public sealed record JournalEvent(long Seq, DateTimeOffset At, string Kind, string Payload);

/// <summary>An event to be written.</summary>
/// <param name="Kind">One word or several joined by underscores.</param>
/// <param name="Payload">JSON text.</param>
/// <param name="At">When it happened.</param>
public sealed record JournalEntry(string Kind, string Payload, DateTimeOffset At);

/// <summary>Who a run is: written once when the journal is made.</summary>
/// <param name="Run">Identity of the run.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="LichenVersion">Version that made it.</param>
/// <param name="SpecSha256">SHA-256 of <paramref name="Spec"/>'s UTF-8 bytes, lower-case hexadecimal.</param>
/// <param name="Spec">The campaign with every default made explicit, as text.</param>
public sealed record RunIdentity(
    string Run,
    DateTimeOffset CreatedAt,
    string LichenVersion,
    string SpecSha256,
    string Spec
);
