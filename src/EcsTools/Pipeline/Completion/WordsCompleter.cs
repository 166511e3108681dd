using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EcsTools.Pipeline.Completion;

/// <summary>Completes a few fixed words without rejecting others, unlike ValidateSet.</summary>
public abstract class WordsCompleter : IArgumentCompleter
{
    private readonly string[] _words;

    /// <summary>Completes these words.</summary>
    /// <param name="words">The words.</param>
    protected WordsCompleter(params string[] words) => _words = words;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
        => _words.Where(word => CompletionWord.Matches(word, wordToComplete)).Select(word => CompletionWord.Result(word, word));
}
