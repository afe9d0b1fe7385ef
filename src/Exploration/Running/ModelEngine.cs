using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Lichen.Compute.Engines;
using Lichen.Compute.Metering;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Learning;
using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;

namespace Lichen.Exploration.Running;

/// <summary>
/// A model that <c>lichen model train</c> or <c>lichen distil</c> made, as an engine: its prediction is the value of a level, from the
/// molecule alone or at a geometry, inside this process.
/// </summary>
/// <remarks>A molecule outside its domain is refused. The deviation that it states is a value of the outcome.</remarks>
public sealed class ModelEngine : IEngine
{
    /// <summary>Name of the engine, as campaign files write it.</summary>
    public const string Name = "model";

    /// <summary>Counts the changes in how a model is used that may change a number.</summary>
    private const int Recipe = 2;

    private readonly LoadedModel _model;
    private readonly Property _property;
    private readonly string _file;
    private readonly TimeProvider _time;

    /// <param name="path">The model file.</param>
    /// <param name="property">What it predicts, as properties are called here.</param>
    /// <param name="time">Measures elapsed time.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFileException">It is no model, or cannot be used.</exception>
    public ModelEngine(string path, Property property, TimeProvider time)
    {
        (_property, _time, _file) = (property, time, Path.GetFileName(path));
        byte[] content = File.ReadAllBytes(path);
        // On the thread that asks, whose CPU time is what a prediction costs.
        _model = LoadedModel.Read(new MemoryStream(content, writable: false), maxThreads: 1);
        (Unit, var licence, Lower) = _model switch
        {
            LoadedModel.OfMolecules(var model) => (model.Card.Unit, model.Card.Licence, ""),
            LoadedModel.OfStructures(var model) => (model.Card.Unit, model.Card.Licence, model.Card.Lower),
            _ => throw new InvalidOperationException("A model of a kind that no one has heard of."),
        };
        // The file is the model: the same bytes predict the same numbers, wherever they lie.
        Identity = new EngineIdentity(
            Name,
            $"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}+r{Recipe}",
            licence,
            path,
            []
        );
    }

    public EngineIdentity Identity { get; }

    /// <summary>The unit of its labels, as its card says; empty where none was given.</summary>
    public string Unit { get; }

    /// <summary>The value of a lower rung that it needs of each structure; empty for none.</summary>
    public string Lower { get; }

    public EngineOffer Offer(LevelOfTheory level)
    {
        if (level.Basis is not null || level.Solvation is not null)
        {
            return EngineOffer.None(
                $"a model has no basis set and no solvent; write '{level with { Basis = null, Solvation = null }}'"
            );
        }

        return _model switch
        {
            LoadedModel.OfMolecules when level.GeometryLevel is not null => EngineOffer.None(
                $"{_file} predicts from the molecule alone; write '{level with { GeometryLevel = null }}'"
            ),
            LoadedModel.OfStructures when level.GeometryLevel is null => EngineOffer.None(
                $"{_file} predicts from geometries, and the level names none; write '{level with { GeometryLevel = LevelOfTheory.ForceFieldGeometry }}' "
                    + $"or '{level with { GeometryLevel = "GFN2-xTB" }}', whichever is like those that it was taught on"
            ),
            _ => new EngineOffer(
                [_property.Name],
                level.GeometryLevel switch
                {
                    null => GeometryNeed.None,
                    LevelOfTheory.ForceFieldGeometry => GeometryNeed.ForceField,
                    _ => GeometryNeed.LowerLevel,
                },
                null,
                []
            ),
        };
    }

    public string? Refusal(Candidate candidate, LevelOfTheory level) =>
        _model is not LoadedModel.OfStructures(var model) ? null
        : candidate.Elements.FirstOrDefault(symbol => !model.Card.Elements.Contains(symbol)) is { } element
            ? $"{_file} was taught {string.Join(' ', model.Card.Elements)}, not {element}"
        : candidate is { Charge: 0, Multiplicity: 1 } ? null
        : $"{_file} was taught geometries of neutral closed shells, not charge {candidate.Charge:+0;-0;0} and multiplicity {candidate.Multiplicity}";

