namespace Lichen.Cli.Views;

/// <summary>How a campaign is shown.</summary>
internal enum ViewMode
{
    /// <summary>A live picture in a terminal, plain lines elsewhere.</summary>
    People,
    Json,
    Quiet,
}

/// <summary>Chooses the view.</summary>
internal static class CampaignViews
{
    private static readonly TimeSpan JsonInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    public static ICampaignView Make(ViewMode mode, Terminal terminal, CampaignTitle title) =>
        mode switch
        {
            ViewMode.Json => new JsonView(terminal.Output, title, terminal.Time, JsonInterval),
            ViewMode.Quiet => new QuietView(terminal.Output, title),
            _ when terminal.IsTerminal => new LiveView(terminal.Console, title, terminal.Time),
            _ => new PlainView(terminal.Output, title, terminal.Time, PlainInterval),
        };
}
