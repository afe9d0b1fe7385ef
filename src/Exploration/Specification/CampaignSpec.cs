using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Specification;

/// <summary>A campaign as its file says it, with every default made explicit.</summary>
/// <param name="Name">Name of the campaign; the run folder is named after it.</param>
/// <param name="Folder">Absolute folder of the campaign file: relative paths in the file start here.</param>
/// <param name="Objective">The objective that leads: the dearest level of the ladder is its own.</param>
/// <param name="Hits">How many molecules the user wants: the search improves the best so many.</param>
/// <param name="Ladder">Levels in order of trust, the last is the objective's.</param>
/// <param name="Workers">Calculations at once.</param>
/// <param name="Seed">Every random choice follows from it.</param>
/// <param name="Use">What the results are for, or null where the file does not say; licences that forbid it are kept.</param>
public sealed record CampaignSpec(
    string Name,
    string Folder,
    SpaceSpec Space,
    RuleSpec Rules,
    Objective Objective,
    int Hits,
    ImmutableArray<RungSpec> Ladder,
    ConformerSpec Conformers,
    Budget Budget,
    GridSpec Grid,
    LimitSpec Limits,
    StopSpec Stop,
    int Workers,
    ulong Seed,
    string? Use = null
)
{
    /// <summary>Objectives beside the one that leads, each at its own level.</summary>
    public ImmutableArray<Objective> Others { get; init; } = [];

    /// <summary>What a molecule must have to count.</summary>
    public ImmutableArray<Constraint> Constraints { get; init; } = [];

    /// <summary>Whether its molecules can be made, and how that is asked; null where it is not asked.</summary>
    public RouteSpec? Routes { get; init; }

    /// <summary>All objectives, the one that leads first.</summary>
    public ImmutableArray<Objective> Objectives => [Objective, .. Others];

    /// <summary>All wishes on a line: minimise homo_lumo_gap at GFN2-xTB, maximise dipole_moment at GFN2-xTB.</summary>
    public string WishesInWords =>
        string.Join(", ", Objectives.Select(wish => $"{wish.Goal} {wish.Property}{At(wish.Level)}"))
        + string.Concat(Constraints.Select(wish => $", {wish.Property} {wish.Range}{At(wish.Level)}"));

    private static string At(string level) => level == Core.Objectives.Objective.Structure ? "" : $" at {level}";

    /// <summary>True when one property alone is wanted: molecules then have an order, and there is no front.</summary>
    public bool HasOneWish => Others.IsEmpty && Constraints.IsEmpty;
}

/// <summary>Where candidates come from.</summary>
/// <param name="File">Path as written; .smi, .csv or .sdf, each also .gz, or .parquet; rdkit-data:NAME finds a file of RDKit's data folder.</param>
/// <param name="SmilesColumn">Column or SDF field with SMILES; null for .smi and for SDF structures.</param>
/// <param name="IdColumn">Column or SDF field with the user's id; null takes the name that the format has.</param>
public sealed record SpaceSpec(string File, string? SmilesColumn, string? IdColumn)
{
    /// <summary>Reactions that make the space of building blocks, or null for molecules as they stand in a file.</summary>
    public ReactionSpec? Reactions { get; init; }
}

/// <summary>A space of products that is never written out.</summary>
/// <param name="BuildingBlocks">File of the molecules that react; columns are those of the space.</param>
/// <param name="Templates">"robust", or a file of reaction templates.</param>
/// <param name="Sample">Combinations of reaction and building blocks drawn uniformly to begin with.</param>
/// <param name="Grow">Products that a search adds to the pool at a time, while the campaign runs; 0 adds none.</param>
public sealed record ReactionSpec(string BuildingBlocks, string Templates, int Sample, int Grow);

