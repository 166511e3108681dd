using System.Collections.Generic;
using Docker.DotNet.Wire;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>A volume to make.</summary>
public class VolumesCreateParameters
{
    public string Name { get; set; }

    public string Driver { get; set; }

    public IDictionary<string, string> DriverOpts { get; set; }

    public IDictionary<string, string> Labels { get; set; }
}

/// <summary>All about a volume.</summary>
public class VolumeResponse
{
    public string CreatedAt { get; set; }

    public string Driver { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string Mountpoint { get; set; }

    public string Name { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public string Scope { get; set; }

    public IDictionary<string, object> Status { get; set; }

    public VolumeUsageData UsageData { get; set; }
}

/// <summary>Volumes.</summary>
public class VolumesListResponse
{
    public IList<VolumeResponse> Volumes { get; set; }

    public IList<string> Warnings { get; set; }
}

/// <summary>Which volumes to list.</summary>
public class VolumesListParameters
{
    [Query("filters")]
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>What a volume holds.</summary>
public class VolumeUsageData
{
    public long RefCount { get; set; }

    public long Size { get; set; }
}
