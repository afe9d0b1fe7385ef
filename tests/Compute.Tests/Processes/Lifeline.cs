using System.Diagnostics;

namespace Lichen.Compute.Tests.Processes;

/// <summary>
/// A named pipe that a script and all its descendants hold open: a line on it says that they live, its end that the
/// last of them is gone. So a test waits for what happens and looks up no process by number.
/// </summary>
internal sealed class Lifeline : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _path;
    private readonly Task<StreamReader> _opened;

    public Lifeline(TemporaryFolder folder)
    {
        _path = folder.File("lifeline");
        using var make = Process.Start(new ProcessStartInfo("mkfifo", [_path]))!;
        make.WaitForExit();
        // Opening waits for a writer.
        _opened = Task.Factory.StartNew(
            () => new StreamReader(_path),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    /// <summary>First words of a script that holds the line on descriptor 5.</summary>
    public string Hold => $"exec 5>'{_path}'; echo alive >&5; ";

    /// <summary>Waits until the script holds the line.</summary>
    public async Task Held()
    {
        var reader = await _opened.WaitAsync(Patience);
        Assert.Equal("alive", await reader.ReadLineAsync().WaitAsync(Patience));
    }

    /// <summary>Waits until nobody holds the line any more.</summary>
    public async Task Released()
    {
        var reader = await _opened.WaitAsync(Patience);
        await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (_opened.IsCompletedSuccessfully)
        {
            _opened.Result.Dispose();
        }
    }
}
