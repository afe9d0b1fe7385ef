using Lichen.Storage.Sqlite;

namespace Lichen.Storage;

/// <summary>What an archive holds at one level from one engine.</summary>
/// <param name="Level">Level of theory.</param>
/// <param name="EngineVersion">Engine and version.</param>
/// <param name="Computed">Calculations that succeeded.</param>
/// <param name="Failed">Calculations that failed, attempts included.</param>
/// <param name="Molecules">Distinct molecules (SMILES, charge, multiplicity) among both.</param>
/// <param name="CpuSeconds">Sum of what was booked.</param>
/// <param name="EnergyKilowattHours">Sum of what was booked.</param>
/// <param name="GramsCo2e">Sum of what was booked.</param>
public sealed record ArchiveStatistics(
    string Level,
    string EngineVersion,
    long Computed,
    long Failed,
    long Molecules,
    double CpuSeconds,
    double EnergyKilowattHours,
    double GramsCo2e,
    DateTimeOffset FirstFinishedAt,
    DateTimeOffset LastFinishedAt
)
{
    internal static IReadOnlyList<ArchiveStatistics> Of(Database database)
    {
        using var reader = database
            .Prepared(
                "SELECT level, engine_version, sum(status = 'computed'), sum(status = 'failed'),"
                    + " count(DISTINCT smiles || ' ' || charge || ' ' || multiplicity), sum(cost_cpu_seconds),"
                    + " sum(energy_kwh), sum(co2e_g), min(finished_at), max(finished_at)"
                    + " FROM calculation GROUP BY level, engine_version ORDER BY level, engine_version"
            )
            .ExecuteReader();
        var statistics = new List<ArchiveStatistics>();
        while (reader.Read())
        {
            statistics.Add(
                new ArchiveStatistics(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4),
                    reader.GetDouble(5),
                    reader.GetDouble(6),
                    reader.GetDouble(7),
                    Words.Time(reader.GetString(8)),
                    Words.Time(reader.GetString(9))
                )
            );
        }

        return statistics;
    }
}
