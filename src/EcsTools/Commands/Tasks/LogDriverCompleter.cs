using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes the log drivers of Fargate.</summary>
public sealed class LogDriverCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public LogDriverCompleter()
        : base("awslogs", "firelens", "splunk")
    {
    }
}
