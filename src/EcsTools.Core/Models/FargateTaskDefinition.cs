using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>One revision of a task definition.</summary>
public sealed record FargateTaskDefinition
{
    /// <summary>The name that all revisions share.</summary>
    public required string Family { get; init; }

    /// <summary>Revision number. The first is 1.</summary>
    public int Revision { get; init; }

    /// <summary>Family and revision, such as <c>web:3</c>.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>ARN of this revision.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary><c>ACTIVE</c>, <c>INACTIVE</c> or <c>DELETE_IN_PROGRESS</c>.</summary>
    public required string Status { get; init; }

    /// <summary>CPU units; 1024 units are one vCPU.</summary>
    public int Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public int Memory { get; init; }

    /// <summary>The image of each container, in the order of the definition.</summary>
    public IReadOnlyList<string> Images { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>The name of each container, in the order of the definition.</summary>
    public IReadOnlyList<string> Containers { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Ports that the containers listen on, such as <c>80</c> and <c>53/udp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary><c>X86_64</c> or <c>ARM64</c>.</summary>
    public string Architecture { get; init; } = "X86_64";

    /// <summary><c>LINUX</c>, or the Windows Server edition.</summary>
    public string OperatingSystem { get; init; } = "LINUX";

    /// <summary>Ephemeral storage in GiB.</summary>
    public int EphemeralStorage { get; init; } = 20;

    /// <summary>Role that ECS uses to pull the image, write logs and read secrets; null if there is none.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Role that the program in the containers uses; null if there is none.</summary>
    public string? TaskRoleArn { get; init; }

    /// <summary>Log group of the first container that writes to CloudWatch Logs; null if none does.</summary>
    public string? LogGroup { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>Tags of this revision.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = OutputMap.Of(value); } = OutputMap.Of(new Dictionary<string, string>());

    /// <summary>The definition as JSON for <c>aws ecs register-task-definition --cli-input-json</c>.</summary>
    public string Json { get; init; } = "{}";

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the revision.</summary>
    public string? Change { get; init; }

    /// <summary>What differs from the previous revision, if the command registered this one.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);
}
