using System.CommandLine;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Cli.Potentials;

/// <summary><c>lichen models add</c>: installs a potential from a folder or an address.</summary>
internal static class AddVerb
{
    // Of one answer without a byte; the whole may take as long as it takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create(Terminal terminal, GlobalOptions options, PotentialStore store)
    {
        var name = ModelsVerb.Name();
        var from = new Option<string>("--from")
        {
            Description = "Folder with its files, or the http address of one. Interrupted, the same again goes on.",
            HelpName = "folder|url",
            Required = true,
        };
        var allow = new Option<bool>("--allow-program")
        {
            Description = "Add a TorchScript model too: it is a program, which Lichen looks through and then runs.",
        };
        var command = new Command(
            "add",
            "Install a potential: every file is checked by its sum, nothing is run unasked."
        )
        {
            name,
            from,
            allow,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var http = new HttpClient { Timeout = Patience };
                var installation = new PotentialInstallation(store, http, terminal.Time);
                string source = parsed.GetValue(from)!;
                string wanted = parsed.GetValue(name)!;
                try
                {
                    PotentialCard card = await installation.CardAsync(
                        PotentialCard.Find(wanted)?.Name ?? wanted,
                        source,
                        cancellationToken
                    );
                    if (card.Format == ForeignFile.TorchScript && !parsed.GetValue(allow))
                    {
                        throw new UserException(
                            ExitCode.Failed,
                            $"{card.Name} is a TorchScript program, not data: it would run inside Lichen. Its code is looked through "
                                + "for anything but arithmetic, which is no proof. Ask its author for an ONNX file, or say "
                                + "--allow-program if you trust them."
                        );
                    }

                    bool quiet = parsed.GetValue(options.Quiet) || parsed.GetValue(options.Json);
                    if (!quiet)
                    {
                        terminal.Error.WriteLine(
                            $"{card.Name}: licence {card.Licence}"
                                + (
                                    card.ForbiddenUses.Length > 0
                                        ? $", which forbids {string.Join(", ", card.ForbiddenUses)} use"
                                        : ""
                                )
                        );
                    }

                    await installation.AddAsync(
                        card,
                        source,
                        file => Say(quiet, $"  {file.Name}, {file.Bytes:N0} bytes: as published"),
                        cancellationToken
                    );
                    if (parsed.GetValue(options.Json))
                    {
                        Json.Write(terminal.Output, json => json.WriteRawValue(card.ToJson()));
                    }
                    else
                    {
                        terminal.Output.WriteLine($"{card.Name} is installed in {store.FolderOf(card.Name)}");
                        Say(quiet, $"Cite: {card.Citations[0]}");
                    }

                    return ExitCode.Ok;
                }
                catch (HttpRequestException e)
                {
                    throw new UserException(
                        ExitCode.Failed,
                        $"{source} does not give the files: {e.Message} What came is kept; the same again goes on."
                    );
                }
                catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new UserException(ExitCode.Failed, $"{source} gave no answer in time: {e.Message}");
                }
            }
        );
        return command;

        void Say(bool quiet, string text)
        {
            if (!quiet)
            {
                terminal.Error.WriteLine(text);
            }
        }
    }
}
