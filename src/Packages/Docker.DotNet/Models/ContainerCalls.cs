using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Docker.DotNet.Wire;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>Which containers to list.</summary>
public class ContainersListParameters
{
    [Query("size")]
    public bool? Size { get; set; }

    [Query("all")]
    public bool? All { get; set; }

    [Query("since")]
    public string Since { get; set; }

    [Query("before")]
    public string Before { get; set; }

    [Query("limit")]
    public long? Limit { get; set; }

    [Query("filters")]
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>A container in a list.</summary>
public class ContainerListResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public IList<string> Names { get; set; }

    public string Image { get; set; }

    public string ImageID { get; set; }

    public string Command { get; set; }

    public DateTime Created { get; set; }

    public IList<Port> Ports { get; set; }

    public long SizeRw { get; set; }

    public long SizeRootFs { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string State { get; set; }

    public string Status { get; set; }

    public SummaryNetworkSettings NetworkSettings { get; set; }

    public IList<MountPoint> Mounts { get; set; }
}

/// <summary>A port of a container.</summary>
public class Port
{
    public string IP { get; set; }

    public ushort PrivatePort { get; set; }

    public ushort PublicPort { get; set; }

    public string Type { get; set; }
}

/// <summary>The networks of a container in a list.</summary>
public class SummaryNetworkSettings
{
    public IDictionary<string, EndpointSettings> Networks { get; set; }
}

/// <summary>What is mounted in a container.</summary>
public class MountPoint
{
    public string Type { get; set; }

    public string Name { get; set; }

    public string Source { get; set; }

    public string Destination { get; set; }

    public string Driver { get; set; }

    public string Mode { get; set; }

    public bool RW { get; set; }

    public string Propagation { get; set; }
}

/// <summary>How to start a container.</summary>
public class ContainerStartParameters
{
    [Query("detachKeys")]
    public string DetachKeys { get; set; }
}

/// <summary>How to stop a container.</summary>
public class ContainerStopParameters
{
    [Query("t")]
    public uint? WaitBeforeKillSeconds { get; set; }
}

/// <summary>How to restart a container.</summary>
public class ContainerRestartParameters
{
    [Query("t")]
    public uint? WaitBeforeKillSeconds { get; set; }
}

/// <summary>The signal to send.</summary>
public class ContainerKillParameters
{
    [Query("signal")]
    public string Signal { get; set; }
}

/// <summary>How to remove a container.</summary>
public class ContainerRemoveParameters
{
    [Query("v")]
    public bool? RemoveVolumes { get; set; }

    [Query("link")]
    public bool? RemoveLinks { get; set; }

    [Query("force")]
    public bool? Force { get; set; }
}

/// <summary>Which output to read.</summary>
public class ContainerLogsParameters
{
    [Query("stdout")]
    public bool? ShowStdout { get; set; }

    [Query("stderr")]
    public bool? ShowStderr { get; set; }

    [Query("since")]
    public string Since { get; set; }

    [Query("until")]
    public string Until { get; set; }

    [Query("timestamps")]
    public bool? Timestamps { get; set; }

    [Query("follow")]
    public bool? Follow { get; set; }

    [Query("tail")]
    public string Tail { get; set; }
}

/// <summary>Which streams to attach.</summary>
public class ContainerAttachParameters
{
    [Query("stream")]
    public bool? Stream { get; set; }

    [Query("stdin")]
    public bool? Stdin { get; set; }

    [Query("stdout")]
    public bool? Stdout { get; set; }

    [Query("stderr")]
    public bool? Stderr { get; set; }

    [Query("detachKeys")]
    public string DetachKeys { get; set; }

    [Query("logs")]
    public string Logs { get; set; }
}

/// <summary>The size of a terminal, in characters.</summary>
public class ContainerResizeParameters
{
    [Query("h")]
    public long? Height { get; set; }

    [Query("w")]
    public long? Width { get; set; }
}

/// <summary>How a container ended.</summary>
public class ContainerWaitResponse
{
    public ContainerWaitOKBodyError Error { get; set; }

    public long StatusCode { get; set; }
}

/// <summary>Why the wait itself failed.</summary>
public class ContainerWaitOKBodyError
{
    public string Message { get; set; }
}
