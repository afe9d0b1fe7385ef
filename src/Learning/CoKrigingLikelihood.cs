using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// The logarithm of the marginal likelihood of labels, and of its product with the prior, as a function of the free
/// hyperparameters, with the analytic gradient.
/// </summary>
/// <remarks>
/// Labels are put in order of rung, candidate and value first: the order in which they came changes nothing.
/// Source: Rasmussen and Williams 2006, eqs. 5.8 and 5.9, <see href="https://doi.org/10.7551/mitpress/3206.001.0001"/>.
/// </remarks>
internal sealed class CoKrigingLikelihood
{
    private readonly CoKrigingPrior _prior;
    private readonly double[] _values;
    private readonly double[] _stated;
    private readonly int[] _ends;
    private readonly int[] _rungs;
    private readonly int _stride;
    private readonly double[][] _similarities;
    private readonly double[] _distances;
    private readonly double[][] _radials;
    private readonly double[][] _radialSlopes;
    private readonly double[] _outcomeDistances;
    private readonly double[][] _outcomeRadials;
    private readonly double[] _matrix;
    private readonly double[] _slopes;
    private readonly RadialShape _shape;
    private readonly RelevanceDistances _relevance;
    private readonly Cholesky _factor;
    private readonly double[] _shifts;
    private readonly double[] _scales;
    private readonly bool _hasDescriptors;

    public CoKrigingLikelihood(
        Features features,
        IReadOnlyList<Label> labels,
        CoKrigingPrior prior,
        double[] shifts,
        double[] scales,
        RadialShape shape
    )
    {
        (_prior, _shifts, _scales, _shape) = (prior, shifts, scales, shape);
        Label[] ordered = [.. labels.OrderBy(l => l.Rung).ThenBy(l => l.Candidate).ThenBy(l => l.Value)];
        Features own = features.Select([.. ordered.Select(l => l.Candidate)]);
        _hasDescriptors = own.Descriptors.Columns > 0;
        _values = [.. ordered.Select(l => (l.Value - shifts[l.Rung]) / scales[l.Rung])];
        _stated = [.. ordered.Select(l => l.Deviation / scales[l.Rung])];
        _rungs = [.. ordered.Select(l => l.Rung)];
        _ends = [.. Enumerable.Range(0, prior.Rungs).Select(r => ordered.Count(l => l.Rung <= r))];
        int blocks = Panel.Count(ordered.Length);
        _stride = blocks * Panel.Width;
        _slopes = new double[_stride];
        _factor = new Cholesky(ordered.Length);
        _distances = new double[_stride * _stride];
        _matrix = new double[_stride * _stride];
        int size = _hasDescriptors ? _stride * _stride : 0;
        _radials = [.. Enumerable.Range(0, prior.Rungs).Select(_ => new double[size])];
        _radialSlopes = shape == RadialShape.Gaussian ? _radials : [.. _radials.Select(_ => new double[size])];

        int outcomes = prior.HasOutcomes ? _stride * _stride : 0;
        _outcomeDistances = new double[outcomes];
        _outcomeRadials = [.. Enumerable.Range(0, prior.Rungs).Select(t => new double[t == 0 ? 0 : outcomes])];
        if (prior.HasOutcomes)
        {
            double[] same = [.. Enumerable.Repeat(1.0, own.Outcomes.Columns)];
            new RelevanceDistances(own.Outcomes).Compute(same, _outcomeDistances, _stride);
        }

        _relevance = new RelevanceDistances(own.Descriptors);
        _similarities = [.. own.Counts.Select(counts => counts.SimilarityMatrix(_stride))];
    }

    /// <summary>The log marginal likelihood of the standardised labels at the last evaluation, prior left out.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>What the last evaluation had to add to a pivot; 0 in ordinary work.</summary>
    public double Jitter { get; private set; }

    /// <summary>How often it was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Evaluates minus the log posterior of the hyperparameters.</summary>
    /// <param name="free">Free parameters, in the order of <see cref="CoKrigingPrior"/>.</param>
    /// <param name="gradient">Receives the gradient of the value returned.</param>
    public double Evaluate(ReadOnlySpan<double> free, Span<double> gradient)
    {
        Evaluations++;
        gradient.Clear();
        CoKrigingParameters parameters = _prior.ToParameters(free, _shifts, _scales, _shape);
        var couplings = parameters.Rungs.Select(r => r.Coupling).ToArray();
        double[,] weights = CoKrigingKernel.Weights(couplings);
        var noise = new double[_rungs.Length];
        for (int i = 0; i < noise.Length; i++)
        {
            RungParameters own = parameters.Rungs[_rungs[i]];
            double stated = own.StatedFactor * _stated[i];
            noise[i] = (own.Noise * own.Noise) + (stated * stated);
        }

        _relevance.Compute(parameters.Relevances.AsSpan(), _distances, _stride);
        Assemble(parameters, weights);
        _factor.Factor(_matrix, noise);
        double quadratic = _factor.Weigh(_values, _matrix);
        Jitter = _factor.Jitter;
        LogLikelihood = -0.5 * (quadratic + _factor.LogDeterminant + (_values.Length * Math.Log(2 * Math.PI)));
        Differentiate(free, parameters, weights, gradient);
        double logPrior = _prior.LogDensity(free, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = -gradient[i];
        }

        return -(LogLikelihood + logPrior);
    }

