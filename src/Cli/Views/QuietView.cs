using Lichen.Exploration.Results;

namespace Lichen.Cli.Views;

/// <summary>Says nothing until the end.</summary>
internal sealed class QuietView(TextWriter output, CampaignTitle title) : ICampaignView
{
    private volatile CampaignSnapshot? _last;

    public void Show(CampaignSnapshot snapshot) => _last = snapshot;

    public void Say(string text) { }

    public void End(RunEnd end)
    {
        foreach (var line in Summary.Compose(title, _last, end))
        {
            output.WriteLine(line);
        }
    }

    public void Dispose() => output.Flush();
}
