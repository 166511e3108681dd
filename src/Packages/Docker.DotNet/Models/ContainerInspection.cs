using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>All about a container.</summary>
public class ContainerInspectResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public DateTime Created { get; set; }

    public string Path { get; set; }

    public IList<string> Args { get; set; }

    public ContainerState State { get; set; }

    public string Image { get; set; }

    public string ResolvConfPath { get; set; }

    public string HostnamePath { get; set; }

    public string HostsPath { get; set; }

    public string LogPath { get; set; }

    public string Name { get; set; }

    public long RestartCount { get; set; }

    public string Driver { get; set; }

    public string Platform { get; set; }

    public string MountLabel { get; set; }

    public string ProcessLabel { get; set; }

    public string AppArmorProfile { get; set; }

    public IList<string> ExecIDs { get; set; }

    public HostConfig HostConfig { get; set; }

    public GraphDriverData GraphDriver { get; set; }

    public long? SizeRw { get; set; }

    public long? SizeRootFs { get; set; }

    public IList<MountPoint> Mounts { get; set; }

    public Config Config { get; set; }

    public NetworkSettings NetworkSettings { get; set; }
}

/// <summary>What a container is doing.</summary>
public class ContainerState
{
    public string Status { get; set; }

    public bool Running { get; set; }

    public bool Paused { get; set; }

    public bool Restarting { get; set; }

    public bool OOMKilled { get; set; }

    public bool Dead { get; set; }

    public long Pid { get; set; }

    public long ExitCode { get; set; }

    public string Error { get; set; }

    public string StartedAt { get; set; }

    public string FinishedAt { get; set; }

    public Health Health { get; set; }
}

/// <summary>What its health check found.</summary>
public class Health
{
    public string Status { get; set; }

    public long FailingStreak { get; set; }

    public IList<HealthcheckResult> Log { get; set; }
}

/// <summary>One health check.</summary>
public class HealthcheckResult
{
    public DateTime Start { get; set; }

    public DateTime End { get; set; }

    public long ExitCode { get; set; }

    public string Output { get; set; }
}

/// <summary>The networks of a container.</summary>
public class NetworkSettings
{
    public string Bridge { get; set; }

    public string SandboxID { get; set; }

    public bool HairpinMode { get; set; }

    public string LinkLocalIPv6Address { get; set; }

    public long LinkLocalIPv6PrefixLen { get; set; }

    public IDictionary<string, IList<PortBinding>> Ports { get; set; }

    public string SandboxKey { get; set; }

    public IList<Address> SecondaryIPAddresses { get; set; }

    public IList<Address> SecondaryIPv6Addresses { get; set; }

    public string EndpointID { get; set; }

    public string Gateway { get; set; }

    public string GlobalIPv6Address { get; set; }

    public long GlobalIPv6PrefixLen { get; set; }

    public string IPAddress { get; set; }

    public long IPPrefixLen { get; set; }

    public string IPv6Gateway { get; set; }

    public string MacAddress { get; set; }

    public IDictionary<string, EndpointSettings> Networks { get; set; }
}

/// <summary>An address and its prefix.</summary>
public class Address
{
    public string Addr { get; set; }

    public long PrefixLen { get; set; }
}
