using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>What differs between two revisions of a service.</summary>
/// <param name="Settings">The settings that differ, with the fields of the task definition.</param>
/// <param name="Digests">Images with the same name and another digest. Only for revisions with the same task definition.</param>
internal sealed record RevisionDifferences(IReadOnlyList<ServiceDifference> Settings, IReadOnlyList<ImageDigestDifference> Digests)
{
    /// <summary>The settings that differ.</summary>
    public ServiceSetting Changed => Settings.Aggregate(ServiceSetting.None, (all, difference) => all | difference.Setting);

    /// <summary>All differences, as users see them.</summary>
    public IReadOnlyList<FieldChange> Changes { get; } = Settings.Select(difference => difference.Change)
        .Concat(Digests.Select(image => new FieldChange($"imageDigest[{image.Container}]", image.From, image.To)))
        .ToArray();
}

/// <summary>A container whose tag means another image in the other revision.</summary>
/// <param name="Container">Name of the container.</param>
/// <param name="From">Digest in the first revision.</param>
/// <param name="To">Digest in the second revision.</param>
internal sealed record ImageDigestDifference(string Container, string From, string To);
