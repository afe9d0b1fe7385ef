using System.Text.Json.Nodes;
using CsCheck;
using Lichen.Exploration.Journals;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Journals;

public sealed class EventJournalTests
{
    [Fact]
    public void Any_event_is_read_back_as_it_was_written() =>
        EventSamples.Any.Sample(
            happened =>
            {
                var (kind, payload) = EventJournal.Write(happened);
                var read = EventJournal.Read(kind, payload);
                Assert.Equal(happened.GetType(), read.GetType());
                Assert.Equal((kind, payload), EventJournal.Write(read));
                AssertSame(happened, read);
            },
            iter: 500
        );

    [Fact]
    public void Every_kind_of_event_has_a_sample() =>
        Assert.Equal(
            typeof(CampaignEvent)
                .Assembly.GetTypes()
                .Where(type => type.BaseType == typeof(CampaignEvent))
                .Order(ByName),
            EventSamples.OneOfEach.Select(happened => happened.GetType()).Order(ByName)
        );

    [Fact]
    public void Users_read_events_in_this_form() =>
        GoldenFile.Matches(
            string.Concat(
                EventSamples.OneOfEach.Select(EventJournal.Write).Select(stored => $"{stored.Kind} {stored.Payload}\n")
            ),
            "events.txt"
        );

    [Fact]
    public void An_unknown_kind_is_refused_by_name()
    {
        var problem = Assert.Throws<InvalidDataException>(() => EventJournal.Read("teleported", "{}"));
        Assert.Contains("'teleported'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_payload_that_lacks_anything_it_needs_is_refused()
    {
        foreach (var happened in EventSamples.OneOfEach)
        {
            var (kind, payload) = EventJournal.Write(happened);
            foreach (var (name, _) in JsonNode.Parse(payload)!.AsObject().ToList())
            {
                if (
                    happened is Decided && name is "mean" or "deviation" or "gain"
                    || name is "evidence" or "bars" or "price_seconds"
                )
                {
                    continue;
                }

                var damaged = JsonNode.Parse(payload)!.AsObject();
                damaged.Remove(name);
                var problem = Assert.Throws<InvalidDataException>(() =>
                    EventJournal.Read(kind, damaged.ToJsonString())
                );
                Assert.Contains($"'{kind}'", problem.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("paused", "")]
    [InlineData("paused", "null")]
    [InlineData("paused", "[]")]
    [InlineData("paused", """{"reason":"x","at":"noon"}""")]
    [InlineData("paused", """{"reason":null,"at":1}""")]
    [InlineData("paused", """{"reason":"x","at":1""")]
    [InlineData("fitted", """{"labels":3,"log_likelihood":1,"parameters":{},"at":1}""")]
    [InlineData("fitted", """{"labels":3,"log_likelihood":1,"parameters":{"rung0.shift":1},"at":1}""")]
    [InlineData("fitted", """{"labels":3,"log_likelihood":1,"parameters":null,"at":1}""")]
    [InlineData("fitted", """{"labels":3,"log_likelihood":1,"parameters":7,"at":1}""")]
    [InlineData(
        "started",
        """{"run":"r","pool_digest":"d","pool_size":1,"strategy":"clairvoyant","host":"h","version":"1","at":0}"""
    )]
    [InlineData(
        "started",
        """{"run":"r","pool_digest":"d","pool_size":1,"strategy":77,"host":"h","version":"1","at":0}"""
    )]
    public void A_damaged_payload_is_refused(string kind, string payload) =>
        Assert.Throws<InvalidDataException>(() => EventJournal.Read(kind, payload));

    [Fact]
    public void A_payload_cut_anywhere_is_refused()
    {
        foreach (var happened in EventSamples.OneOfEach)
        {
            var (kind, payload) = EventJournal.Write(happened);
            for (var length = 0; length < payload.Length; length++)
            {
                Assert.Throws<InvalidDataException>(() => EventJournal.Read(kind, payload[..length]));
            }
        }
    }

    private static Comparer<Type> ByName { get; } =
        Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    // Collections of a record compare by reference: they are compared on their own, the rest as records.
    private static void AssertSame(CampaignEvent written, CampaignEvent read)
    {
        switch (written, read)
        {
            case (Decided a, Decided b):
                Assert.Equal(a.Rivals, b.Rivals);
                Assert.Equal(a, b with { Rivals = a.Rivals });
                break;
            case (Finished a, Finished b):
                Assert.Equal(a.Values, b.Values);
                Assert.Equal(a, b with { Values = a.Values });
                break;
            case (Fitted a, Fitted b):
                Assert.Equal(a.Evidence, b.Evidence);
                Assert.Equal(a, b with { Evidence = a.Evidence });
                break;
            case (Compared a, Compared b):
                Assert.Equal(a.Scores, b.Scores);
                Assert.Equal(a, b with { Scores = a.Scores });
                break;
            case (Grown a, Grown b):
                Assert.Equal(a.Products, b.Products);
                Assert.Equal(a, b with { Products = a.Products });
                break;
            default:
                Assert.Equal(written, read);
                break;
        }
    }
}
