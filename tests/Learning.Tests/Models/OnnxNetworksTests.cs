using System.Runtime.InteropServices;
using System.Text;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class OnnxNetworksTests
{
    [Fact]
    public void The_graph_computes_what_the_model_predicts()
    {
        MoleculeModel student = SmallModel.Train(ModelKind.DeepEnsemble);
        using var file = new MemoryStream();
        OnnxNetworks.Write(student, file);
        Dictionary<string, double[]> results = Run(file.ToArray(), Inputs(student));
        ModelPredictions seen = student.Predict(student.Data.Set.Features, 1, TestContext.Current.CancellationToken);

        // Single precision through three layers.
        Assert.Equal(seen.Means[0], results["mean"][0], 1e-5);
        Assert.Equal(seen.Deviations[0], results["deviation"][0], 1e-5);
    }

    [Fact]
    public void A_gaussian_process_is_no_graph()
    {
        using var nowhere = new MemoryStream();
        Assert.Throws<ArgumentException>(() =>
            OnnxNetworks.Write(SmallModel.Train(ModelKind.GaussianProcess), nowhere)
        );
    }

    private static float[] Inputs(MoleculeModel student)
    {
        var inputs = new float[student.Data.Ensemble!.Members[0][0].Inputs];
        NetworkInputs.Fill(student.Data.Set.Features, 0, inputs);
        return inputs;
    }

    /// <summary>A small interpreter: reads the file field by field and runs its nodes in order on one row.</summary>
    private static Dictionary<string, double[]> Run(byte[] file, float[] inputs)
    {
        var model = Fields(file);
        Assert.Equal(13L, Fields(model[8][0].Bytes)[2][0].Number);
        var graph = Fields(model[7][0].Bytes);
        var values = new Dictionary<string, double[]> { ["inputs"] = [.. inputs.Select(value => (double)value)] };
        foreach (Field initializer in graph[5])
        {
            var tensor = Fields(initializer.Bytes);
            float[] numbers = MemoryMarshal.Cast<byte, float>(tensor[9][0].Bytes).ToArray();
            Assert.Equal(numbers.Length, tensor[1].Aggregate(1L, (product, length) => product * length.Number));
            values[tensor[8][0].Text] = [.. numbers.Select(value => (double)value)];
        }

        foreach (Field item in graph[1])
        {
            var node = Fields(item.Bytes);
            double[][] from = [.. node[1].Select(name => values[name.Text])];
            values[node[2][0].Text] = node[4][0].Text switch
            {
                "Gemm" =>
                [
                    .. from[2]
                        .Select(
                            (bias, o) => bias + from[0].Select((x, i) => x * from[1][(i * from[2].Length) + o]).Sum()
                        ),
                ],
                "Sigmoid" => [.. from[0].Select(x => 1 / (1 + Math.Exp(-x)))],
                "Softplus" => [.. from[0].Select(x => Math.Log(1 + Math.Exp(x)))],
                "Sqrt" => [.. from[0].Select(Math.Sqrt)],
                "Mul" => [.. from[0].Select((x, i) => x * from[1][from[1].Length == 1 ? 0 : i])],
                "Add" => [.. from[0].Select((x, i) => x + from[1][from[1].Length == 1 ? 0 : i])],
                "Sub" => [.. from[0].Select((x, i) => x - from[1][i])],
                "Sum" => [from.Sum(part => part[0])],
                "Mean" => [from.Average(part => part[0])],
                string other => throw new InvalidDataException(other),
            };
        }

        return values;
    }

    private static ILookup<int, Field> FieldsOf(byte[] message)
    {
        var fields = new List<(int, Field)>();
        int at = 0;
        while (at < message.Length)
        {
            long key = Varint(message, ref at);
            long value = Varint(message, ref at);
            byte[] bytes = [];
            if ((key & 7) == 2)
            {
                bytes = message[at..(at + (int)value)];
                at += (int)value;
            }

            fields.Add(((int)(key >> 3), new Field(value, bytes)));
        }

        return fields.ToLookup(pair => pair.Item1, pair => pair.Item2);
    }

    private static Dictionary<int, Field[]> Fields(byte[] message) =>
        FieldsOf(message).ToDictionary(group => group.Key, group => group.ToArray());

    private static long Varint(byte[] bytes, ref int at)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private sealed record Field(long Number, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }
}
