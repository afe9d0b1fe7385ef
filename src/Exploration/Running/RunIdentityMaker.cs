using System.Security.Cryptography;
using System.Text;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>Names a new run after what it explores and when it began.</summary>
internal static class RunIdentityMaker
{
    public static RunIdentity Of(string resolvedSpec, SessionOptions options) =>
        new(
            options.RunId,
            options.Time.GetUtcNow(),
            LichenVersion.Text,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resolvedSpec))),
            resolvedSpec
        );
}

/// <summary>The version of Lichen that runs.</summary>
internal static class LichenVersion
{
    public static string Text { get; } = typeof(LichenVersion).Assembly.GetName().Version!.ToString(3);
}
