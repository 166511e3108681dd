namespace EcsTools.Aws;

/// <summary>The tag on what EcsTools makes by itself, beside what it was asked for by name: it can be found by it, and told from the user's own.</summary>
internal static class ManagedTag
{
    /// <summary>The tag's key; its value says what the thing is.</summary>
    public const string Key = "ecstools:kind";

    public const string SecurityGroup = "task-security-group";

    public const string LogGroup = "task-log-group";

    public const string ScheduleGroup = "schedule-group";
}