/// <summary>Cheap yes/no tests before anything is computed. Null or empty means: not tested.</summary>
public sealed record RuleSpec(
    ImmutableArray<string> Elements,
    int? Charge,
    bool ClosedShell,
    bool SingleComponent,
    IntRange? HeavyAtoms,
    DoubleRange? MolecularWeight,
    IntRange? Rings,
    ImmutableArray<string> Require,
    ImmutableArray<string> Exclude,
    bool Pains
)
{
    /// <summary>True refuses strained and exotic motifs.</summary>
    public bool Strained { get; init; }

    /// <summary>What becomes of configurations that a structure leaves open.</summary>
    public StereoPolicy Stereo { get; init; }

    /// <summary>What becomes of tautomers.</summary>
    public TautomerPolicy Tautomers { get; init; }
}

/// <summary>What becomes of configurations that a structure leaves open.</summary>
public enum StereoPolicy
{
    /// <summary>The structure stays, and stands for whichever isomer is embedded.</summary>
    Keep,

    /// <summary>The row is refused.</summary>
    Refuse,

    /// <summary>Every isomer is a candidate, of mirror images one.</summary>
    Enumerate,
}

/// <summary>What becomes of tautomers.</summary>
public enum TautomerPolicy
{
    /// <summary>As the file draws them.</summary>
    Keep,

    /// <summary>One form stands for all of them.</summary>
    Canonical,
}

public sealed record IntRange(int Low, int High);

public sealed record DoubleRange(double Low, double High);

/// <summary>One level of the ladder and the engine that serves it.</summary>
/// <param name="Level">Level of theory, in canonical text.</param>
/// <param name="Engine">xtb, mopac, psi4, nwchem, potential, model, table or command.</param>
/// <param name="Table">The table's file and columns, for the table engine.</param>
/// <param name="Command">Program and arguments, for the command engine.</param>
public sealed record RungSpec(string Level, string Engine, TableSpec? Table, CommandSpec? Command)
{
    /// <summary>The model's file and property, for the model engine.</summary>
    public ModelSpec? Model { get; init; }

    /// <summary>The unit that a table, command or model declares for a property; null where it declares none.</summary>
    public string? UnitOf(string property) =>
        Table?.Units.GetValueOrDefault(property)
        ?? Command?.Properties.GetValueOrDefault(property)
        ?? (Model?.Property == property ? Model.Unit : null)
        ?? (Property.OfDeviation(property) is { } own ? UnitOf(own) : null);

    /// <summary>The properties that a table, command or model declares, deviations that it may state among them.</summary>
    public IEnumerable<Property> Declared() =>
        (Table?.Values.Keys ?? Command?.Properties.Keys ?? (Model is null ? [] : [Model.Property]))
            .Concat(Model is null ? [] : [Property.DeviationOf(Model.Property)])
            .Select(name => Property.Declared(name, UnitOf(name) ?? ""));
}

/// <summary>A model file that answers for a level.</summary>
/// <param name="File">What <c>lichen model train</c> or <c>lichen distil</c> wrote.</param>
/// <param name="Property">What it predicts, as properties are called here.</param>
/// <param name="Unit">Unit of the property; null where Lichen knows the property and the model's card the unit.</param>
public sealed record ModelSpec(string File, string Property, string? Unit);

/// <summary>A table that answers for a level.</summary>
/// <param name="File">CSV file with a header.</param>
/// <param name="Key">Column that names the molecule: an id or a SMILES column.</param>
/// <param name="Values">Column of each property, by property name.</param>
/// <param name="Units">Unit of each property that is not in Lichen's vocabulary.</param>
/// <param name="CostColumn">Column with CPU seconds per row, or null.</param>
/// <param name="CostSeconds">Constant CPU seconds per calculation where there is no column.</param>
public sealed record TableSpec(
    string File,
    string Key,
    ImmutableSortedDictionary<string, string> Values,
    ImmutableSortedDictionary<string, string> Units,
    string? CostColumn,
    double? CostSeconds
);

