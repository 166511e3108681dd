using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcsTools.Pipeline.Completion;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes the CPU units and the memory sizes of Fargate. If one of the two is given, only values that fit it.</summary>
public sealed class TaskSizeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var (cpu, memory) = (Size(fakeBoundParameters["Cpu"], TaskSizeText.ParseCpu), Size(fakeBoundParameters["Memory"], TaskSizeText.ParseMemory));
        var sizes = parameterName == "Cpu"
            ? FargateSizes.All.Where(size => memory is null || size.Memory.Contains(memory.Value))
                .Select(size => (Value: size.Cpu, Of: "vCPU"))
            : FargateSizes.All.Where(size => cpu is null || size.Cpu == cpu).SelectMany(size => size.Memory).Distinct().OrderBy(mib => mib)
                .Select(mib => (Value: mib, Of: "GB"));
        return sizes
            .Select(size => (
                Word: size.Value.ToString(CultureInfo.InvariantCulture),
                Tip: (size.Value / 1024d).ToString("0.##", CultureInfo.InvariantCulture) + " " + size.Of))
            .Where(size => CompletionWord.Matches(size.Word, wordToComplete))
            .Select(size => CompletionWord.Result(size.Word, size.Tip));
    }

    private static int? Size(object? bound, Func<string?, int?> parse)
    {
        try
        {
            return parse(((bound as PSObject)?.BaseObject ?? bound)?.ToString());
        }
        catch (EcsToolsException)
        {
            // What is not a size yet narrows nothing.
            return null;
        }
    }
}
