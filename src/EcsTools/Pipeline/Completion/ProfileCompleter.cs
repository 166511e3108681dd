using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcsTools.Aws;

namespace EcsTools.Pipeline.Completion;

/// <summary>Completes <c>-ProfileName</c> from the shared credentials and config files.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        IReadOnlyList<string> names;
        try
        {
            names = AwsConnections.ProfileNames(fakeBoundParameters["ProfileLocation"] as string);
        }
#pragma warning disable CA1031 // A completer that fails completes nothing.
        catch
#pragma warning restore CA1031
        {
            return new List<CompletionResult>();
        }

        return names.Where(name => CompletionWord.Matches(name, wordToComplete)).Select(name => CompletionWord.Result(name, name)).ToList();
    }
}
