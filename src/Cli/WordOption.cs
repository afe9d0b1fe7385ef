using System.CommandLine;
using Lichen.Core;
using Lichen.Exploration.Specification;

namespace Lichen.Cli;

/// <summary>Options whose value is one of a few words: the names of an enumeration in small letters.</summary>
internal static class WordOption
{
    /// <summary>An option that takes one of the words of an enumeration, whatever the case.</summary>
    public static Option<string> Of<TWord>(string name, string helpName, string description, TWord usual)
        where TWord : struct, Enum
    {
        var words = Enum.GetNames<TWord>().Select(Word).ToArray();
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => Word(usual.ToString()),
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } found && !words.Contains(Word(found)))
            {
                var near = NearestWord.Suggestion(found, words);
                result.AddError($"{name}: '{found}' is none of {string.Join(", ", words)}{near}");
            }
        });
        return option;
    }

    /// <summary>What a word that the option let through stands for.</summary>
    public static TWord Value<TWord>(string word)
        where TWord : struct, Enum => Enum.Parse<TWord>(word, ignoreCase: true);

    private static string Word(string name) => name.ToLowerInvariant();
}
