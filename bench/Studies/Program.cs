using Lichen.Studies;

// dotnet run --project bench/Studies -c Release -- NAME [arguments]
if (args is [var name, .. var arguments] && Study.All.FirstOrDefault(study => study.Name == name) is { } study)
{
    return await study.RunAsync(arguments);
}

Console.Error.WriteLine("usage: dotnet run --project bench/Studies -c Release -- NAME [arguments]");
foreach (var known in Study.All)
{
    Console.Error.WriteLine($"  {known.Name, -20} {known.Question}");
}

return 2;