/// <summary>A user's own program: JSON in, JSON out.</summary>
/// <param name="Program">Program and its arguments; never given to a shell.</param>
/// <param name="Properties">Unit of each property that it gives, by property name.</param>
/// <param name="Version">Version that enters the archive's keys.</param>
/// <param name="Geometry">True when it wants a start geometry.</param>
/// <param name="GraphicsWatts">Power of the graphics card that it uses, in watts; null where it uses none.</param>
public sealed record CommandSpec(
    ImmutableArray<string> Program,
    ImmutableSortedDictionary<string, string> Properties,
    string Version,
    bool Geometry,
    double? GraphicsWatts = null
);

/// <summary>How conformers are made, and of which of them levels that do not say it themselves are.</summary>
/// <param name="Count">ETKDG conformers to embed; null: three for a start, for an ensemble what the bonds that turn ask for.</param>
/// <param name="Seed">Seed of the embedding.</param>
public sealed record ConformerSpec(int? Count, ulong Seed)
{
    /// <summary>Conformers of which a start is the best, where no number is given.</summary>
    public const int UsualCount = 3;

    /// <summary>What levels are of that name no ensemble, or null: the conformer of lowest force-field energy.</summary>
    public ConformerWeights? Weights { get; init; }

    /// <summary>Energy above the lowest up to which conformers count, in kcal/mol.</summary>
    public double WindowKilocaloriesPerMole { get; init; } = ConformerEnsemble.UsualWindow;

    /// <summary>Temperature of the weights, in kelvin.</summary>
    public double Temperature { get; init; } = LevelOfTheory.RoomTemperature;

    /// <summary>How many a start is the best of.</summary>
    public int StartCount => Count ?? UsualCount;

    /// <summary>The ensemble of levels that name none; null where none is asked for.</summary>
    public ConformerEnsemble? Ensemble =>
        // Rounded: a window in kJ/mol is written in kcal/mol in the name.
        Weights is { } weights
            ? new ConformerEnsemble(weights, Count, Math.Round(WindowKilocaloriesPerMole, 6))
            : null;

    /// <summary>The policy of a level's start, as it enters the archive's keys; what the level's name says stays out.</summary>
    public string PolicyOf(LevelOfTheory level) => level.Ensemble is null ? ToString() : $"ETKDGv3/MMFF94, seed {Seed}";

    public override string ToString() => $"ETKDGv3/MMFF94 best of {StartCount}, seed {Seed}";
}

/// <summary>How energy becomes emissions and money.</summary>
/// <param name="Region">Country code (ISO 3166 alpha-2 or a sub-region) of the dated table, or null: the world's average unless there is an own value.</param>
/// <param name="GramsPerKilowattHour">Own grid intensity, g CO2e per kWh, or null to take the table's.</param>
/// <param name="Pue">Power usage effectiveness of the site, at least 1.</param>
/// <param name="MoneyPerCoreHour">Price of a core-hour in the campaign's currency; 0 when free.</param>
/// <param name="Currency">The campaign's currency, ISO 4217, such as EUR.</param>
public sealed record GridSpec(
    string? Region,
    double? GramsPerKilowattHour,
    double Pue,
    double MoneyPerCoreHour,
    string Currency
)
{
    /// <summary>Emissions of making the hardware, g CO2e for each hour of CPU time; 0: not counted.</summary>
    public double EmbodiedGramsPerCoreHour { get; init; }
}

/// <summary>Bounds of a single calculation.</summary>
/// <param name="OpenblasCoreType">
/// Kernel that programs' OpenBLAS is told to use, or null: its own choice. Used after energies with and without it agree.
/// </param>
public sealed record LimitSpec(double WallSeconds, double MemoryGigabytes, string? OpenblasCoreType = null);

/// <summary>When to stop before the budget is spent.</summary>
/// <param name="ChanceBetterLeft">Stop when the chance that anything better than the hits is left falls below this; 0 turns it off.</param>
/// <param name="FailuresInRow">Pause after so many failures of one kind in a row.</param>
public sealed record StopSpec(double ChanceBetterLeft, int FailuresInRow);
