using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>
/// The order in which one uses the commands. Each walk is the name of its about topic in brackets, and then its commands. A command can be in several.
/// </summary>
internal sealed class Walks
{
    private readonly List<(string Topic, List<string> Commands)> _walks = [];

    public Walks(string path)
    {
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            if (line.StartsWith('['))
            {
                _walks.Add((line.Trim('[', ']'), []));
            }
            else
            {
                _walks[^1].Commands.Add(line);
            }
        }
    }

    /// <summary>The commands, each with links to what comes before and after it in its walks, to what it names itself, and to its topics.</summary>
    public IReadOnlyList<CommandHelp> Link(IReadOnlyList<CommandHelp> commands)
        => [.. commands.Select(command => command with
        {
            Links = [.. Neighbours(command.Name).Concat(command.Links).Concat(Topics(command.Name)).Distinct()],
        })];

    private IEnumerable<LinkHelp> Neighbours(string command)
    {
        foreach (var walk in _walks.Select(walk => walk.Commands).Where(walk => walk.Contains(command)))
        {
            var at = walk.IndexOf(command);
            foreach (var name in walk.Skip(at - 1).Take(at == 0 ? 2 : 3).Where(name => name != command))
            {
                yield return new LinkHelp(name, "");
            }
        }
    }

    private IEnumerable<LinkHelp> Topics(string command)
        => _walks.Where(walk => walk.Commands.Contains(command)).Select(walk => new LinkHelp(walk.Topic, ""));
}
