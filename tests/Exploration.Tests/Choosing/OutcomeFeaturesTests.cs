using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class OutcomeFeaturesTests
{
    [Fact]
    public void What_a_cheap_rung_found_becomes_columns_once_enough_is_known()
    {
        var ladder = SmallLadder.Pair(30);
        for (var candidate = 0; candidate < 12; candidate++)
        {
            ladder.Finish(ladder.Decide(candidate, rung: 0, Purpose.Explore, attempt: 1), Math.Sin(candidate));
        }

        Assert.Equal(0, OutcomeFeatures.Of(ladder.Pool, ladder.State.Leading, top: 1, labels: 9).Columns);
        var features = OutcomeFeatures.Of(ladder.Pool, ladder.State.Leading, top: 1, labels: 11);
        Assert.Equal((30, 2), (features.Rows, features.Columns));
        var columns = Enumerable
            .Range(0, 30)
            .Select(row => (Value: features[row, 0], Known: features[row, 1]))
            .ToArray();
        Assert.All(columns[..11], row => Assert.Equal(1, row.Known));
        Assert.All(columns[11..], row => Assert.Equal((0.0, 0.0), row));
        // Scaled, but in the order of the values found.
        Assert.Equal(
            Enumerable.Range(0, 11).OrderBy(candidate => Math.Sin(candidate)),
            Enumerable.Range(0, 11).OrderBy(candidate => columns[candidate].Value)
        );
    }

    [Fact]
    public void With_one_rung_there_is_nothing_below_to_learn_from()
    {
        var ladder = SmallLadder.Single(30);
        for (var candidate = 0; candidate < 20; candidate++)
        {
            ladder.Finish(ladder.Decide(candidate, rung: 0, Purpose.Explore, attempt: 1), candidate);
        }

        Assert.Equal(0, OutcomeFeatures.Of(ladder.Pool, ladder.State.Leading, top: 0, labels: 20).Columns);
    }
}
