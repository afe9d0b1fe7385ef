using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Running;

/// <summary>How a user changes what is wanted while a campaign runs.</summary>
/// <param name="Left">A change that was left and is not in the journal yet, or null; asked before each choice.</param>
/// <param name="Steer">Takes a change that is in the journal, and gives the strategy that follows from it.</param>
public sealed record Helm(Func<Steered?> Left, Func<Steered, Strategy> Steer);
