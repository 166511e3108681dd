using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>What is known about a stopped task: what ECS says, and what was looked up elsewhere.</summary>
internal sealed record FailureEvidence
{
    private readonly IReadOnlyList<string> _reasons = [];
    private readonly IReadOnlyList<MessageWords> _said = [];

    /// <summary>ECS's code for the stop.</summary>
    public string? StopCode { get; init; }

    /// <summary>The task's stopped reason and its containers' reasons.</summary>
    public IReadOnlyList<string> Reasons
    {
        get => _reasons;
        init => (_reasons, _said) = (value, value.Select(reason => new MessageWords(reason)).ToList());
    }

    /// <summary>Exit code of the container that caused the failure.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the container that caused the failure.</summary>
    public string? Container { get; init; }

    /// <summary>Image of that container.</summary>
    public string? Image { get; init; }

    /// <summary>The command of that container, if the definition has one.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Hard memory limit of that container in MiB, if it has its own.</summary>
    public int? ContainerMemory { get; init; }

    public IReadOnlyList<string> HealthCheck { get; init; } = [];

    public string? TaskId { get; init; }

    public string Family { get; init; } = "<family>";

    /// <summary><c>family:revision</c>.</summary>
    public string TaskDefinition { get; init; } = "<family>";

    public string Cluster { get; init; } = "default";

    public string? ServiceName { get; init; }

    /// <summary><c>X86_64</c> or <c>ARM64</c>.</summary>
    public string Architecture { get; init; } = "X86_64";

    public string OperatingSystem { get; init; } = "LINUX";

    /// <summary>CPU units and MiB of the task; zero if not known.</summary>
    public int Cpu { get; init; }

    public int Memory { get; init; }

    public int EphemeralStorage { get; init; } = 20;

    /// <summary>Name of the execution role.</summary>
    public string? ExecutionRole { get; init; }

    public string? LogGroup { get; init; }

    public string Region { get; init; } = "";

    public string AccountId { get; init; } = "";

    public bool InSandbox { get; init; }

    public IReadOnlyList<string> LogLines { get; init; } = [];

    public ImageFacts? ImageFacts { get; init; }

    public NetworkFacts? Network { get; init; }

    /// <summary>Why the load balancer considers targets unhealthy.</summary>
    public string? TargetReason { get; init; }

    /// <summary>All reasons as one text.</summary>
    public string Text => string.Join("\n", Reasons);

    public bool IsWindows => OperatingSystem.StartsWith("WINDOWS", StringComparison.Ordinal);

    /// <summary>Platform that the task runs on, in the terms of images.</summary>
    public string Platform => $"{(IsWindows ? "windows" : "linux")}/{(Architecture == "ARM64" ? "arm64" : "amd64")}";

    /// <summary>The container as the subject of a sentence.</summary>
    public string Subject => Container is null ? "The container" : $"Container '{Container}'";

    /// <summary>Whether a reason, or the stop code, contains one of the phrases. Names in a reason do not count.</summary>
    public bool Says(params string[] phrases)
        => _said.Any(reason => reason.Say(phrases)) || (StopCode is not null && phrases.Contains(StopCode, StringComparer.Ordinal));

    /// <summary>Whether one reason contains a phrase of each group.</summary>
    public bool SaysTogether(params string[][] groups) => _said.Any(reason => groups.All(reason.Say));

    /// <summary>Whether a line of the log contains the text.</summary>
    public bool Logs(string text) => LogLines.Any(line => line.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>The last line of the log that is not blank.</summary>
    public string? LastLine => LogLines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();

    /// <summary>Collects what ECS says about a task.</summary>
    public static FailureEvidence From(FargateTask task)
    {
        // A container that is not essential may also fail. The task's exit code is that of the container that caused the failure.
        var container = task.Containers.FirstOrDefault(candidate => candidate.ExitCode is not null and not 0 && candidate.ExitCode == task.ExitCode)
            ?? task.Containers.FirstOrDefault(candidate => task.ExitCode is null && candidate.ExitCode is not null and not 0)
            ?? task.Containers.FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate.Reason))
            ?? task.Containers.FirstOrDefault(candidate => candidate.ExitCode is not null);
        return new FailureEvidence
        {
            StopCode = task.StopCode,
            Reasons = new[] { task.StoppedReason }.Concat(task.Containers.Select(candidate => candidate.Reason))
                .Where(reason => !string.IsNullOrEmpty(reason)).Distinct(StringComparer.Ordinal).ToList()!,
            ExitCode = task.ExitCode ?? container?.ExitCode,
            Container = container?.Name,
            Image = container?.Image ?? (task.Containers.Count == 1 ? task.Containers[0].Image : null),
            TaskId = task.TaskId,
            Family = task.Family,
            TaskDefinition = Aws.AwsArn.NameOf(task.TaskDefinitionArn),
            Cluster = task.Cluster,
            ServiceName = task.ServiceName,
            Cpu = task.Cpu,
            Memory = task.Memory,
            LogGroup = task.LogGroup,
            Region = task.Region,
            AccountId = task.AccountId,
            InSandbox = task.Runtime is not null,
            LogLines = task.Logs.Select(line => line.Message).ToList(),
        };
    }
}
