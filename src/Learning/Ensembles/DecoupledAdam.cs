using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lichen.Learning.Ensembles;

/// <summary>AdamW: Adam with decoupled decay of the weights.</summary>
/// <remarks>
/// Loshchilov and Hutter 2019, algorithm 2, <see href="https://doi.org/10.48550/arXiv.1711.05101"/>. TorchSharp's own
/// frees a scalar while the native code may still read it, where the garbage collector runs at that moment: the step is then
/// wrong in silence, or throws. Here every scalar outlives its call.
/// </remarks>
internal sealed class DecoupledAdam
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;

    private static readonly Scalar First = FirstDecay;
    private static readonly Scalar RestOfFirst = 1 - FirstDecay;
    private static readonly Scalar Second = SecondDecay;
    private static readonly Scalar RestOfSecond = 1 - SecondDecay;
    private static readonly Scalar Floor = 1e-8;

    private readonly Parameter[] _parameters;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly Tensor[] _origins;
    private readonly double _rate;
    private readonly double _decay;
    private int _steps;

    /// <param name="parameters">What is trained.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="decay">Weight decay, per unit of learning rate.</param>
    /// <param name="toStart">Whether weights decay towards what they are now, not towards zero.</param>
    public DecoupledAdam(IEnumerable<Parameter> parameters, double rate, double decay, bool toStart = false)
    {
        (_rate, _decay) = (rate, decay);
        _parameters = [.. parameters];
        _means = [.. _parameters.Select(p => zeros_like(p))];
        _squares = [.. _parameters.Select(p => zeros_like(p))];
        _origins = toStart ? [.. _parameters.Select(p => p.detach().clone())] : [];
    }

    /// <summary>Takes one step down the gradients, and clears them.</summary>
    /// <param name="share">Of the learning rate.</param>
    public void Step(double share = 1)
    {
        _steps++;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        using Scalar shrink = 1 - (share * _rate * _decay);
        using Scalar pull = share * _rate * _decay;
        using Scalar step = -share * _rate / (1 - Math.Pow(FirstDecay, _steps));
        using Scalar unbias = 1 / Math.Sqrt(1 - Math.Pow(SecondDecay, _steps));
        for (int i = 0; i < _parameters.Length; i++)
        {
            // No part of the loss has met it yet.
            if (_parameters[i].grad is not { } gradient)
            {
                continue;
            }

            _parameters[i].mul_(shrink);
            if (_origins.Length > 0)
            {
                _parameters[i].add_(_origins[i], pull);
            }

            _means[i].mul_(First).add_(gradient, RestOfFirst);
            _squares[i].mul_(Second).addcmul_(gradient, gradient, RestOfSecond);
            _parameters[i].addcdiv_(_means[i], _squares[i].sqrt().mul_(unbias).add_(Floor, Scalars.One), step);
            gradient.zero_();
        }
    }
}
