using Lichen.Cli;

return await LichenCommand.RunAsync(args, Terminal.OfProcess());
