using System.Text;
using CsCheck;
using Lichen.Compute.Processes;

namespace Lichen.Compute.Tests.Processes;

public sealed class TailTests
{
    [Fact]
    public void Keeps_the_last_bytes_however_they_come() =>
        Gen.Select(Gen.Int[1, 40], Gen.String[Gen.Char['a', 'z'], 0, 60].Array[0, 12])
            .Sample(
                (capacity, pieces) =>
                {
                    var tail = new Tail(capacity);
                    foreach (var piece in pieces)
                    {
                        tail.Write(Encoding.UTF8.GetBytes(piece));
                    }

                    var all = string.Concat(pieces);
                    return tail.ToString() == all[Math.Max(0, all.Length - capacity)..]
                        && tail.Dropped == Math.Max(0, all.Length - capacity);
                }
            );
}
