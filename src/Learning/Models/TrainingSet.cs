using System.Collections.Immutable;
using Lichen.Core.Footprints;

namespace Lichen.Learning.Models;

/// <summary>Labelled molecules as a model learns from them; row i of every part is molecule i.</summary>
public sealed record TrainingSet
{
    /// <summary>The fewest labels that a model can be trained and checked on.</summary>
    public const int Fewest = 10;

    /// <param name="recipe">How the features were made.</param>
    /// <param name="scaling">How the descriptors were scaled.</param>
    /// <param name="features">Features, scaled.</param>
    /// <param name="values">Labels, shape (n), finite.</param>
    /// <param name="keys">What identifies each molecule, such as its canonical SMILES; one line each.</param>
    /// <exception cref="ArgumentException">The parts do not fit together, or there are too few labels.</exception>
    public TrainingSet(
        FeatureRecipe recipe,
        DescriptorScaling scaling,
        Features features,
        ImmutableArray<double> values,
        ImmutableArray<string> keys
    )
    {
        bool fits =
            values.Length == features.Rows
            && keys.Length == features.Rows
            && recipe.Fingerprints.Length == features.Counts.Length
            && recipe.Descriptors.Length == scaling.RawColumns
            && scaling.Columns.Length == features.Descriptors.Columns;
        if (!fits || values.Length < Fewest)
        {
            throw new ArgumentException(
                $"{values.Length} labels and {keys.Length} keys of {features.Rows} molecules, {recipe}: "
                    + $"they do not fit together, or are fewer than {Fewest}."
            );
        }

        if (values.Any(value => !double.IsFinite(value)) || keys.Any(key => key.Contains('\n')))
        {
            throw new ArgumentException("A label is not finite, or a key has more than one line.");
        }

        (Recipe, Scaling, Features, Values, Keys) = (recipe, scaling, features, values, keys);
    }

    public FeatureRecipe Recipe { get; }

    public DescriptorScaling Scaling { get; }

    public Features Features { get; }

    public ImmutableArray<double> Values { get; }

    public ImmutableArray<string> Keys { get; }
}

/// <summary>What a model's card says beyond what training finds out.</summary>
/// <param name="Property">What is predicted.</param>
/// <param name="Unit">Its unit, or empty.</param>
/// <param name="Licence">Of the model.</param>
/// <param name="Versions">Who makes it.</param>
/// <param name="Power">For the energy of training.</param>
/// <param name="Time">For its date.</param>
/// <param name="Teacher">Who labelled what a student learns from; empty where labels were measured or computed.</param>
public sealed record ModelOrigin(
    string Property,
    string Unit,
    string Licence,
    VersionsCard Versions,
    PowerModel Power,
    TimeProvider Time,
    string Teacher = ""
);
