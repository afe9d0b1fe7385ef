using TorchSharp;

namespace Lichen.Learning;

/// <summary>The tensor library as this process loads it.</summary>
/// <param name="Version">The version of libtorch.</param>
/// <param name="Devices">Where it can compute: <c>cpu</c>, and <c>cuda</c> with a usable graphics card.</param>
/// <remarks>
/// Only training of networks and <see cref="Potentials.Foreign"/> compute with it, so that only whoever does that pays
/// for loading it: a Gaussian process of a few thousand labels is faster without (see
/// <c>docs/decisions/linear-algebra-without-libtorch.md</c>), and networks predict without.
/// </remarks>
public sealed record Libtorch(string Version, IReadOnlyList<string> Devices)
{
    /// <summary>Loads the library, if that has not happened, and tries it on a product of two numbers.</summary>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message says why.</exception>
    public static Libtorch Load()
    {
        try
        {
            using torch.Tensor two = torch.tensor(2.0);
            using torch.Tensor four = two * two;
            return four.item<double>() == 4.0
                ? new Libtorch(torch.__version__, torch.cuda.is_available() ? ["cpu", "cuda"] : ["cpu"])
                : throw new DllNotFoundException("libtorch loads but does not multiply.");
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException)
        {
            throw new DllNotFoundException($"libtorch cannot be loaded: {(e.InnerException ?? e).Message}", e);
        }
    }
}
