using Lichen.Exploration.ReactionSpaces;

namespace Lichen.Exploration.Spaces;

/// <summary>Writes refused rows as they come: row, id, text, code, reason, as CSV after RFC 4180.</summary>
internal sealed class RejectsWriter
{
    private readonly TextWriter _writer;

    public RejectsWriter(TextWriter writer)
    {
        _writer = writer;
        _writer.Write("row,id,text,code,reason\n");
    }

    public void Write(SpaceRow row, Refusal refusal, string reason) =>
        Write(row.Row, row.Id, row.Smiles, refusal.Code(), reason);

    /// <summary>A row of the file of building blocks, which has numbers of its own.</summary>
    public void WriteBuildingBlock(RefusedBlock block) =>
        Write(block.Row, block.Id, block.Text, "building_block_" + block.Refusal.Code(), block.Reason);

    private void Write(int row, string id, string text, string code, string reason)
    {
        _writer.Write(row);
        foreach (var field in (ReadOnlySpan<string>)[id, text, code, reason])
        {
            _writer.Write(',');
            _writer.Write(Field(field));
        }

        _writer.Write('\n');
    }

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
