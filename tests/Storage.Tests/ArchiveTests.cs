using CsCheck;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;
using Lichen.Testing;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage.Tests;

public sealed class ArchiveTests
{
    [Fact]
    public void What_is_put_comes_back_to_the_last_digit()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var number = 0;
        Samples.Outcome.Sample(
            outcome =>
            {
                var own = outcome with { Run = $"run {Interlocked.Increment(ref number)}" };
                archive.Put(own);
                Same.Outcome(own, archive.TryGetDecision(own.Run, own.Decision));
            },
            iter: 300,
            threads: 1
        );
        Assert.Empty(archive.Verify());
    }

    [Fact]
    public void Only_a_success_answers_and_the_first_one_does()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var key = Samples.Calculation(1, 1).Key;
        Assert.Null(archive.TryGet(key));
        archive.Put(Samples.Failed(1, 1, FailureKind.Input));
        Assert.Null(archive.TryGet(key));
        var first = Samples.Computed(1, 1) with { Run = "a" };
        archive.Put(first);
        archive.Put(Samples.Computed(1, 1, gap: 5) with { Run = "b" });
        archive.Put(Samples.Failed(1, 1, FailureKind.Transient) with { Run = "c" });
        Same.Outcome(first, archive.TryGet(key));
    }

    [Theory]
    [InlineData(FailureKind.Input, true)]
    [InlineData(FailureKind.Convergence, true)]
    [InlineData(FailureKind.Resources, false)]
    [InlineData(FailureKind.Transient, false)]
    public void A_failure_is_known_only_where_it_says_never_again(FailureKind kind, bool known)
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        archive.Put(Samples.Failed(1, 1, kind));
        Assert.Equal(known, archive.TryGetFailure(Samples.Calculation(1, 1).Key) is not null);
        Assert.Null(archive.TryGetFailure(Samples.Calculation(1, 2).Key));
    }

    [Fact]
    public void The_latest_failure_is_told_until_a_success_comes()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var key = Samples.Calculation(1, 1).Key;
        archive.Put(Samples.Failed(1, 1, FailureKind.Convergence, "scf"));
        archive.Put(Samples.Failed(1, 1, FailureKind.Convergence, "geometry") with { Run = "later" });
        archive.Put(Samples.Failed(1, 1, FailureKind.Resources, "time_limit") with { Run = "latest" });
        Assert.Equal("geometry", ((Failed)archive.TryGetFailure(key)!.Outcome).Code);
        archive.Put(Samples.Computed(1, 1) with { Run = "last" });
        Assert.Null(archive.TryGetFailure(key));
        Assert.NotNull(archive.TryGet(key));
    }

    [Fact]
    public void The_same_outcome_put_twice_is_kept_once_and_a_further_one_of_its_decision_is_kept_beside_it()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var failed = Samples.Failed(1, 1, FailureKind.Transient);
        var computed = Samples.Computed(1, 1) with { FinishedAt = Samples.Time.AddHours(1) };
        archive.Put(failed);
        archive.Put(failed);
        archive.Put(computed);
        archive.Put([failed, computed]);
        Assert.Equal(2, archive.Read().Count());
        Same.Outcome(computed, archive.TryGetDecision(failed.Run, failed.Decision));
        Assert.Null(archive.TryGetDecision(failed.Run, failed.Decision + 1));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused_with_all_of_its_batch()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        Assert.Throws<ArgumentException>(() =>
            archive.Put([Samples.Computed(1, 1), Samples.Computed(1, 2, gap: double.NaN)])
        );
        var outcome = Samples.Computed(1, 3);
        Assert.Throws<ArgumentException>(() =>
            archive.Put(outcome with { Footprint = outcome.Footprint with { GramsCo2e = double.PositiveInfinity } })
        );
        Assert.Empty(archive.Read());
    }

    [Fact]
    public void Never_more_than_a_second_of_computing_waits_to_be_synced()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        archive.Put(Samples.Computed(1, 1));
        Assert.Equal(0.8, archive.AtRiskCpuSeconds);
        archive.Put(Samples.Computed(1, 2));
        Assert.Equal(0, archive.AtRiskCpuSeconds);
        var declared = Samples.Computed(1, 3);
        var usage = declared.Footprint.Usage with { Basis = CostBasis.Assumed };
        archive.Put(declared with { Footprint = declared.Footprint with { Usage = usage } });
        Assert.Equal(0, archive.AtRiskCpuSeconds);
        archive.Put(Samples.Failed(1, 4, FailureKind.Input));
        Assert.Equal(0, archive.AtRiskCpuSeconds);
    }

    [Fact]
    public void Reading_selects_by_level_engine_and_run()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        var dear = Samples.Computed(1, 1) with
        {
            Calculation = Samples.Calculation(1, 1) with
            {
                Level = LevelOfTheory.Parse("HF/STO-3G"),
                EngineVersion = "psi4 1.3.2",
            },
        };
        archive.Put([Samples.Computed(1, 0), dear, Samples.Computed(2, 0), Samples.Failed(2, 5, FailureKind.Input)]);
        Assert.Equal(4, archive.Read().Count());
        Same.Outcome(dear, Assert.Single(archive.Read(level: "HF/STO-3G")));
        Same.Outcome(dear, Assert.Single(archive.Read(engineVersion: "psi4 1.3.2")));
        Assert.Equal(2, archive.Read(run: "run-2").Count());
        Assert.Empty(archive.Read(level: "HF/STO-3G", run: "run-2"));
    }

    [Fact]
    public void Statistics_add_up()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        archive.Put([Samples.Computed(1, 0), Samples.Computed(1, 1), Samples.Failed(1, 2, FailureKind.Input)]);
        var statistics = Assert.Single(archive.Statistics());
        Assert.Equal(
            ("GFN2-xTB", "xtb 6.5.1", 2, 1, 3),
            (statistics.Level, statistics.EngineVersion, statistics.Computed, statistics.Failed, statistics.Molecules)
        );
        Assert.Equal(0.8 + 0.8 + 2.5, statistics.CpuSeconds, 12);
        Assert.Equal(Samples.Time.AddSeconds(2), statistics.LastFinishedAt);
    }

    [Fact]
    public void Another_reader_needs_only_sqlite()
    {
        using var folder = new TemporaryFolder();
        using (
            var archive = Archive.Open(folder["archive.db"], [new Property("toxicity", "mg/kg", "toxicity_mgkg", "")])
        )
        {
            var outcome = Samples.Computed(1, 1);
            var computed = (Computed)outcome.Outcome;
            archive.Put(
                outcome with
                {
                    Outcome = computed with { Values = computed.Values.Add("toxicity", 3.5).Add("odd", 1) },
                }
            );
        }

        using var connection = new SqliteConnection($"Data Source={folder["archive.db"]};Pooling=False");
        connection.Open();
        Assert.Equal("4.2 eV", Scalar("SELECT value || ' ' || unit FROM result WHERE property = 'homo_lumo_gap'"));
        Assert.Equal("mg/kg", Scalar("SELECT unit FROM result WHERE property = 'toxicity'"));
        Assert.Equal("undeclared", Scalar("SELECT unit FROM result WHERE property = 'odd'"));
        Assert.Equal("computed 1", Scalar("SELECT status || ' ' || calculations FROM account"));
        var xyz = Scalar("SELECT xyz FROM xyz").Split('\n');
        Assert.Equal("20", xyz[0]);
        Assert.Equal(22, xyz.Length);
        var first = xyz[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("C", first[0]);
        Assert.Equal(5 * Math.Sin(0.1), double.Parse(first[1]), 9);

        string Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (string)command.ExecuteScalar()!;
        }
    }

    [Fact]
    public void The_table_has_a_row_per_outcome_and_units_in_its_names()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        archive.Put([Samples.Computed(1, 0), Samples.Failed(1, 1, FailureKind.Input)]);
        CsvTable.Write(folder["archive.csv"], archive.AsTable());
        var lines = File.ReadAllLines(folder["archive.csv"]);
        Assert.Equal(3, lines.Length);
        Assert.Contains(",homo_lumo_gap_eV,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",4.2,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",failed,input,scf,", lines[2], StringComparison.Ordinal);
    }
}
