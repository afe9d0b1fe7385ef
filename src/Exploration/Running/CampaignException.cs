namespace Lichen.Exploration.Running;

/// <summary>Something the user has to know before a campaign can run; the message is complete.</summary>
public sealed class CampaignException(string message) : Exception(message);
