using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Registry;

/// <summary>Completes the platforms on which Fargate runs Linux images.</summary>
public sealed class PlatformCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public PlatformCompleter()
        : base("linux/amd64", "linux/arm64")
    {
    }
}
