using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>The options of the awslogs driver.</summary>
/// <param name="Group">The log group.</param>
/// <param name="StreamPrefix">The first part of the stream's name, or null.</param>
/// <param name="CreateGroup">Whether the group is created if it does not exist.</param>
internal sealed record LogOptions(string Group, string? StreamPrefix, bool CreateGroup)
{
    /// <summary>The regular expression of a line that begins a log event, or null.</summary>
    public string? MultilinePattern { get; init; }

    /// <summary>The form of the time with which a line begins a log event, or null.</summary>
    public string? DatetimeFormat { get; init; }

    /// <summary>The log of a container in one task.</summary>
    public LogPlan Plan(string container, string task) => new(
        Group,
        StreamPrefix is null ? task : $"{StreamPrefix}/{container}/{task}",
        CreateGroup,
        DatetimeFormat is null ? MultilinePattern : LogPatterns.OfDatetime(DatetimeFormat));
}
