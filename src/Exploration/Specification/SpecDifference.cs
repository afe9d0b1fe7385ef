using System.Collections.Immutable;

namespace Lichen.Exploration.Specification;

/// <summary>What differs between two specifications of one campaign.</summary>
public static class SpecDifference
{
    /// <summary>
    /// Keys that may change between a run and its continuation: how many calculations run at once, and where the files
    /// lie. What the files hold is compared by their digests.
    /// </summary>
    private static readonly ImmutableArray<string> Free = ["workers", "folder"];

    /// <summary>One line for each difference, in the order of the file; empty when a run may go on.</summary>
    public static ImmutableArray<string> Between(CampaignSpec before, CampaignSpec after)
    {
        var old = Leaves(before);
        var now = Leaves(after);
        return
        [
            .. old.Where(pair => !now.TryGetValue(pair.Key, out var value) || value != pair.Value)
                .Select(pair =>
                    now.TryGetValue(pair.Key, out var value)
                        ? $"{pair.Key}: was {pair.Value}, now {value}"
                        : $"{pair.Key}: was {pair.Value}, now gone"
                ),
            .. now.Where(pair => !old.ContainsKey(pair.Key)).Select(pair => $"{pair.Key}: new, {pair.Value}"),
        ];
    }

    private static Dictionary<string, string> Leaves(CampaignSpec spec)
    {
        var leaves = new Dictionary<string, string>();
        Visit(CampaignFields.Section.Write(SpecDraft.Of(spec)), "");
        return leaves;

        void Visit(FileNode node, string path)
        {
            switch (node)
            {
                case MapNode map:
                    foreach (
                        var (key, value) in map.Entries.Where(entry =>
                            path.Length > 0 || !Free.Contains(entry.Key.Text)
                        )
                    )
                    {
                        Visit(value, path.Length == 0 ? key.Text : $"{path}.{key.Text}");
                    }

                    break;
                case ListNode list when list.Items.All(item => item is ScalarNode):
                    leaves[path] = $"[{string.Join(", ", list.Items.Select(item => ((ScalarNode)item).Text))}]";
                    break;
                case ListNode list:
                    foreach (var (index, item) in list.Items.Index())
                    {
                        Visit(item, $"{path}[{index + 1}]");
                    }

                    break;
                case ScalarNode scalar:
                    leaves[path] = scalar.Text;
                    break;
            }
        }
    }
}
