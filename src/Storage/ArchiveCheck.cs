using Lichen.Core.Calculations;
using Lichen.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage;

/// <summary>Looks for anything in an archive that is not as it was written.</summary>
internal static class ArchiveCheck
{
    public static IReadOnlyList<string> Run(Database database)
    {
        var problems = new List<string>();
        try
        {
            CheckFile(database, problems);
            CheckRows(database, problems);
        }
        catch (SqliteException exception)
        {
            problems.Add("unreadable from here on: " + exception.Message);
        }

        return problems;
    }

    private static void CheckFile(Database database, List<string> problems)
    {
        using (var pages = database.Prepared("PRAGMA integrity_check").ExecuteReader())
        {
            while (pages.Read())
            {
                if (pages.GetString(0) is not "ok" and var problem)
                {
                    problems.Add("file: " + problem);
                }
            }
        }

        using var orphans = database.Prepared("PRAGMA foreign_key_check").ExecuteReader();
        while (orphans.Read())
        {
            problems.Add($"{orphans.GetString(0)}: a row belongs to no calculation");
        }
    }

    private static void CheckRows(Database database, List<string> problems)
    {
        var rows = new ArchiveRows(database, []);
        using var row = database.Prepared(ArchiveRows.Select + " ORDER BY id").ExecuteReader();
        while (row.Read())
        {
            var name = $"calculation {row.GetInt64(0)}";
            try
            {
                var archived = rows.ReadOutcome(row);
                ArchiveRows.RequireFinite(archived);
                CheckGeometry(archived, name, problems);
            }
            catch (ArgumentException exception)
            {
                problems.Add($"{name}: {exception.Message}");
            }
            catch (StorageException exception)
            {
                problems.Add($"{name}: {exception.InnerException!.Message}");
            }
        }
    }

    private static void CheckGeometry(ArchivedOutcome archived, string name, List<string> problems)
    {
        if (
            archived.Outcome is Computed { Geometry: { } geometry }
            && geometry.AtomCount != archived.Calculation.Candidate.Atoms
        )
        {
            problems.Add(
                $"{name}: its geometry has {geometry.AtomCount} atoms, its molecule has "
                    + $"{archived.Calculation.Candidate.Atoms}"
            );
        }
    }
}
