using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes the operating systems of Fargate.</summary>
public sealed class OperatingSystemCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public OperatingSystemCompleter()
        : base(
            "LINUX",
            "WINDOWS_SERVER_2019_CORE",
            "WINDOWS_SERVER_2019_FULL",
            "WINDOWS_SERVER_2022_CORE",
            "WINDOWS_SERVER_2022_FULL",
            "WINDOWS_SERVER_2025_CORE",
            "WINDOWS_SERVER_2025_FULL")
    {
    }
}
