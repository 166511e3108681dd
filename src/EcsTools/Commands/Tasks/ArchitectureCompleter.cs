using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes the processor architectures of Fargate.</summary>
public sealed class ArchitectureCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public ArchitectureCompleter()
        : base("X86_64", "ARM64")
    {
    }
}
