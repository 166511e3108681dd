using System;
using System.Collections.Generic;
using System.Linq;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// How many definitions a list of tasks reads. ECS lets them be read one by one, twenty a second: all of a large account's would take far
/// longer than its tasks, a hundred of which come with one call.
/// </summary>
/// <param name="most">Definitions to read.</param>
internal sealed class DefinitionBudget(int most)
{
    private readonly HashSet<string> _admitted = new(StringComparer.Ordinal);

    /// <summary>Whether the definition of some task was left out.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Whether the definition of a task is read. The first ones are, in the order of the tasks.</summary>
    public bool Allows(AwsTask task)
    {
        if (_admitted.Contains(task.TaskDefinitionArn))
        {
            return true;
        }

        if (_admitted.Count >= most && !NeedsIt(task))
        {
            IsExceeded = true;
            return false;
        }

        return _admitted.Add(task.TaskDefinitionArn);
    }

    /// <summary>Whether nothing else tells how the task ended: which of its containers decide, only its definition says.</summary>
    private static bool NeedsIt(AwsTask task)
        => task.LastStatus == "STOPPED" && task.Containers is { Count: > 1 } containers && containers.Exists(container => container.ExitCode > 0);
}
