namespace Lichen.Exploration.Tests.Specification;

/// <summary>What users read after a slip, word for word.</summary>
public sealed class CampaignFileProblemTests
{
    [Theory]
    [InlineData(
        "  core_time: 6 core-minutes",
        "  core_time: 0.05 kWh",
        "campaign.yaml:28:14: budget.core_time: expected a core time such as '30 core-minutes', or 'unlimited', found '0.05 kWh', which is an energy; did you mean 'energy'?"
    )]
    public void Slip_is_explained(string good, string bad, string expected)
    {
        Assert.Contains(good, Samples.Full);
        Assert.Equal([expected], Samples.Problems(Samples.Full.Replace(good, bad)));
    }
}
