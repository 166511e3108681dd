namespace EcsTools.Apps.Definition;

/// <summary>How far another service must be.</summary>
public enum AppDependencyCondition
{
    /// <summary>Its deployment has begun.</summary>
    Started,

    /// <summary>Its deployment has succeeded: its tasks run, and their health checks pass.</summary>
    Healthy,

    /// <summary>Its task has ended with exit code 0. The other service is of the kind <see cref="AppServiceKind.RunOnce"/>.</summary>
    Completed,
}

/// <summary>A service that is rolled out before the one that depends on it.</summary>
/// <param name="Service">Name of the other service.</param>
/// <param name="Condition">How far it must be.</param>
/// <param name="Position">Where the dependency stands in the file; null if it is from no file.</param>
public sealed record AppDependency(string Service, AppDependencyCondition Condition, SourcePosition? Position = null);
