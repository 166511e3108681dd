using System;
using System.Collections.Generic;
using System.Linq;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// How many definitions a list of tasks reads. ECS only reads them one at a time, twenty per second. Reading all of them in a large account
/// takes much longer than reading the tasks, a hundred of which come with one call.
/// </summary>
/// <param name="most">Number of definitions to read.</param>
internal sealed class DefinitionReadLimit(int most)
{
    private readonly HashSet<string> _admitted = new(StringComparer.Ordinal);

    /// <summary>Whether the definition of a task was left out.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Whether to read the definition of a task. The first ones are read, in the order of the tasks.</summary>
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

    /// <summary>Whether nothing else shows how the task ended. Only its definition says which of its containers are essential.</summary>
    private static bool NeedsIt(AwsTask task)
        => task.LastStatus == "STOPPED" && task.Containers is { Count: > 1 } containers && containers.Exists(container => container.ExitCode > 0);
}
