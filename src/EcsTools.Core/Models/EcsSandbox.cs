namespace EcsTools.Models;

/// <summary>A sandbox: the local cloud that a session started, and what any AWS client needs to reach it.</summary>
public sealed record EcsSandbox
{
    /// <summary>Endpoint of every API of the sandbox: the value of <c>--endpoint-url</c> for the AWS CLI.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>Host and port of the sandbox's registry, as they appear in image names.</summary>
    public required string RegistryUri { get; init; }

    /// <summary>The account that owns everything in the sandbox.</summary>
    public required string AccountId { get; init; }

    /// <summary>The region in every ARN of the sandbox.</summary>
    public required string Region { get; init; }

    /// <summary>Access key id. It is valid in this sandbox only.</summary>
    public required string AccessKey { get; init; }

    /// <summary>Secret access key. It is valid in this sandbox only, so it need not be kept secret.</summary>
    public required string SecretKey { get; init; }

    /// <summary>How tasks run: <c>Docker</c> or <c>Simulated</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Folder that keeps state and images across restarts; null if they are lost when the sandbox stops.</summary>
    public string? DataPath { get; init; }

    /// <summary>How many times faster than real time the sandbox's clock runs.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Whether the sandbox is running, and what the command did.</summary>
    public string Status { get; init; } = EcsSandboxStatus.Running;
}
