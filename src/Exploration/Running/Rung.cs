using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Running;

/// <summary>One level of the ladder, ready to be asked: its engine, what it gives and what it may cost.</summary>
/// <param name="Index">Place in the ladder, from 0, cheapest first.</param>
/// <param name="LevelText">The level as the campaign file names it.</param>
/// <param name="Property">Name of the objective's property.</param>
/// <param name="ModelIndex">Place among the rungs that give the objective's property, or null when it only gives geometries.</param>
/// <param name="GeometryRung">The rung whose finished geometry it starts from, or null.</param>
/// <param name="CostPrior">What is assumed about its cost before anything was computed.</param>
public sealed record Rung(
    int Index,
    LevelOfTheory Level,
    string LevelText,
    IEngine Engine,
    EngineOffer Offer,
    string Property,
    int? ModelIndex,
    int? GeometryRung,
    CostPrior CostPrior
)
{
    public const string MoreTime = "time_limit";

    /// <summary>Properties other than the leading objective's that its outcomes must hold as well.</summary>
    public ImmutableArray<string> Further { get; init; } = [];

    /// <summary>Power of the graphics card that its program uses, in watts; 0 where it uses none.</summary>
    public double GraphicsWatts { get; init; }

    /// <summary>The engine's name and version, as it enters keys.</summary>
    public string EngineVersion => $"{Engine.Identity.Name} {Engine.Identity.Version}";

    /// <summary>What every outcome of this rung must hold.</summary>
    public IReadOnlyList<Property> Wanted =>
        [
            .. (ModelIndex is null ? Further : Further.Insert(0, Property)).Select(name =>
                Core.Properties.Property.Find(name) ?? Core.Properties.Property.Declared(name, "")
            ),
        ];

    /// <summary>Other settings that lead to the same value where it is right, in words; null when there are none.</summary>
    public string? OtherSettings => Engine.CureFor(FailureCodes.Contradiction);

    /// <summary>The cure that design names for a failure, in words; null when there is none.</summary>
    public string? CureFor(FailureNote failure) =>
        failure.Kind switch
        {
            FailureKind.Transient => "the same again",
            FailureKind.Resources => failure.Code == MoreTime
                ? "four times the CPU time"
                : Engine.CureFor(failure.Code),
            FailureKind.Convergence => Engine.CureFor(failure.Code),
            _ => null,
        };
}
