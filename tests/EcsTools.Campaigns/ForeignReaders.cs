using System;
using System.Collections.Generic;
using EcsTools.Campaigns.Readers;

namespace EcsTools.Campaigns;

/// <summary>Every reader of foreign bytes, by name.</summary>
internal static class ForeignReaders
{
    public static readonly IReadOnlyDictionary<string, Func<IForeignReader>> All = new SortedDictionary<string, Func<IForeignReader>>(StringComparer.Ordinal)
    {
        ["aws-profile"] = () => new AwsProfileReader(),
        ["compose"] = () => new ComposeReader(),
        ["docker-archive"] = () => new DockerArchiveReader(),
        ["docker-config"] = () => new DockerConfigReader(),
        ["http"] = () => new HttpReader(),
        ["load-balancer"] = () => new LoadBalancerReader(),
        ["oci-archive"] = () => new OciArchiveReader(),
        ["oci-folder"] = () => new OciFolderReader(),
        ["registry-manifest"] = () => new ManifestReader(),
        ["scheduled-task"] = () => new ScheduledTaskReader(),
        ["tar"] = () => new TarReader(),
        ["tar-split"] = () => new TarSplitReader(),
        ["task-definition"] = () => new TaskDefinitionFileReader(),
        ["token"] = () => new TokenReader(),
    };
}
