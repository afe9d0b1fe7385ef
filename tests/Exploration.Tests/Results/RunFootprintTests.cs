using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;

namespace Lichen.Exploration.Tests.Results;

public sealed class RunFootprintTests
{
    [Fact]
    public void Molecules_are_counted_once_and_what_the_archive_gave_not_at_all()
    {
        var row = RunFootprint.Of(
            "run",
            [
                Decided(1, row: 1, "CCO", "GFN2-xTB"),
                Finished(1, Cost(1, CostBasis.Modelled)),
                Decided(2, row: 1, "CCO", "PBE0/def2-SVP"),
                Finished(2, Cost(1, CostBasis.Modelled)),
                Decided(3, row: 2, "CBr", "GFN2-xTB"),
                Finished(3, Footprint.Nothing, fromArchive: true),
                Decided(4, row: 3, "CN", "GFN2-xTB"),
                Finished(4, Cost(1, CostBasis.Modelled), failed: true),
            ]
        );
        Assert.Equal((1, 2, 1), (row.Structures, row.Calculations, row.FromArchive));
        Assert.Equal(["GFN2-xTB", "PBE0/def2-SVP"], row.Levels);
        Assert.Equal(["H", "C", "O"], row.Elements);
    }

    [Fact]
    public void Failed_lost_and_own_work_are_paid_for_too()
    {
        var row = RunFootprint.Of(
            "run",
            [
                Decided(1, row: 1, "C", "GFN2-xTB"),
                new Interrupted(0, 1, Cost(2, CostBasis.Modelled)),
                Finished(1, Cost(3, CostBasis.Modelled), failed: true),
                new OwnWork(0, "fits", Cost(4, CostBasis.Modelled)),
            ]
        );
        Assert.Equal(9, row.CpuHours, 1e-12);
        Assert.Equal(9, row.Cost.EnergyKilowattHours, 1e-12);
        Assert.Equal(0.9, row.KilogramsCo2e, 1e-12);
        Assert.Equal(4 * 3600, row.OwnWork.Usage.CpuSeconds, 1e-9);
        Assert.Equal(0, row.Structures);
    }

    [Fact]
    public void Interval_is_forty_percent_of_what_is_modelled_and_unknown_where_something_is_assumed()
    {
        Assert.Equal(0.4, Error(Cost(5, CostBasis.Modelled))!.Value, 1e-12);
        Assert.Equal(0.1, Error(Cost(1, CostBasis.Modelled), Cost(3, CostBasis.Measured))!.Value, 1e-12);
        Assert.Equal(0, Error(Cost(3, CostBasis.Measured)));
        Assert.Null(Error(Cost(3, CostBasis.Modelled), Cost(1, CostBasis.Assumed)));
        Assert.Equal(0, Error());

        static double? Error(params Footprint[] costs) =>
            RunFootprint.Of("run", costs.Select(cost => new OwnWork(0, "", cost))).RelativeError;
    }

    /// <summary>So many core-hours, as many kWh, and a tenth as many kg of CO2e.</summary>
    private static Footprint Cost(double hours, CostBasis energy) =>
        new(new ResourceUsage(hours * 3600, hours * 3600, 1, CostBasis.Measured), hours, energy, hours * 100, 0);

    private static Decided Decided(long decision, int row, string smiles, string level) =>
        new(
            0,
            decision,
            row,
            $"m{row}",
            smiles,
            level,
            Purpose.Explore,
            null,
            null,
            null,
            1,
            1,
            default(Amount),
            [],
            1,
            null
        );

    private static Finished Finished(long decision, Footprint cost, bool fromArchive = false, bool failed = false) =>
        new(
            0,
            decision,
            "key",
            ImmutableSortedDictionary<string, double>.Empty,
            failed ? new FailureNote(FailureKind.Convergence, "scf", "no convergence") : null,
            cost,
            fromArchive
        );
}
