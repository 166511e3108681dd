using System.Collections;
using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Pipeline.Arguments;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>A command that runs tasks, now or on a schedule, and can override parts of their definition.</summary>
public abstract class TaskRunSettingsCommand : NetworkSettingsCommand
{
    /// <summary>Command that replaces the one of the container, as a program and its arguments.</summary>
    [Parameter]
    public string[]? Command { get; set; }

    /// <summary>Environment variables, such as @{ DEPTH = 5 }. They are added to those of the task definition and override them.</summary>
    [Parameter]
    public Hashtable? Environment { get; set; }

    /// <summary>Name of the container to which -Command and -Environment apply.</summary>
    /// <value>the first essential container</value>
    [Parameter]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>The overrides of the container.</summary>
    private protected TaskOverrides ContainerOverrides() => new()
    {
        Container = Container,
        Command = Command,
        Environment = TextDictionary.From(Environment, nameof(Environment)),
    };
}
