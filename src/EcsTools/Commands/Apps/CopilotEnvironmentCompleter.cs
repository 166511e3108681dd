using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcsTools.Compose.Copilot;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Apps;

/// <summary>Completes <c>-EnvironmentName</c> with the environments that the manifests name.</summary>
public sealed class CopilotEnvironmentCompleter : IArgumentCompleter
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
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            var given = fakeBoundParameters["Path"] as string ?? ".";
            var folder = shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter("LiteralPath", given).Invoke<string>().First();
            names = CopilotManifests.Environments(folder);
        }
#pragma warning disable CA1031 // A completer that fails completes nothing.
        catch
#pragma warning restore CA1031
        {
            return [];
        }

        return names.Where(name => CompletionWord.Matches(name, wordToComplete)).Select(name => CompletionWord.Result(name, name)).ToList();
    }
}
