using System;
using System.Collections.Generic;

namespace EcsTools.Aws;

/// <summary>Something that was left out because a permission is missing.</summary>
/// <param name="LeftOut">What was left out, as a sentence without a full stop.</param>
/// <param name="Denial">What AWS said.</param>
public sealed record PermissionGap(string LeftOut, AccessDenial Denial);

/// <summary>Collects what is left out because a permission is missing. The user is told of each once.</summary>
internal sealed class PermissionGaps
{
    private readonly HashSet<(string LeftOut, string? Action)> _known = new();

    /// <summary>Called with each gap, on any thread.</summary>
    public Action<PermissionGap>? Found { get; set; }

    public void Add(PermissionGap gap)
    {
        lock (_known)
        {
            if (!_known.Add((gap.LeftOut, gap.Denial.Action)))
            {
                return;
            }
        }

        Found?.Invoke(gap);
    }
}
