namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>The states of a task definition.</summary>
internal static class TaskDefinitionStatus
{
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";
    public const string DeleteInProgress = "DELETE_IN_PROGRESS";
}
