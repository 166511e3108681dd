using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcsTools.Pipeline.Completion;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Commands.Schedules;

/// <summary>Completes names of time zones, by their beginning or any part of them, such as <c>rome</c>.</summary>
public sealed class TimeZoneCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = CompletionWord.Plain(wordToComplete);
        return ScheduleTimeZone.KnownNames
            .Where(name => name.IndexOf(word, System.StringComparison.OrdinalIgnoreCase) >= 0)
            .OrderBy(name => name, System.StringComparer.Ordinal)
            .Select(name => CompletionWord.Result(name, name));
    }
}
