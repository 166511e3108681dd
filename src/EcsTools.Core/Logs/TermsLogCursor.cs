using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Logs;

/// <summary>Reads all lines of a stream, and returns those that match a filter of plain terms.</summary>
internal sealed class TermsLogCursor(LogStreamCursor lines, LogFilterTerms terms) : LogCursor(lines.Stream)
{
    public override async Task<IReadOnlyList<TaskLogEvent>> NextAsync(CancellationToken cancellationToken)
    {
        // No lines at all is the end. A page without a match is not.
        lines.PageSize = PageSize;
        while (await lines.NextAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            var matching = page.Where(line => terms.Match(line.Message)).ToList();
            if (matching.Count > 0)
            {
                return matching;
            }
        }

        return [];
    }

    public override async Task<IReadOnlyList<TaskLogEvent>> TailAsync(int count, CancellationToken cancellationToken)
    {
        var newest = new Queue<TaskLogEvent>();
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var line in page)
            {
                newest.Enqueue(line);
                if (newest.Count > count)
                {
                    newest.Dequeue();
                }
            }
        }

        return newest.ToList();
    }
}
