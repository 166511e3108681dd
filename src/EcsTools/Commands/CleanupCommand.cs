using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using EcsTools.Pipeline;

namespace EcsTools.Commands;

/// <summary>A command that removes old items (images of a repository, revisions of a family) which nothing uses.</summary>
public abstract class CleanupCommand : AwsCommand, IPlannedCommand
{
    /// <summary>
    /// Number of the newest items to keep: images of each repository, or revisions of each family. Items in use are always kept.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    public int KeepLast { get; set; }

    /// <summary>Emits the removed items.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <summary>How many of the newest to keep; null where the caller did not say.</summary>
    private protected int? NewestToKeep => IsBound(nameof(KeepLast)) ? KeepLast : null;

    /// <summary>Warns of what is kept because something uses it.</summary>
    private protected static void WriteWarnings(CommandPipeline pipeline, string kind, IEnumerable<object> spared, IEnumerable<string> warnings)
    {
        foreach (var warning in spared.Select(item => $"{kind} {item}.").Concat(warnings))
        {
            pipeline.WriteWarning(warning);
        }
    }

    /// <summary>Lets the removal run, and emits each removed item with -PassThru.</summary>
    private protected async Task CarryOutAsync<T>(CommandPipeline pipeline, IAsyncEnumerable<T> removal)
        where T : class
    {
        await foreach (var removed in removal.ConfigureAwait(false))
        {
            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }
    }
}
