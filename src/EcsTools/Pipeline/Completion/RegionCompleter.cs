using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcsTools.Aws;

namespace EcsTools.Pipeline.Completion;

/// <summary>Completes <c>-Region</c> from the region's id or a part of its name, such as <c>ireland</c>.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
        => AwsRegions.Names
            .Select(name => (Name: name, Title: AwsRegions.DisplayName(name)))
            .Where(region => CompletionWord.Matches(region.Name, wordToComplete)
                || region.Title.IndexOf(CompletionWord.Plain(wordToComplete), StringComparison.OrdinalIgnoreCase) >= 0)
            .OrderBy(region => region.Name, StringComparer.Ordinal)
            .Select(region => new CompletionResult(region.Name, region.Name, CompletionResultType.ParameterValue, region.Title));
}
