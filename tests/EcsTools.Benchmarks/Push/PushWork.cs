using EcsTools.Images.Sources;

namespace EcsTools.Benchmarks.Push;

/// <summary>One push by EcsTools. It can be sent to another process.</summary>
/// <param name="Host">The registry.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Memory">Folder of what the client remembers.</param>
internal sealed record PushWork(string Host, string Tag, string Memory)
{
    /// <summary>Name of an image of the engine, or null.</summary>
    public string? Image { get; init; }

    /// <summary>Path of an archive or layout, or null.</summary>
    public string? Path { get; init; }

    /// <summary>A folder to build first, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the build uses no cache.</summary>
    public bool NoCache { get; init; }

    /// <summary>Who sends the layers.</summary>
    public ImageTransport Transport { get; init; }
}
