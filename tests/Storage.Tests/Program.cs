using Lichen.Storage.Tests;

if (args is ["other-process", var role, var path, var seed])
{
    return OtherProcess.Play(role, path, int.Parse(seed));
}

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