    /// <summary>Fills the covariances of the labels, j >= i.</summary>
    private void Assemble(CoKrigingParameters parameters, double[,] weights)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            int rung = _rungs[i];
            for (int t = 0; t <= rung && _hasDescriptors; t++)
            {
                double inverse = 1 / (parameters.Rungs[t].Lengthscale * parameters.Rungs[t].Lengthscale);
                Span<double> values = Row(_radials[t], i, i, _values.Length);
                Span<double> slopes = Row(_radialSlopes[t], i, i, _values.Length);
                Radial.Fill(_shape, Row(_distances, i, i, _values.Length), inverse, values, slopes);
            }

            for (int t = 1; t <= rung && _prior.HasOutcomes; t++)
            {
                double length = parameters.Rungs[t].OutcomeLengthscale;
                Span<double> values = Row(_outcomeRadials[t], i, i, _values.Length);
                ReadOnlySpan<double> distances = Row(_outcomeDistances, i, i, _values.Length);
                Radial.Fill(RadialShape.Gaussian, distances, 1 / (length * length), values, values);
            }

            for (int other = rung; other < _ends.Length; other++)
            {
                int start = other == rung ? i : _ends[other - 1];
                Span<double> target = Row(_matrix, i, start, _ends[other]);
                target.Clear();
                for (int t = 0; t <= rung; t++)
                {
                    RungParameters own = parameters.Rungs[t];
                    double weight = weights[rung, t] * weights[other, t];
                    double offset = weight * own.OffsetDeviation * own.OffsetDeviation;
                    for (int part = 0; part < _similarities.Length; part++)
                    {
                        double counts = weight * own.CountAmplitudes[part] * own.CountAmplitudes[part];
                        double constant = part == 0 ? offset : 0;
                        Sums.Add(target, counts, Row(_similarities[part], i, start, _ends[other]), constant);
                    }

                    if (_hasDescriptors)
                    {
                        double descriptors = weight * own.DescriptorAmplitude * own.DescriptorAmplitude;
                        Sums.Add(target, descriptors, Row(_radials[t], i, start, _ends[other]), 0);
                    }

                    if (_prior.HasOutcomes && t > 0)
                    {
                        double outcomes = weight * own.OutcomeAmplitude * own.OutcomeAmplitude;
                        Sums.Add(target, outcomes, Row(_outcomeRadials[t], i, start, _ends[other]), 0);
                    }
                }
            }
        }
    }

    /// <summary>Adds 1/2 tr(W dK/dtheta), W = alpha alpha^T - K^-1 being in the matrix.</summary>
    private void Differentiate(
        ReadOnlySpan<double> free,
        CoKrigingParameters parameters,
        double[,] weights,
        Span<double> gradient
    )
    {
        int rungs = _ends.Length;

        // Per pair of rungs (lower, upper): sums of W, of W s per fingerprint, and per t of W f_t and W g_t d^2, with f_t
        // a radial value and g_t its slope, over i <= j. Off the
        // diagonal 1/2 tr counts each pair once, on it a half.
        var plain = new double[rungs, rungs];
        var similar = new double[_similarities.Length, rungs, rungs];
        var near = new double[rungs, rungs, rungs];
        var scaled = new double[rungs, rungs, rungs];
        var outcomesNear = new double[rungs, rungs, rungs];
        var outcomesScaled = new double[rungs, rungs, rungs];
        for (int i = 0; i < _values.Length; i++)
        {
            int rung = _rungs[i];
            double diagonal = _matrix[(i * _stride) + i];
            double spread = Math.Exp(2 * free[(rung * _prior.PerRung) + _prior.Noise]);
            gradient[(rung * _prior.PerRung) + _prior.Noise] += diagonal * spread;
            if (_prior.HasStated)
            {
                double stated = parameters.Rungs[rung].StatedFactor * _stated[i];
                gradient[(rung * _prior.PerRung) + _prior.StatedFactor] += diagonal * stated * stated;
            }

            _matrix[(i * _stride) + i] = 0.5 * diagonal;
            for (int other = rung; other < rungs; other++)
            {
                int start = other == rung ? i : _ends[other - 1];
                int end = _ends[other];
                ReadOnlySpan<double> w = Row(_matrix, i, start, end);
                plain[rung, other] += Sums.Sum(w);
                for (int part = 0; part < _similarities.Length; part++)
                {
                    similar[part, rung, other] += Sums.Dot(w, Row(_similarities[part], i, start, end));
                }

                for (int t = 0; t <= rung && _hasDescriptors; t++)
                {
                    near[t, rung, other] += Sums.Dot(w, Row(_radials[t], i, start, end));
                    ReadOnlySpan<double> slopes = Row(_radialSlopes[t], i, start, end);
                    scaled[t, rung, other] += Sums.Dot(w, slopes, Row(_distances, i, start, end));
                }

                for (int t = 1; t <= rung && _prior.HasOutcomes; t++)
                {
                    ReadOnlySpan<double> radials = Row(_outcomeRadials[t], i, start, end);
                    outcomesNear[t, rung, other] += Sums.Dot(w, radials);
                    outcomesScaled[t, rung, other] += Sums.Dot(w, radials, Row(_outcomeDistances, i, start, end));
                }
            }
        }

        DifferentiateRelevances(parameters, weights, gradient);
        for (int t = 0; t < rungs; t++)
        {
            RungParameters own = parameters.Rungs[t];
            double offset = own.OffsetDeviation * own.OffsetDeviation;
            double descriptors = _hasDescriptors ? own.DescriptorAmplitude * own.DescriptorAmplitude : 0;
            Span<double> target = gradient.Slice(t * _prior.PerRung, _prior.PerRung);
            for (int lower = t; lower < rungs; lower++)
            {
                for (int upper = lower; upper < rungs; upper++)
                {
                    double weight = weights[lower, t] * weights[upper, t];
                    double kernel = (offset * plain[lower, upper]) + (descriptors * near[t, lower, upper]);
                    for (int part = 0; part < _similarities.Length; part++)
                    {
                        double counts = own.CountAmplitudes[part] * own.CountAmplitudes[part];
                        double share = counts * similar[part, lower, upper];
                        target[CoKrigingPrior.Counts + part] += 2 * weight * share;
                        kernel += share;
                    }

                    if (_prior.HasOutcomes && t > 0)
                    {
                        double outcomes = own.OutcomeAmplitude * own.OutcomeAmplitude;
                        double length = own.OutcomeLengthscale * own.OutcomeLengthscale;
                        kernel += outcomes * outcomesNear[t, lower, upper];
                        target[_prior.Outcomes] += 2 * weight * outcomes * outcomesNear[t, lower, upper];
                        target[_prior.OutcomeLength] += weight * outcomes * outcomesScaled[t, lower, upper] / length;
                    }

                    target[_prior.Descriptors] += 2 * weight * descriptors * near[t, lower, upper];
                    target[_prior.Length] +=
                        weight * descriptors * scaled[t, lower, upper] / (own.Lengthscale * own.Lengthscale);
                    for (int s = t + 1; s <= upper; s++)
                    {
                        double slope =
                            (WeightSlope(parameters, lower, t, s) * weights[upper, t])
                            + (weights[lower, t] * WeightSlope(parameters, upper, t, s));
                        gradient[(s * _prior.PerRung) + _prior.Coupling] += slope * kernel;
                    }
                }
            }
        }
    }

    /// <summary>Adds the part of the descriptors' relevances; W in the matrix is used up.</summary>
    /// <remarks>dk_ij/d(d_ij^2 / 2) = - sum_t w w b_t^2 g_t / l_t^2, and 1/2 tr counts each pair i &lt; j once.</remarks>
    private void DifferentiateRelevances(CoKrigingParameters parameters, double[,] weights, Span<double> gradient)
    {
        if (!_hasDescriptors)
        {
            return;
        }

        for (int i = 0; i < _values.Length; i++)
        {
            int rung = _rungs[i];
            for (int other = rung; other < _ends.Length; other++)
            {
                int start = other == rung ? i : _ends[other - 1];
                int end = _ends[other];
                Span<double> slopes = _slopes.AsSpan(0, end - start);
                slopes.Clear();
                for (int t = 0; t <= rung; t++)
                {
                    RungParameters own = parameters.Rungs[t];
                    double amplitude = own.DescriptorAmplitude / own.Lengthscale;
                    double factor = -weights[rung, t] * weights[other, t] * amplitude * amplitude;
                    Sums.Add(slopes, factor, Row(_radialSlopes[t], i, start, end), 0);
                }

                Sums.Multiply(Row(_matrix, i, start, end), slopes);
            }
        }

        _relevance.Differentiate(_matrix, _stride, gradient[(_ends.Length * _prior.PerRung)..]);
    }

    /// <summary>dw(l, t)/drho_s: the product of the other couplings of the rungs t + 1 to l.</summary>
    private static double WeightSlope(CoKrigingParameters parameters, int rung, int t, int s)
    {
        if (s > rung)
        {
            return 0;
        }

        double product = 1;
        for (int other = t + 1; other <= rung; other++)
        {
            product *= other == s ? 1 : parameters.Rungs[other].Coupling;
        }

        return product;
    }

    private Span<double> Row(double[] matrix, int row, int start, int end) =>
        matrix.AsSpan((row * _stride) + start, end - start);
}
