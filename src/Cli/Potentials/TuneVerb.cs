using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Lichen.Cli.Models;
using Lichen.Cli.Structures;
using Lichen.Cli.Views;
using Lichen.Compute.Metering;
using Lichen.Core.Footprints;
using Lichen.Exploration.Spaces;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Training;

namespace Lichen.Cli.Potentials;

/// <summary><c>lichen models tune</c>: a potential of another level of theory from a few hundred of its labels.</summary>
internal static class TuneVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options, PotentialStore store)
    {
        var arguments = new TuneArguments();
        var command = new Command(
            "tune",
            "Make a potential of another level of theory from a few hundred energies and forces, and install it."
        )
        {
            arguments.Name,
            arguments.Data,
            arguments.Level,
            arguments.From,
            arguments.Energy,
            arguments.Forces,
            arguments.Unit,
            arguments.ForceUnit,
            arguments.Licence,
            arguments.Replace,
            arguments.Rejects,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(arguments.Name)!;
                RequireName(store, name, parsed.GetValue(arguments.Replace));
                var from = Start(store, parsed.GetValue(arguments.From)!);
                var wish = arguments.Wish(parsed);
                using var rejects = new Rejects(parsed.GetValue(arguments.Rejects) ?? Rejects.Beside(wish.Data));
                var read = ForceFrames.Read(wish, from, rejects, PotentialTuning.Most, cancellationToken);
                var asJson = parsed.GetValue(options.Json);
                var quiet = parsed.GetValue(options.Quiet) || asJson;
                Require(read, wish.Data, rejects);
                if (!quiet)
                {
                    terminal.Error.WriteLine(Words(read, rejects));
                }

                AniModel start = store.Read(from.Name);
                if (PotentialTuning.Mismatch(start, read.Labels) is { } mismatch)
                {
                    throw new UserException(ExitCode.Usage, $"{wish.Data}: {mismatch}; see --unit and --force-unit");
                }

                var checkpoints = new TuningCheckpoints(
                    store.FolderOf(""),
                    PotentialStore.Fingerprint(from),
                    read.Labels
                );
                if (checkpoints.HasEarlier && !quiet)
                {
                    terminal.Error.WriteLine(
                        $"an earlier run was interrupted: {Figures.Number(checkpoints.CoreSeconds, 0)} core-seconds of it are kept"
                    );
                }

                var progress = new ProgressLine(quiet ? null : terminal);
                TuningResult result;
                try
                {
                    result = PotentialTuning.Run(
                        start,
                        read.Labels,
                        Environment.ProcessorCount,
                        checkpoints,
                        progress.Show,
                        cancellationToken
                    );
                }
                finally
                {
                    progress.End();
                }

                var card = await InstallAsync(
                    store,
                    from,
                    result,
                    read,
                    new TunedOrigin(
                        name,
                        parsed.GetValue(arguments.Level)!,
                        parsed.GetValue(arguments.Licence) ?? from.Licence,
                        Path.GetFileName(wish.Data),
                        Sum(wish.Data),
                        Cost(checkpoints.CoreSeconds)
                    ),
                    terminal,
                    cancellationToken
                );
                checkpoints.Delete();
                Answer(terminal, asJson, store, card, result, (read.Frames, rejects.Count));
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static void RequireName(PotentialStore store, string name, bool replace)
    {
        var problem =
            PotentialStore.NameProblem(name)
            ?? (
                PotentialCard.Find(name) is not null
                    ? $"{name} is a potential that Lichen knows: take another name"
                    : null
            )
            ?? (
                !replace && store.Find(name) is not null
                    ? $"{name} is installed already: take another name, or say --replace"
                    : null
            );
        if (problem is not null)
        {
            throw new UserException(ExitCode.Usage, problem);
        }
    }

    private static PotentialCard Start(PotentialStore store, string name)
    {
        PotentialCard card = ModelsVerb.Installed(store, name);
        return card.Format == PotentialFile.Format
            ? card
            : throw new UserException(
                ExitCode.Usage,
                $"{card.Name} has the format '{card.Format}', and only potentials that Lichen trained can be tuned: "
                    + string.Join(
                        ", ",
                        store
                            .Installed()
                            .Where(other => other.Format == PotentialFile.Format)
                            .Select(other => other.Name)
                    )
            );
    }

    private static void Require(ForceLabels read, string name, Rejects rejects)
    {
        if (read.Labels.Count < PotentialTuning.Fewest)
        {
            var why = read.FirstProblem is { } problem ? $"; the first one rejected is at {problem}" : "";
            throw new UserException(
                ExitCode.Usage,
                $"{name}: {Words(read, rejects)}; at least {PotentialTuning.Fewest} are needed{why}"
            );
        }
    }

    private static string Words(ForceLabels read, Rejects rejects)
    {
        var rejected = rejects.Count > 0 ? $", {Figures.Count(rejects.Count)} rejected (see {rejects.Path})" : "";
        return $"{Figures.Count(read.Frames)} frames: {Figures.Count(read.Labels.Count)} structures with energies and forces{rejected}";
    }

    private static async Task<PotentialCard> InstallAsync(
        PotentialStore store,
        PotentialCard from,
        TuningResult result,
        ForceLabels read,
        TunedOrigin origin,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var made = Directory.CreateTempSubdirectory("lichen-tune-").FullName;
        try
        {
            PotentialCard card = TunedPotential.Write(made, from, result, read.Labels, origin);
            using var http = new HttpClient();
            await new PotentialInstallation(store, http, terminal.Time).AddAsync(card, made, null, cancellationToken);
            return card;
        }
        finally
        {
            Directory.Delete(made, recursive: true);
        }
    }

    private static void Answer(
        Terminal terminal,
        bool asJson,
        PotentialStore store,
        PotentialCard card,
        TuningResult result,
        (int Read, int Rejected) frames
    )
    {
        if (asJson)
        {
            Json.Write(
                terminal.Output,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("frames", frames.Read);
                    json.WriteNumber("rejected", frames.Rejected);
                    json.WriteString("taken", result.Chosen.Name);
                    json.WriteBoolean("left_out_are_other_molecules", result.OfMolecules);
                    json.WriteStartArray("tried");
                    foreach (var trial in result.Trials)
                    {
                        json.WriteStartObject();
                        json.WriteString("name", trial.Name);
                        json.WriteNumber("energy_mae_eV", trial.LeftOut.Energy);
                        json.WriteNumber("force_mae_eV_per_angstrom", trial.LeftOut.Force);
                        json.WriteNumber("core_seconds", trial.CoreSeconds);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WritePropertyName("card");
                    json.WriteRawValue(card.ToJson());
                    json.WriteEndObject();
                }
            );
            return;
        }

        var output = terminal.Output;
        output.WriteLine($"{"left out", -28} {"energy, eV", 12} {"force, eV/angstrom", 20}");
        foreach (var trial in result.Trials)
        {
            output.WriteLine(
                $"{trial.Name, -28} {Figures.Number(trial.LeftOut.Energy, 3), 12} {Figures.Number(trial.LeftOut.Force, 3), 20}"
                    + (trial == result.Chosen ? "  taken" : "")
            );
        }

        output.WriteLine(card.Accuracy[^1]);
        output.WriteLine(card.Cost!.Split(';')[0]);
        output.WriteLine($"{card.Name} is installed in {store.FolderOf(card.Name)}");
        output.WriteLine(
            $"as a level: {{level: {card.Name}//MMFF94, engine: potential}}, or {card.Name} at its own optimum"
        );
    }

    private static string Cost(double coreSeconds)
    {
        var power = PowerModel.For(HostFacts.Read().CpuModel ?? "unknown processor", pue: 1);
        var usage = new ResourceUsage(coreSeconds, coreSeconds, 0, CostBasis.Measured);
        return CardText.Cost(new Learning.Models.CostCard(usage.CpuSeconds, power.KilowattHours(usage)));
    }

    private static string Sum(string data)
    {
        using var file = File.OpenRead(SpaceFile.Locate(data, Environment.CurrentDirectory));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
