namespace EcsTools.Models;

/// <summary>A sandbox: the local cloud that a session started, and how to reach it with any AWS client.</summary>
public sealed record EcsSandbox
{
    /// <summary>Where every API of the sandbox answers: the value of <c>--endpoint-url</c> for the AWS CLI.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>Host and port of the sandbox's registry, as image names carry it.</summary>
    public required string RegistryUri { get; init; }

    /// <summary>The account everything in a sandbox belongs to.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region every ARN carries.</summary>
    public required string Region { get; init; }

    /// <summary>Access key id. Good in this sandbox only.</summary>
    public required string AccessKey { get; init; }

    /// <summary>Secret access key. Good in this sandbox only, so it is no secret.</summary>
    public required string SecretKey { get; init; }

    /// <summary>How tasks run: <c>Docker</c> or <c>Simulated</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Folder that keeps state and images over a restart, or null where they are forgotten.</summary>
    public string? DataPath { get; init; }

    /// <summary>How many times faster than real time the sandbox's clock goes.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Whether it runs, and what the command that emitted this did.</summary>
    public EcsSandboxStatus Status { get; init; }
}
