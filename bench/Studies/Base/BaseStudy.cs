using System.Globalization;

namespace Lichen.Studies.Base;

/// <summary>The recipe of lichen-base: <c>data</c> labels structures, further verbs choose, train and judge.</summary>
internal static class BaseStudy
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        string data = Option(arguments, "--data", Path.Combine(Repository.Folder, "..", "shared", "data"));
        string work = Option(arguments, "--work", Path.Combine(Repository.Folder, "artifacts", "base"));
        Directory.CreateDirectory(work);
        switch (arguments.FirstOrDefault())
        {
            case "data":
                long first = long.Parse(Option(arguments, "--first", "0"), CultureInfo.InvariantCulture);
                int count = int.Parse(Option(arguments, "--count", "5000"), CultureInfo.InvariantCulture);
                string chosen = Option(arguments, "--chosen", "");
                long[] indices =
                    chosen.Length > 0
                        ? [.. File.ReadLines(chosen).Select(line => long.Parse(line, CultureInfo.InvariantCulture))]
                        : [.. Enumerable.Range(0, count).Select(i => first + i)];
                await BaseData.LabelAsync(data, Path.Combine(work, Option(arguments, "--file", "random.xyz")), indices);
                return 0;
            default:
                Console.Error.WriteLine("usage: base data [--first N] [--count N] [--chosen FILE] [--file NAME]");
                return 2;
        }
    }

    public static string Option(string[] arguments, string name, string otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }
}
