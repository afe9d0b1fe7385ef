namespace Lichen.Chemistry.Native;

/// <summary>What a call through the door came to; the same numbers as <c>lr_status</c>.</summary>
internal enum Status
{
    Ok = 0,
    Refused = 1,
    Buffer = 2,
    Argument = 3,
    Memory = 4,
    Internal = 5,
    Embedding = 6,
    ForceField = 7,
    Unconverged = 8,
    Time = 9,
}
