using Lichen.Compute.Metering;

namespace Lichen.Compute.Tests.Metering;

public sealed class MeteringTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Counters_of_packages_and_memory_add_up_and_wrap()
    {
        Counter("intel-rapl:0", "package-0", 900, 1000);
        Counter("intel-rapl:0:0", "core", 0, 1000);
        Counter("intel-rapl:0:1", "dram", 10, 1000);
        Counter("intel-rapl:1", "psys", 0, 1000);
        var meter = RaplMeter.TryOpen(_folder.Path)!;
        Assert.Equal(["package-0", "dram"], meter.Domains);

        Counter("intel-rapl:0", "package-0", 100, 1000);
        Counter("intel-rapl:0:0", "core", 500, 1000);
        Counter("intel-rapl:0:1", "dram", 60, 1000);
        Assert.Equal((200 + 50) * 1e-6, meter.ReadJoules(), 1e-12);

        Counter("intel-rapl:0", "package-0", 300, 1000);
        Assert.Equal((200 + 50 + 200) * 1e-6, meter.ReadJoules(), 1e-12);
    }

    [Fact]
    public void Machine_without_counters_has_no_meter()
    {
        Assert.Null(RaplMeter.TryOpen(_folder.File("nowhere")));
        Assert.Null(RaplMeter.TryOpen(_folder.Path));
    }

    [Fact]
    public void Counter_that_vanishes_is_an_error()
    {
        Counter("intel-rapl:0", "package-0", 900, 1000);
        var meter = RaplMeter.TryOpen(_folder.Path)!;

        File.Delete(Path.Combine(_folder.Path, "intel-rapl:0", "energy_uj"));

        Assert.Throws<IOException>(() => meter.ReadJoules());
    }

    [Fact]
    public void Facts_are_read_from_the_kernels_texts()
    {
        const string Cpu =
            "processor\t: 0\nmodel name\t: AMD EPYC 7763 64-Core Processor\nflags\t\t: fpu hypervisor lm\n\n"
            + "processor\t: 1\nmodel name\t: AMD EPYC 7763 64-Core Processor\nflags\t\t: fpu hypervisor lm\n";

        var facts = HostFacts.Parse(Cpu, "MemTotal:       24576000 kB\nMemFree: 1 kB\n", 1);

        Assert.Equal(new HostFacts("AMD EPYC 7763 64-Core Processor", 1, 2, 24576000L * 1024, true), facts);
    }

    [Fact]
    public void Facts_that_are_not_there_are_not_made_up() =>
        Assert.Equal(new HostFacts(null, 4, 1, 0, false), HostFacts.Parse("", "", 4));

    [Fact]
    public void This_machine_has_cores_and_memory()
    {
        var facts = HostFacts.Read();

        Assert.True(facts.LogicalCores >= 1 && facts.MemoryBytes > 0);
    }

    public void Dispose() => _folder.Dispose();

    private void Counter(string name, string domain, long energy, long range)
    {
        Directory.CreateDirectory(_folder.File(name));
        _folder.Write($"{name}/name", domain + "\n");
        _folder.Write($"{name}/energy_uj", energy + "\n");
        _folder.Write($"{name}/max_energy_range_uj", range + "\n");
    }
}
