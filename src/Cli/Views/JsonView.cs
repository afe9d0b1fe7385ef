using System.Text.Json;
using Lichen.Exploration.Results;

namespace Lichen.Cli.Views;

/// <summary>
/// Writes one JSON object per line, for programs: "snapshot" at most every so often and at each change of stage,
/// "message" when something is said, and "end" last. Units are in the names; times are in seconds.
/// The fields are documented in docs/guide/command-line.md.
/// </summary>
internal sealed class JsonView(TextWriter output, CampaignTitle title, TimeProvider time, TimeSpan interval)
    : ICampaignView
{
    private readonly Lock _gate = new();
    private CampaignSnapshot? _last;
    private bool _lastWritten;
    private long _writtenAt;

    public void Show(CampaignSnapshot snapshot)
    {
        lock (_gate)
        {
            var due = _last is null || snapshot.Stage != _last.Stage || time.GetElapsedTime(_writtenAt) >= interval;
            _last = snapshot;
            _lastWritten = due;
            if (due)
            {
                WriteSnapshot(snapshot);
            }
        }
    }

    public void Say(string text)
    {
        lock (_gate)
        {
            Write("message", json => json.WriteString("text", text));
        }
    }

    public void End(RunEnd end)
    {
        lock (_gate)
        {
            if (_last is not null && !_lastWritten)
            {
                WriteSnapshot(_last);
            }

            Write(
                "end",
                json =>
                {
                    json.WriteString("status", end.Status);
                    json.WriteString("reason", end.Reason);
                    json.WriteString("folder", title.Folder);
                    json.WriteStartArray("files");
                    foreach (var (path, what) in end.Files)
                    {
                        json.WriteStartObject();
                        json.WriteString("path", path);
                        json.WriteString("what", what);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteString("go_on", end.GoOn);
                }
            );
        }
    }

    public void Dispose() => output.Flush();

    private void WriteSnapshot(CampaignSnapshot snapshot)
    {
        _writtenAt = time.GetTimestamp();
        Write("snapshot", json => SnapshotJson.Write(json, title, snapshot));
    }

    private void Write(string kind, Action<Utf8JsonWriter> body) =>
        Json.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("event", kind);
                body(json);
                json.WriteEndObject();
            },
            indented: false
        );
}
