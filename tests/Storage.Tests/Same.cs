using Lichen.Core.Calculations;

namespace Lichen.Storage.Tests;

/// <summary>Compares outcomes to the last bit: values and geometries are not compared by records themselves.</summary>
internal static class Same
{
    public static void Outcome(ArchivedOutcome expected, ArchivedOutcome? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Calculation.Key, actual.Calculation.Key);
        Assert.Equal(
            expected.Calculation.Candidate with
            {
                Elements = [],
            },
            actual.Calculation.Candidate with
            {
                Elements = [],
            }
        );
        Assert.Equal(expected.Calculation.Candidate.Elements, actual.Calculation.Candidate.Elements);
        Assert.Equal(expected.Calculation.Level, actual.Calculation.Level);
        Assert.Equal(expected.Footprint, actual.Footprint);
        Assert.Equal(
            (expected.Run, expected.Decision, expected.FinishedAt),
            (actual.Run, actual.Decision, actual.FinishedAt)
        );
        switch (expected.Outcome)
        {
            case Failed failed:
                Assert.Equal(failed, actual.Outcome);
                break;
            case Computed computed:
                var read = Assert.IsType<Computed>(actual.Outcome);
                Assert.Equal(computed.Values, read.Values);
                Assert.Equal((computed.Usage, computed.Provenance), (read.Usage, read.Provenance));
                Assert.Equal(computed.Geometry?.AtomicNumbers.ToArray(), read.Geometry?.AtomicNumbers.ToArray());
                Assert.Equal(computed.Geometry?.Bohr.ToArray(), read.Geometry?.Bohr.ToArray());
                break;
        }
    }
}
