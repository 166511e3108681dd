namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Knows which task definitions have tasks. Tasks are kept above task definitions.</summary>
internal interface ITaskDefinitionUse
{
    /// <summary>Whether a task that is still described uses the definition.</summary>
    bool IsUsed(string taskDefinitionArn);
}
