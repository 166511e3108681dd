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

/// <summary>Completes the log drivers of Fargate.</summary>
public sealed class LogDriverCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public LogDriverCompleter()
        : base("awslogs", "firelens", "splunk")
    {
    }
}
