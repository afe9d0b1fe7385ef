namespace Lichen.Chemistry;

/// <summary>
/// Pan-assay interference compounds: 480 patterns of groups that disturb many assays. Baell and Holloway 2010,
/// <see href="https://doi.org/10.1021/jm901137j"/>, as SMARTS by Guha and Landrum, installed with RDKit's data.
/// </summary>
public static class Pains
{
    /// <summary>Compiles the rules; names are the alerts' own, such as "azo_A(324)".</summary>
    /// <exception cref="FileNotFoundException">RDKit's data files are not installed.</exception>
    public static SubstructureFilter Load()
    {
        var path = Path.Combine(Rdkit.DataFolder ?? "/usr/share/RDKit/Data", "Pains", "wehi_pains.csv");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path} is missing: apt-get install rdkit-data", path);
        }

        return SubstructureFilter.Compile(Parse(File.ReadLines(path)), mergeHydrogens: true);
    }

    /// <summary>Reads lines of the form <c>"SMARTS","&lt;regId=NAME&gt;"</c>.</summary>
    internal static IReadOnlyList<(string Name, string Smarts)> Parse(IEnumerable<string> lines)
    {
        const string separator = "\",\"<regId=";
        const string ending = ">\"";
        var patterns = new List<(string, string)>();
        var number = 0;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var middle = line.IndexOf(separator, StringComparison.Ordinal);
            if (middle < 1 || line[0] != '"' || !line.EndsWith(ending, StringComparison.Ordinal))
            {
                throw new InvalidDataException(
                    $"Line {number} of the PAINS rules is not \"SMARTS\",\"<regId=NAME>\": {line}"
                );
            }

            patterns.Add((line[(middle + separator.Length)..^ending.Length], line[1..middle]));
        }

        return patterns;
    }
}
