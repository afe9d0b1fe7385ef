using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lichen.Cli;

/// <summary>Where output goes, and what the user asked of it.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Problems and hints.</param>
/// <param name="isTerminal">True when a person looks at the output, false for files and pipes.</param>
/// <param name="time">The clock.</param>
/// <param name="input">Opens standard input, which few verbs read; null for none.</param>
/// <param name="showsProgress">
/// True when a person looks at problems too, so that a line of progress can be written over.
/// </param>
internal sealed class Terminal(
    TextWriter output,
    TextWriter error,
    bool isTerminal,
    TimeProvider time,
    Func<TextReader>? input = null,
    bool showsProgress = false
)
{
    private IAnsiConsole? _console;

    public TextWriter Output => output;

    public TextWriter Error => error;

    public TextReader Input => input?.Invoke() ?? TextReader.Null;

    public bool IsTerminal => isTerminal;

    public bool ShowsProgress => showsProgress;

    public TimeProvider Time => time;

    /// <summary>The styled console, made on first use: most verbs that answer a program never need it.</summary>
    public IAnsiConsole Console => _console ??= CreateConsole(output);

    public static Terminal OfProcess() =>
        new(
            System.Console.Out,
            System.Console.Error,
            !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null),
            TimeProvider.System,
            () => System.Console.In,
            !System.Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null)
        );

    /// <summary>Writes tables and the like; for files and pipes without spaces at the ends of lines.</summary>
    public void Write(IRenderable what)
    {
        if (isTerminal)
        {
            Console.Write(what);
            return;
        }

        using var text = new StringWriter();
        CreateConsole(text).Write(what);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    private IAnsiConsole CreateConsole(TextWriter writer)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        if (!isTerminal)
        {
            // Tables for files and pipes are as wide as they need to be.
            console.Profile.Width = 200;
        }

        return console;
    }
}
