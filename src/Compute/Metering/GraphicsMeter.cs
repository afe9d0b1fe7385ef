using System.Runtime.InteropServices;

namespace Lichen.Compute.Metering;

/// <summary>
/// Energy that graphics cards drew, as their own counters say (NVML, the library of NVIDIA's driver). It counts whole cards,
/// whoever used them. Not for use by several threads at once.
/// </summary>
/// <remarks>Counters are in millijoules since the driver was loaded; cards before Volta have none.</remarks>
public sealed unsafe class GraphicsMeter
{
    private const int Success = 0;

    private readonly delegate* unmanaged<nint, ulong*, int> _energyOf;
    private readonly nint[] _cards;
    private readonly double _start;

    private GraphicsMeter(delegate* unmanaged<nint, ulong*, int> energyOf, nint[] cards)
    {
        _energyOf = energyOf;
        _cards = cards;
        _start = Total();
    }

    /// <summary>Cards that are counted.</summary>
    public int Cards => _cards.Length;

    /// <summary>Opens the counters; null where there is no driver, or a card has no counter.</summary>
    /// <param name="library">The driver's library, by name or path.</param>
    public static GraphicsMeter? TryOpen(string library = "libnvidia-ml.so.1")
    {
        // Never unloaded: the counters are read until the process ends.
        if (
            !NativeLibrary.TryLoad(library, out var nvml)
            || !NativeLibrary.TryGetExport(nvml, "nvmlInit_v2", out var init)
            || !NativeLibrary.TryGetExport(nvml, "nvmlDeviceGetCount_v2", out var count)
            || !NativeLibrary.TryGetExport(nvml, "nvmlDeviceGetHandleByIndex_v2", out var handle)
            || !NativeLibrary.TryGetExport(nvml, "nvmlDeviceGetTotalEnergyConsumption", out var energy)
            || ((delegate* unmanaged<int>)init)() != Success
        )
        {
            return null;
        }

        uint number = 0;
        if (((delegate* unmanaged<uint*, int>)count)(&number) != Success || number == 0)
        {
            return null;
        }

        var energyOf = (delegate* unmanaged<nint, ulong*, int>)energy;
        var cards = new nint[number];
        for (uint i = 0; i < number; i++)
        {
            nint card = 0;
            ulong millijoules = 0;
            // All or none: a program may use any of them.
            if (
                ((delegate* unmanaged<uint, nint*, int>)handle)(i, &card) != Success
                || energyOf(card, &millijoules) != Success
            )
            {
                return null;
            }

            cards[i] = card;
        }

        return new GraphicsMeter(energyOf, cards);
    }

    /// <summary>Joules of all cards since it was opened.</summary>
    /// <exception cref="IOException">A counter that could be read at the start cannot be read any more.</exception>
    public double ReadJoules() => Total() - _start;

    private double Total()
    {
        var total = 0.0;
        foreach (var card in _cards)
        {
            ulong millijoules = 0;
            var code = _energyOf(card, &millijoules);
            total +=
                code == Success
                    ? millijoules * 1e-3
                    : throw new IOException(
                        $"The energy counter of a graphics card cannot be read any more (NVML {code})."
                    );
        }

        return total;
    }
}
