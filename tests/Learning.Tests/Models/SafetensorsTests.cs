using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class SafetensorsTests
{
    private static readonly Gen<Safetensors> Files = Gen.Select(
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 8], Gen.String.AlphaNumeric)[0, 3],
        Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 8], Tensors())[0, 5],
        (metadata, tensors) =>
            new Safetensors(
                metadata.ToImmutableSortedDictionary(StringComparer.Ordinal),
                tensors.ToImmutableSortedDictionary(StringComparer.Ordinal)
            )
    );

    [Fact]
    public void What_is_written_is_read_to_the_last_bit() =>
        Files.Sample(file =>
        {
            Safetensors read = Safetensors.Read(Bytes(file));
            Assert.Equal(file.Metadata, read.Metadata);
            Assert.Equal(file.Tensors.Keys, read.Tensors.Keys);
            foreach ((string name, Tensor tensor) in file.Tensors)
            {
                Assert.Equal(tensor.Type, read.Tensors[name].Type);
                Assert.Equal(tensor.Shape, read.Tensors[name].Shape);
                Assert.Equal(tensor.Bytes, read.Tensors[name].Bytes);
            }

            Assert.Equal(Bytes(file), Bytes(read));
        });

    [Fact]
    public void The_layout_is_that_of_the_format()
    {
        var file = new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty.Add("a", "b"),
            ImmutableSortedDictionary<string, Tensor>.Empty.Add("x", Tensor.Of<float>([1.5f, -2f], 1, 2))
        );
        byte[] bytes = Bytes(file);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        string header = Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' ');
        Assert.Equal("""{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""", header);
        Assert.Equal([0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0], bytes[(8 + length)..]);
        Assert.Equal(0, length % 8);
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "not F32[2]")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""",
        "where byte 4 is next"
    )]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "where byte 0 is next")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "cut off")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "belong to no tensor")]
    [InlineData("""{"x":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}""", "'BF16'")]
    [InlineData("""{"x":{"dtype":"4","shape":[2],"data_offsets":[0,8]}}""", "'4'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "-2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "8 bytes")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""",
        "no JSON"
    )]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"code":"rm"}}""", "'code'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2]}}""", "lacks")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "no text")]
    [InlineData("""{"x":7}""", "no object")]
    [InlineData("""{"x":""", "no JSON")]
    public void A_header_that_contradicts_itself_or_the_file_is_refused(string header, string reason)
    {
        var problem = Assert.Throws<ModelFileException>(() => Safetensors.Read(WithHeader(header, new byte[8])));
        Assert.Equal(ModelFileProblem.Damaged, problem.Problem);
        Assert.Contains(reason, problem.Message);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused()
    {
        byte[] data = BitConverter.GetBytes(double.NaN);
        const string header = """{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""";
        var problem = Assert.Throws<ModelFileException>(() => Safetensors.Read(WithHeader(header, data)));
        Assert.Contains("not finite", problem.Message);
    }

    [Fact]
    public void A_length_that_no_header_has_is_refused_before_anything_is_allocated()
    {
        var problem = Assert.Throws<ModelFileException>(() =>
            Safetensors.Read(Enumerable.Repeat((byte)0xFF, 16).ToArray())
        );
        Assert.Equal(ModelFileProblem.NotAModel, problem.Problem);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_in_words() => Gen.Byte.Array[0, 200].Sample(bytes => ReadOrRefuse(bytes));

    [Fact]
    public void Any_text_after_a_true_length_is_read_or_refused_in_words() =>
        Gen.Select(Gen.String[Gen.Char[" {}[]\":,0123456789.-eFU_dtypeshapdaoffs\\u"], 0, 80], Gen.Byte.Array[0, 20])
            .Sample((text, data) => ReadOrRefuse(WithHeader("{" + text, data)));

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_in_words() =>
        Gen.Select(Files.Select(Bytes).Where(b => b.Length > 0), Gen.Double.Unit)
            .Sample(
                (bytes, part) =>
                    Assert.Throws<ModelFileException>(() =>
                        Safetensors.Read(bytes.AsMemory(0, (int)(part * bytes.Length)))
                    )
            );

    [Fact]
    public void A_file_with_one_byte_changed_is_read_or_refused_in_words() =>
        Gen.Select(Files.Select(Bytes), Gen.Double.Unit, Gen.Byte)
            .Sample(
                (bytes, place, value) =>
                {
                    bytes[(int)(place * bytes.Length)] = value;
                    ReadOrRefuse(bytes);
                }
            );

    [Fact]
    public void Bytes_beyond_the_last_tensor_are_refused() =>
        Files
            .Select(Bytes)
            .Sample(bytes => Assert.Throws<ModelFileException>(() => Safetensors.Read((byte[])[.. bytes, 0])));

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            Safetensors.Read(bytes);
        }
        catch (ModelFileException problem)
        {
            Assert.NotEmpty(problem.Message);
        }
    }

    private static byte[] WithHeader(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. data];
    }

    private static byte[] Bytes(Safetensors file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static Gen<Tensor> Tensors() =>
        Gen.OneOf(
            Gen.Byte.Array[0, 9].Select(v => Tensor.Of<byte>(v)),
            Gen.UShort.Array[0, 9].Select(v => Tensor.Of<ushort>(v)),
            Gen.UInt.Array[0, 9].Select(v => Tensor.Of<uint>(v, 1, v.Length)),
            Gen.Int.Array[0, 9].Select(v => Tensor.Of<int>(v)),
            Gen.Float[-9, 9].Array[0, 9].Select(v => Tensor.Of<float>(v, v.Length, 1)),
            Gen.Double[-9, 9].Array[0, 9].Select(v => Tensor.Of<double>(v))
        );
}
