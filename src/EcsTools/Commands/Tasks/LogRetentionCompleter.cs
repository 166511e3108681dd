using System.Globalization;
using System.Linq;
using EcsTools.Pipeline.Completion;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes the retention periods that CloudWatch Logs allows, in days.</summary>
public sealed class LogRetentionCompleter : WordsCompleter
{
    /// <summary>Creates the completer.</summary>
    public LogRetentionCompleter()
        : base(LogGroups.RetentionDays.Select(days => days.ToString(CultureInfo.InvariantCulture)).ToArray())
    {
    }
}
