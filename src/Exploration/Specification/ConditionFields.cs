using Lichen.Core.Calculations;

namespace Lichen.Exploration.Specification;

internal static class ConditionFields
{
    public static readonly ConformerSpec DefaultConformers = new(null, 1);
    public static readonly LimitSpec DefaultLimits = new(3600, 4);
    public static readonly StopSpec DefaultStop = new(0.01, 20);

    private static readonly Field<ConformerSpec, int?> Count = new Field<ConformerSpec, int?>(
        "count",
        Or.Word(
            new IntegerKind("a whole number of conformers from 1 to 1000, such as 20", 1, ConformerEnsemble.Most),
            "auto"
        ),
        conformers => conformers.Count,
        "How many are embedded. Auto: 3 for a start, of which the lowest in MMFF94 energy is kept; for an ensemble from 3 to 300, by the bonds that turn."
    ).Default(DefaultConformers.Count);

    private static readonly Field<ConformerSpec, ConformerWeights?> Weights = new Field<
        ConformerSpec,
        ConformerWeights?
    >(
        "weights",
        Or.Absent(
            new WordKind<ConformerWeights>(
                ("lowest", ConformerWeights.Lowest),
                ("boltzmann", ConformerWeights.Boltzmann)
            )
        ),
        conformers => conformers.Weights,
        "What levels are of that do not say it themselves: the lowest conformer at the level, conformers(N), or the thermal mean of those within the window, Boltzmann(N). Left out: the conformer of lowest force-field energy."
    ).Default(null);

    private static readonly Field<ConformerSpec, double> Window = new Field<ConformerSpec, double>(
        "window",
        new QuantityKind(Dimension.MolarEnergy),
        conformers => conformers.WindowKilocaloriesPerMole,
        "Energy above the lowest, at the level, up to which conformers count; the force field is asked for twice as much."
    ).Default(DefaultConformers.WindowKilocaloriesPerMole);

    private static readonly Field<ConformerSpec, double> Temperature = new Field<ConformerSpec, double>(
        "temperature",
        new QuantityKind(Dimension.Temperature),
        conformers => conformers.Temperature,
        "Temperature of the Boltzmann weights, where neither a level nor the conditions of a wish name one."
    ).Default(DefaultConformers.Temperature);

    private static readonly Field<ConformerSpec, ulong> Seed = new Field<ConformerSpec, ulong>(
        "seed",
        new SeedKind(),
        conformers => conformers.Seed,
        "Seed of the embedding. It is part of what identifies a result in the archive: leave it to share results."
    ).Default(DefaultConformers.Seed);

    private static readonly Field<LimitSpec, double> WallTime = new Field<LimitSpec, double>(
        "wall_time",
        new QuantityKind(Dimension.Time),
        limits => limits.WallSeconds,
        "Longest elapsed time of one calculation."
    ).Default(DefaultLimits.WallSeconds);

    private static readonly Field<LimitSpec, double> Memory = new Field<LimitSpec, double>(
        "memory",
        new QuantityKind(Dimension.Memory),
        limits => limits.MemoryGigabytes,
        "Most memory of one calculation."
    ).Default(DefaultLimits.MemoryGigabytes);

    private static readonly Field<LimitSpec, string?> OpenblasCoreType = new Field<LimitSpec, string?>(
        "openblas_coretype",
        Or.AbsentText(
            new WordKind<string>(
                ("Haswell", "Haswell"),
                ("Zen", "Zen"),
                ("SkylakeX", "SkylakeX"),
                ("Sandybridge", "Sandybridge")
            )
        ),
        limits => limits.OpenblasCoreType,
        "Kernel that programs' OpenBLAS is told to use, as doctor advises; refused where it changes an energy by 1e-8 hartree."
    ).Default(DefaultLimits.OpenblasCoreType);

    private static readonly Field<StopSpec, double> ChanceBetterLeft = new Field<StopSpec, double>(
        "chance_better_left",
        new NumberKind("a probability from 0 to 1, such as 0.01", 0, 1),
        stop => stop.ChanceBetterLeft,
        "Stop when the chance that anything better than the hits is left falls below this; 0 never stops for it."
    ).Default(DefaultStop.ChanceBetterLeft);

    private static readonly Field<StopSpec, int> FailuresInRow = new Field<StopSpec, int>(
        "failures_in_row",
        new IntegerKind("a whole number of failures from 1, such as 20", 1, int.MaxValue),
        stop => stop.FailuresInRow,
        "Pause, and say why, after so many failures of one kind in a row."
    ).Default(DefaultStop.FailuresInRow);

    public static readonly Section<ConformerSpec> Conformers = new(
        "conformers",
        [Count, Seed, Weights, Window, Temperature],
        values => new ConformerSpec(values.Of(Count), values.Of(Seed))
        {
            Weights = values.Of(Weights),
            WindowKilocaloriesPerMole = values.Of(Window),
            Temperature = values.Of(Temperature),
        }
    );

    public static readonly Section<LimitSpec> Limits = new(
        "limits",
        [WallTime, Memory, OpenblasCoreType],
        values => new LimitSpec(values.Of(WallTime), values.Of(Memory), values.Of(OpenblasCoreType))
    );

    public static readonly Section<StopSpec> Stop = new(
        "stop",
        [ChanceBetterLeft, FailuresInRow],
        values => new StopSpec(values.Of(ChanceBetterLeft), values.Of(FailuresInRow))
    );
}
