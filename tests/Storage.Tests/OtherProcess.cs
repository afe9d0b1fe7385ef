using System.Diagnostics;
using System.Globalization;

namespace Lichen.Storage.Tests;

/// <summary>A second process for tests that need one: this test program again, in another role.</summary>
internal static class OtherProcess
{
    public static Process Start(string role, string path, int seed)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            ArgumentList = { "other-process", role, path, seed.ToString(CultureInfo.InvariantCulture) },
        };
        return Process.Start(start)!;
    }

    /// <summary>Plays a role; says each thing that was acknowledged on a line of its own.</summary>
    public static int Play(string role, string path, int seed)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        switch (role)
        {
            case "put-forever":
                using (var archive = Archive.Open(path))
                {
                    for (var number = 0L; ; number++)
                    {
                        var outcome = Samples.Computed(seed, number);
                        archive.Put(outcome);
                        output.WriteLine(outcome.Calculation.Key);
                    }
                }

            case "put-500":
                using (var archive = Archive.Open(path))
                {
                    for (var number = 0L; number < 500; number++)
                    {
                        archive.Put(Samples.Computed(seed, number));
                    }
                }

                return 0;

            case "append-forever":
                using (var journal = Journal.Open(path))
                {
                    while (true)
                    {
                        var seq = journal.Append(Samples.Events(seed, journal.LastSeq));
                        output.WriteLine(seq);
                    }
                }

            case "append-until-refused":
                using (var journal = Journal.Open(path))
                {
                    try
                    {
                        while (true)
                        {
                            output.WriteLine(journal.Append(Samples.Events(seed, journal.LastSeq)));
                        }
                    }
                    catch (StorageException exception)
                    {
                        output.WriteLine(exception.Problem);
                        return 0;
                    }
                }

            case "hold-lock":
                using (RunLock.Acquire(path, Samples.Time))
                {
                    output.WriteLine("held");
                    Console.In.ReadLine();
                }

                return 0;

            default:
                return 2;
        }
    }
}
