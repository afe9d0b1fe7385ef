using System.IO.Compression;
using System.Text;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>Writes TorchScript archives of one module without parameters, entry by entry.</summary>
internal static class TorchScriptWriter
{
    /// <summary>Harmonic springs of 0.5 eV per square angstrom to the origin, with forces.</summary>
    public const string Springs = """
          def forward(self: __torch__.Springs,
            species: Tensor,
            coordinates: Tensor) -> Tuple[Tensor, Tensor]:
            squares = torch.mul(coordinates, coordinates)
            energy = torch.mul(torch.sum(squares), 0.25)
            forces = torch.mul(coordinates, -0.5)
            return (energy, forces)
        """;

    /// <param name="forward">The method "forward" of the class Springs.</param>
    /// <param name="more">Further entries.</param>
    public static byte[] Archive(string forward = Springs, params (string Name, string Text)[] more)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "data.pkl", Pickle());
            Add(zip, "code/__torch__.py", Encoding.UTF8.GetBytes(Head + forward + "\n"));
            Add(zip, "constants.pkl", [0x80, 2, (byte)')', (byte)'.']);
            Add(zip, "version", "3\n"u8.ToArray());
            foreach ((string name, string text) in more)
            {
                Add(zip, name, Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private const string Head = """
        class Springs(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          _is_full_backward_hook : Optional[bool]

        """;

    /// <summary>An object of the class with its two attributes, in protocol 2.</summary>
    private static byte[] Pickle()
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2]);
        pickle.Write("c__torch__\nSprings\n"u8);
        pickle.Write([(byte)'q', 0, (byte)')', 0x81, (byte)'}', (byte)'(']);
        Text("training");
        pickle.WriteByte(0x89);
        Text("_is_full_backward_hook");
        pickle.Write("Nub."u8);
        return pickle.ToArray();

        void Text(string text)
        {
            pickle.WriteByte((byte)'X');
            pickle.Write(BitConverter.GetBytes(text.Length));
            pickle.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        // PyTorch stores, it does not compress.
        using Stream stream = zip.CreateEntry("springs/" + name, CompressionLevel.NoCompression).Open();
        stream.Write(bytes);
    }
}
