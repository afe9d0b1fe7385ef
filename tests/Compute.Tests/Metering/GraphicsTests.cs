using System.Diagnostics;
using Lichen.Compute.Metering;

namespace Lichen.Compute.Tests.Metering;

/// <summary>What the driver's library is asked, with a library of the same calls; what falls to whom is arithmetic.</summary>
public sealed class GraphicsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Counters_of_all_cards_add_up()
    {
        var meter = GraphicsMeter.TryOpen(Driver("counts", cards: 2, energyCode: "0"))!;
        Assert.Equal(2, meter.Cards);
        // Opening looked at each card twice; each look finds 500 mJ more on the first card and 1,000 mJ on the second.
        Assert.Equal(1.5, meter.ReadJoules(), 1e-9);
        Assert.Equal(3.0, meter.ReadJoules(), 1e-9);
    }

    [Fact]
    public void Without_a_driver_a_card_or_a_counter_there_is_no_meter()
    {
        Assert.Null(GraphicsMeter.TryOpen(_folder.File("libnothing.so")));
        Assert.Null(GraphicsMeter.TryOpen(Driver("none", cards: 0, energyCode: "0")));
        Assert.Null(GraphicsMeter.TryOpen(Driver("old", cards: 1, energyCode: "3")));
    }

    [Fact]
    public void A_counter_that_is_lost_is_an_error()
    {
        var meter = GraphicsMeter.TryOpen(Driver("lost", cards: 1, energyCode: "looks > 2 ? 15 : 0"))!;
        Assert.Contains("15", Assert.Throws<IOException>(() => meter.ReadJoules()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cards_draw_falls_in_equal_parts_to_those_that_use_them_then()
    {
        var joules = 0.0;
        var share = new GraphicsShare(() => joules);
        joules = 100;
        var one = share.Begin();
        joules += 10;
        var other = share.Begin();
        joules += 20;
        Assert.Equal(20, share.End(one));
        joules += 5;
        Assert.Equal(15, share.End(other));
        joules += 1000;
        Assert.Equal(0, share.End(share.Begin()));
    }

    public void Dispose() => _folder.Dispose();

    private string Driver(string name, int cards, string energyCode)
    {
        var source = _folder.File(name + ".cpp");
        var library = _folder.File($"lib{name}.so");
        File.WriteAllText(
            source,
            $$"""
            static unsigned long long looks = 0;
            extern "C" int nvmlInit_v2() { return 0; }
            extern "C" int nvmlDeviceGetCount_v2(unsigned *count) { *count = {{cards}}; return 0; }
            extern "C" int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **card) { *card = (void *)(long)(index + 1); return 0; }
            extern "C" int nvmlDeviceGetTotalEnergyConsumption(void *card, unsigned long long *millijoules)
            {
                static unsigned long long energy[3];
                looks++;
                *millijoules = energy[(long)card] += 500 * (unsigned long long)(long)card;
                return {{energyCode}};
            }

            """
        );
        using var compiler = Process.Start("g++", ["-shared", "-fPIC", "-o", library, source]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }
}
