using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.HelpBuilder;

/// <summary>Where the project is on the web: the ProjectUri of the module's manifest.</summary>
internal sealed class ProjectAddress
{
    private readonly string _project;

    public ProjectAddress(string manifest)
    {
        var match = Regex.Match(File.ReadAllText(manifest), "^ *ProjectUri = '(?<address>[^']+)'", RegexOptions.Multiline);
        _project = match.Success ? match.Groups["address"].Value : throw new InvalidOperationException($"{manifest} has no ProjectUri.");
    }

    /// <summary>The address of a file of the repository.</summary>
    public string Of(string path) => $"{_project}/blob/main/{path}";

    /// <summary>The commands with the link that Get-Help -Online opens: PowerShell takes the first one that has an address.</summary>
    public IReadOnlyList<CommandHelp> Link(IReadOnlyList<CommandHelp> commands)
        => [.. commands.Select(command => command with
        {
            Links = [new LinkHelp("Online Version:", Of($"docs/commands/{command.Name}.md")), .. command.Links],
        })];
}
