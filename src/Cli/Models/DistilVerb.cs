using System.CommandLine;
using Lichen.Chemistry;
using Lichen.Cli.Views;
using Lichen.Compute.Metering;
using Lichen.Core.Footprints;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Models;
using Lichen.Storage;

namespace Lichen.Cli.Models;

/// <summary><c>lichen distil</c>: a small, fast student of a model or of a table of computed values.</summary>
internal static class DistilVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var arguments = new DistilArguments();
        var command = new Command(
            "distil",
            "Make a small, fast student of a slow teacher, to screen large pools; says from how many predictions it pays."
        )
        {
            arguments.Pool,
            arguments.Teacher,
            arguments.Target,
            arguments.Smiles,
            arguments.Unit,
            arguments.TeacherSeconds,
            arguments.Labels,
            arguments.Towards,
            arguments.Quick,
            arguments.Seed,
            arguments.Licence,
            arguments.Out,
            arguments.Onnx,
            arguments.Rejects,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(arguments.Teacher) is null == parsed.GetValue(arguments.Target) is null)
                {
                    throw new UserException(
                        ExitCode.Usage,
                        "expected one of --teacher, a model, and --target, a column of the pool with its labels"
                    );
                }

                string path = parsed.GetValue(arguments.Out) ?? "student" + ModelFile.Extension;
                ModelLoading.RequireFolder(path);
                ModelLoading.RequireFolder(parsed.GetValue(arguments.Onnx));
                bool quiet = parsed.GetValue(options.Quiet) || parsed.GetValue(options.Json);
                var molecules = Read(parsed, arguments, path, terminal, cancellationToken);
                var (student, account) = Distil(parsed, arguments, molecules, terminal, Say, cancellationToken);
                ModelLoading.Write(student, path);
                if (parsed.GetValue(arguments.Onnx) is { } onnx)
                {
                    WholeFile.Write(
                        onnx,
                        part =>
                        {
                            using var stream = File.Create(part);
                            OnnxNetworks.Write(student, stream);
                        }
                    );
                }

                Answer(terminal, parsed.GetValue(options.Json), student, account, path);
                return Task.FromResult(ExitCode.Ok);

                void Say(string text)
                {
                    if (!quiet)
                    {
                        terminal.Error.WriteLine(text);
                    }
                }
            }
        );
        return command;
    }

    private static (string[] Smiles, double[]? Values) Read(
        ParseResult parsed,
        DistilArguments arguments,
        string path,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        string? target = parsed.GetValue(arguments.Target);
        using var rows = MoleculeRows.Open(
            parsed.GetValue(arguments.Pool)!,
            parsed.GetValue(arguments.Smiles)!,
            target,
            terminal
        );
        using var rejects = new Rejects(parsed.GetValue(arguments.Rejects) ?? Rejects.Beside(path));
        var read = LabelledMolecules.Read(rows, rejects, cancellationToken);
        return (read.Smiles, target is null ? null : read.Values);
    }

    private static (MoleculeModel Student, DistilAccount Account) Distil(
        ParseResult parsed,
        DistilArguments arguments,
        (string[] Smiles, double[]? Values) molecules,
        Terminal terminal,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        var (smiles, values) = molecules;
        MoleculeModel? model = parsed.GetValue(arguments.Teacher) is { } file ? ModelLoading.Read(file) : null;
        int labels = Math.Min(parsed.GetValue(arguments.Labels), smiles.Length);
        ulong seed = parsed.GetValue(arguments.Seed);
        FeatureRecipe recipe = parsed.GetValue(arguments.Quick) ? MoleculeFeatures.Quick : MoleculeFeatures.Usual;

        // Of a pool beyond this the labels would be a sample all the same, and its features would fill the memory.
        if (smiles.Length > DistilArguments.LargestPool)
        {
            var order = smiles.ToArray();
            new Random(unchecked((int)seed)).Shuffle(order);
            values = values is null ? null : [.. Places(smiles, order[..DistilArguments.LargestPool], values)];
            smiles = order[..DistilArguments.LargestPool];
        }

        TimeSpan before = Environment.CpuUsage.TotalTime;
        RawFeatures raw = MoleculeFeatures.Compute(smiles, recipe, Environment.ProcessorCount, cancellationToken);
        var scaling = DescriptorScaling.FromPool(raw.Descriptors, recipe.Descriptors.Length);
        double seeing = (Environment.CpuUsage.TotalTime - before).TotalSeconds / smiles.Length;
        var pool = new DistillationPool(
            recipe,
            scaling,
            raw.Scaled(scaling),
            [.. smiles.Select(text => text.Length)],
            [.. smiles]
        );
        double asked = 0;
        var origin = new ModelOrigin(
            model?.Card.Property ?? parsed.GetValue(arguments.Target)!,
            model?.Card.Unit ?? parsed.GetValue(arguments.Unit) ?? "",
            parsed.GetValue(arguments.Licence) ?? model?.Card.Licence ?? "",
            new VersionsCard(LichenCommand.Version, Rdkit.Version),
            PowerModel.For(HostFacts.Read().CpuModel ?? "unknown processor", pue: 1),
            terminal.Time,
            model is null ? "a table" : Path.GetFileName(parsed.GetValue(arguments.Teacher)!)
        );
        try
        {
            MoleculeModel student = Distillation.Run(
                pool,
                Label,
                new DistillationPlan(
                    labels,
                    WordOption.Value<DistillationGoal>(parsed.GetValue(arguments.Towards)!),
                    seed,
                    parsed.GetValue(arguments.Quick) || parsed.GetValue(arguments.Onnx) is not null
                        ? ModelKind.DeepEnsemble
                        : null
                ),
                origin,
                say,
                cancellationToken
            );
            before = Environment.CpuUsage.TotalTime;
            student.Predict(pool.Features, Environment.ProcessorCount, cancellationToken);
            double predicting = (Environment.CpuUsage.TotalTime - before).TotalSeconds / smiles.Length;
            double? teacherEach = model is null ? parsed.GetValue(arguments.TeacherSeconds) : asked / labels;
            return (
                student,
                DistilAccount.Of(
                    student,
                    labels,
                    model is null,
                    teacherEach,
                    seeing + predicting,
                    molecules.Smiles.Length
                )
            );
        }
        catch (ArgumentException problem)
        {
            throw new UserException(ExitCode.Usage, problem.Message);
        }

        TeacherLabels Label(int[] places, CancellationToken token)
        {
            if (model is null)
            {
                return new TeacherLabels([.. places.Select(place => values![place])], new double[places.Length]);
            }

            TimeSpan start = Environment.CpuUsage.TotalTime;
            RawFeatures seen = MoleculeFeatures.Compute(
                [.. places.Select(place => smiles[place])],
                model.Card.Features,
                Environment.ProcessorCount,
                token
            );
            ModelPredictions said = model.Predict(seen.Scaled(model.Scaling), Environment.ProcessorCount, token);
            asked += (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            return new TeacherLabels(said.Means, [.. said.Deviations.Select(deviation => deviation * deviation)]);
        }
    }

    private static IEnumerable<double> Places(string[] smiles, string[] chosen, double[] values)
    {
        var at = smiles.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return chosen.Select(text => values[at[text]]);
    }

    private static void Answer(
        Terminal terminal,
        bool asJson,
        MoleculeModel student,
        DistilAccount account,
        string path
    )
    {
        if (asJson)
        {
            Json.Write(
                terminal.Output,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteString("model", path);
                    account.Write(json);
                    json.WritePropertyName("card");
                    json.WriteRawValue(student.Card.ToJson());
                    json.WriteEndObject();
                }
            );
            return;
        }

        TeacherCard teacher = student.Card.Teacher!;
        string unit = student.Card.Unit.Length > 0 ? " " + student.Card.Unit : "";
        terminal.Output.WriteLine(
            $"learned {teacher.Labels:N0} labels of {teacher.Name}; {Figures.Number(teacher.Distance, 3)}{unit} from it on "
                + "labels held out (root mean square)"
        );
        foreach (string line in account.Lines())
        {
            terminal.Output.WriteLine(line);
        }

        terminal.Output.WriteLine($"wrote {path}; screen by: lichen model predict {path} --in POOL --out OUT");
    }
}
