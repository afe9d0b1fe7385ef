using System.Collections.Immutable;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Tables;

/// <summary>
/// Looks values up in a CSV file at a declared cost, so that a published table is replayed as a campaign. It runs
/// nothing and waits for nothing: the time of an outcome is simulated, in <see cref="Outcome.Usage"/>.
/// </summary>
public sealed class Table : IEngine
{
    private readonly TableDefinition _definition;
    private readonly TableValues _values;

    /// <exception cref="FormatException">The file is not what the definition says; all problems are named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Table(TableDefinition definition)
    {
        _definition = definition;
        _values = TableValues.Read(definition);
        Identity = new("table", _values.Hash, "", definition.Path, []);
    }

    public EngineIdentity Identity { get; }

    public EngineOffer Offer(LevelOfTheory level) =>
        Find(level) is { } offered
            ? new EngineOffer([.. offered.Columns.Select(pair => pair.Property.Name)], GeometryNeed.None, null, [])
            : EngineOffer.None(
                $"the table has no level '{level}'; it has {string.Join(" | ", _definition.Levels.Select(l => l.Level))}"
            );

    /// <summary>None: that a table lacks a value shows only when it is looked up, and costs the evaluation.</summary>
    public string? Refusal(Candidate candidate, LevelOfTheory level) => null;

    public string? CureFor(string code) => null;

    public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Look(request));
    }

    private Outcome Look(CalculationRequest request)
    {
        var provenance = new Provenance(
            "table",
            _values.Hash,
            $"{request.Level} from {Path.GetFileName(_definition.Path)}",
            ""
        );
        if (Find(request.Level) is not { } level)
        {
            return new Failure(FailureKind.Input, FailureCodes.OutsideDomain, Offer(request.Level).Problem!).At(
                ResourceUsage.Nothing,
                provenance
            );
        }

        var key = _definition.Key == TableKey.Id ? request.Candidate.Id : request.Candidate.Smiles;
        var seconds = (level.CpuColumn is { } column ? _values.Find(key, column) : null) ?? level.CpuSeconds;
        var usage = new ResourceUsage(seconds, seconds, 0, CostBasis.Assumed);
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        foreach (var (property, header) in level.Columns)
        {
            if (_values.Find(key, header) is { } value)
            {
                values[property.Name] = value;
            }
        }

        return request.Wanted.FirstOrDefault(property => !values.ContainsKey(property.Name)) is { } missing
            ? new Failure(FailureKind.Input, FailureCodes.NoValue, $"the table has no {missing.Name} for {key}").At(
                usage,
                provenance
            )
            : new Computed(values.ToImmutable(), null, usage, provenance);
    }

    private TableLevel? Find(LevelOfTheory level) =>
        _definition.Levels.FirstOrDefault(offered => offered.Level == level);
}
