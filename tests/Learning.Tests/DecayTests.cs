using System.Runtime.Intrinsics;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Tests;

public sealed class DecayTests
{
    [Fact]
    public void Exponentials_agree_with_the_general_function()
    {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++)
        {
            double x = -Math.Pow(10, (random.NextDouble() * 10) - 7.2);
            x = Math.Max(x, -700);
            Assert.Equal(1, Decay.Exp(Vector256.Create(x)).ToScalar() / Math.Exp(x), 5e-16);
        }

        Assert.Equal(1, Decay.Exp(Vector256<double>.Zero).ToScalar());
        Assert.InRange(Decay.Exp(Vector256.Create(-1e9)).ToScalar(), 0, 1e-300);
    }
}
