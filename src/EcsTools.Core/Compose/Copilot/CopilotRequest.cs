namespace EcsTools.Compose.Copilot;

/// <summary>Which manifests to convert.</summary>
public sealed record CopilotRequest
{
    /// <summary>Full path of the folder <c>copilot</c>, of the folder that contains it, or of one manifest.</summary>
    public required string Path { get; init; }

    /// <summary>Environment whose overrides apply; null for none.</summary>
    public string? Environment { get; init; }
}
