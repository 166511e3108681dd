using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcsTools.Costs;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Costs;

/// <summary>Completes the EC2 instance types whose price is known.</summary>
public sealed class InstanceTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var region = (fakeBoundParameters["Region"] as PSObject)?.BaseObject as string ?? fakeBoundParameters["Region"] as string;
        return MonthlyCost.KnownInstances(region).Where(type => CompletionWord.Matches(type, wordToComplete))
            .Select(type => CompletionWord.Result(type, $"EC2 instance {type}"));
    }
}
