using System.CommandLine;
using Lichen.Learning.Potentials;

namespace Lichen.Cli.Potentials;

/// <summary><c>lichen models</c>: machine-learned potentials on this machine.</summary>
internal static class ModelsVerb
{
    /// <param name="store">Where potentials are installed.</param>
    public static Command Create(Terminal terminal, GlobalOptions options, PotentialStore store) =>
        new(
            "models",
            "Install, tune, list, show and check machine-learned potentials, which then are levels of theory."
        )
        {
            AddVerb.Create(terminal, options, store),
            TuneVerb.Create(terminal, options, store),
            ListVerb.Create(terminal, options, store),
            ShowVerb.Create(terminal, options, store),
            CheckVerb.Create(terminal, options, store),
        };

    public static Argument<string> Name() =>
        new("name") { Description = "Name of the potential, such as ANI-2x.", HelpName = "name" };

    /// <summary>An installed potential's card.</summary>
    /// <exception cref="UserException">It is not installed.</exception>
    public static PotentialCard Installed(PotentialStore store, string name) =>
        store.Find(PotentialCard.Find(name)?.Name ?? name)
        ?? throw new UserException(ExitCode.Failed, PotentialStore.Absent(PotentialCard.Find(name)?.Name ?? name));
}