    public string? CureFor(string code) => null;

    public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var cpu = ThreadClock.Now;
        var started = _time.GetTimestamp();
        var found = Problem(request) is { } problem ? new Found(null, problem) : Predict(request, cancellationToken);
        var usage = new ResourceUsage(
            (ThreadClock.Now - cpu).TotalSeconds,
            _time.GetElapsedTime(started).TotalSeconds,
            0,
            CostBasis.Measured
        );
        var provenance = Provenance(request, found.Prediction);
        return Task.FromResult<Outcome>(
            found is { Problem: null, Prediction: { } prediction }
                ? new Computed(
                    ImmutableSortedDictionary<string, double>
                        .Empty.Add(_property.Name, prediction.Mean)
                        .Add(Property.DeviationOf(_property.Name), prediction.Deviation),
                    Offer(request.Level).Geometry == GeometryNeed.None ? null : request.Start,
                    usage,
                    provenance
                )
                : new Failed(FailureKind.Input, FailureCodes.OutsideDomain, found.Problem!, usage, provenance)
        );
    }

    private string? Problem(CalculationRequest request)
    {
        var offer = Offer(request.Level);
        return offer.Problem
            ?? Refusal(request.Candidate, request.Level)
            ?? (
                request.Wanted.FirstOrDefault(wanted => wanted.Name != _property.Name) is { } missing
                    ? $"{_file} gives no {missing.Name}; it gives {_property.Name}"
                : offer.Geometry != GeometryNeed.None && request.Start is null ? $"{_file} needs a geometry"
                : null
            );
    }

    private Found Predict(CalculationRequest request, CancellationToken cancellationToken)
    {
        ModelPredictions predicted;
        double threshold;
        switch (_model)
        {
            case LoadedModel.OfMolecules(var model):
                var raw = MoleculeFeatures.Compute(
                    [request.Candidate.Smiles],
                    model.Card.Features,
                    1,
                    cancellationToken
                );
                predicted = model.Predict(raw.Scaled(model.Scaling), 1, cancellationToken);
                threshold = model.Card.Domain.Threshold;
                break;
            case LoadedModel.OfStructures(var model):
                if (StructureCheck.Problem(request.Start!, model.Elements) is { } problem)
                {
                    return new Found(null, $"{_file}: {problem}");
                }

                predicted = model.Predict([request.Start!], [0], cancellationToken);
                threshold = model.Card.Domain.Threshold;
                break;
            default:
                throw new InvalidOperationException("A model of a kind that no one has heard of.");
        }

        var prediction = new Prediction(predicted.Means[0], predicted.Deviations[0], predicted.DomainScores[0]);
        return new Found(
            prediction,
            !double.IsFinite(prediction.Mean) ? $"{_file} predicts no number"
                : prediction.DomainScore > threshold
                    ? FormattableString.Invariant(
                        $"{_file} was taught nothing like it: domain score {prediction.DomainScore:0.00}, and {threshold:0.00} is the most that it is believed at"
                    )
                : _property.IsPositive && prediction.Mean < 0
                    ? FormattableString.Invariant(
                        $"{_file} predicts {prediction.Mean:0.000} {_property.Unit} of {_property.Name}, which is never negative"
                    )
                : null
        );
    }

    private Provenance Provenance(CalculationRequest request, Prediction? prediction) =>
        new(
            _file,
            Identity.Version,
            prediction is null
                ? request.Level.ToString()
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{request.Level}; standard deviation {prediction.Deviation:G4} {_property.Unit}, domain score {prediction.DomainScore:0.00}"
                ),
            ""
        );

    private sealed record Prediction(double Mean, double Deviation, double DomainScore);

    /// <param name="Problem">Why it is not believed; null when it is.</param>
    private sealed record Found(Prediction? Prediction, string? Problem);
}
