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

    public void Write(SpaceRow row, Refusal refusal, string reason)
    {
        _writer.Write(row.Row);
        foreach (var field in (ReadOnlySpan<string>)[row.Id, row.Smiles, refusal.Code(), reason])
        {
            _writer.Write(',');
            _writer.Write(Field(field));
        }

        _writer.Write('\n');
    }

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
