using System;
using EcsTools.Apps.Definition;

namespace EcsTools.Apps.Preflight;

/// <summary>An app to check before it is published.</summary>
public sealed record PreflightRequest
{
    /// <summary>What would be published, and where.</summary>
    public required PublishAppRequest Publish { get; init; }

    /// <summary>The error about a port that is not known. The app is then given without a route.</summary>
    public EcsToolsException? PortProblem { get; init; }

    /// <summary>How the images are tried.</summary>
    public TrialSettings Trial { get; init; } = new();
}

/// <summary>How images are tried on this machine.</summary>
public sealed record TrialSettings
{
    /// <summary>Whether to leave it out.</summary>
    public bool Skip { get; init; }

    /// <summary>How long to wait until the program answers its health check.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
