using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>What the host gives a container.</summary>
public class HostConfig
{
    public IList<string> Binds { get; set; }

    public string ContainerIDFile { get; set; }

    public LogConfig LogConfig { get; set; }

    public string NetworkMode { get; set; }

    public IDictionary<string, IList<PortBinding>> PortBindings { get; set; }

    public RestartPolicy RestartPolicy { get; set; }

    public bool AutoRemove { get; set; }

    public string VolumeDriver { get; set; }

    public IList<string> VolumesFrom { get; set; }

    public IList<string> CapAdd { get; set; }

    public IList<string> CapDrop { get; set; }

    public string CgroupnsMode { get; set; }

    [JsonPropertyName("Dns")]
    public IList<string> DNS { get; set; }

    [JsonPropertyName("DnsOptions")]
    public IList<string> DNSOptions { get; set; }

    [JsonPropertyName("DnsSearch")]
    public IList<string> DNSSearch { get; set; }

    public IList<string> ExtraHosts { get; set; }

    public IList<string> GroupAdd { get; set; }

    public string IpcMode { get; set; }

    public string Cgroup { get; set; }

    public IList<string> Links { get; set; }

    public long OomScoreAdj { get; set; }

    public string PidMode { get; set; }

    public bool Privileged { get; set; }

    public bool PublishAllPorts { get; set; }

    public bool ReadonlyRootfs { get; set; }

    public IList<string> SecurityOpt { get; set; }

    public IDictionary<string, string> StorageOpt { get; set; }

    public IDictionary<string, string> Tmpfs { get; set; }

    public string UTSMode { get; set; }

    public string UsernsMode { get; set; }

    public long ShmSize { get; set; }

    public IDictionary<string, string> Sysctls { get; set; }

    public string Runtime { get; set; }

    public ulong[] ConsoleSize { get; set; }

    public string Isolation { get; set; }

    [JsonPropertyName("CpuShares")]
    public long CPUShares { get; set; }

    public long Memory { get; set; }

    [JsonPropertyName("NanoCpus")]
    public long NanoCPUs { get; set; }

    public string CgroupParent { get; set; }

    public ushort BlkioWeight { get; set; }

    [JsonPropertyName("CpuPeriod")]
    public long CPUPeriod { get; set; }

    [JsonPropertyName("CpuQuota")]
    public long CPUQuota { get; set; }

    [JsonPropertyName("CpuRealtimePeriod")]
    public long CPURealtimePeriod { get; set; }

    [JsonPropertyName("CpuRealtimeRuntime")]
    public long CPURealtimeRuntime { get; set; }

    public string CpusetCpus { get; set; }

    public string CpusetMems { get; set; }

    public IList<DeviceMapping> Devices { get; set; }

    public IList<string> DeviceCgroupRules { get; set; }

    public long KernelMemory { get; set; }

    public long KernelMemoryTCP { get; set; }

    public long MemoryReservation { get; set; }

    public long MemorySwap { get; set; }

    public long? MemorySwappiness { get; set; }

    public bool? OomKillDisable { get; set; }

    public long? PidsLimit { get; set; }

    public IList<Ulimit> Ulimits { get; set; }

    [JsonPropertyName("CpuCount")]
    public long CPUCount { get; set; }

    [JsonPropertyName("CpuPercent")]
    public long CPUPercent { get; set; }

    public ulong IOMaximumIOps { get; set; }

    public ulong IOMaximumBandwidth { get; set; }

    public IList<Mount> Mounts { get; set; }

    public IList<string> MaskedPaths { get; set; }

    public IList<string> ReadonlyPaths { get; set; }

    public bool? Init { get; set; }
}

/// <summary>A port of the host.</summary>
public class PortBinding
{
    [JsonPropertyName("HostIp")]
    public string HostIP { get; set; }

    public string HostPort { get; set; }
}

/// <summary>Where the output goes.</summary>
public class LogConfig
{
    public string Type { get; set; }

    public IDictionary<string, string> Config { get; set; }
}

/// <summary>When to start a container again.</summary>
public class RestartPolicy
{
    public RestartPolicyKind Name { get; set; }

    public long MaximumRetryCount { get; set; }
}

/// <summary>A process limit.</summary>
public class Ulimit
{
    public string Name { get; set; }

    public long Hard { get; set; }

    public long Soft { get; set; }
}

/// <summary>A device of the host.</summary>
public class DeviceMapping
{
    public string PathOnHost { get; set; }

    public string PathInContainer { get; set; }

    public string CgroupPermissions { get; set; }
}

/// <summary>Something to mount.</summary>
public class Mount
{
    public string Type { get; set; }

    public string Source { get; set; }

    public string Target { get; set; }

    public bool ReadOnly { get; set; }

    public string Consistency { get; set; }

    public BindOptions BindOptions { get; set; }

    public VolumeOptions VolumeOptions { get; set; }

    public TmpfsOptions TmpfsOptions { get; set; }
}

/// <summary>How to bind a path.</summary>
public class BindOptions
{
    public string Propagation { get; set; }

    public bool NonRecursive { get; set; }
}

/// <summary>How to make a volume.</summary>
public class VolumeOptions
{
    public bool NoCopy { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public Driver DriverConfig { get; set; }
}

/// <summary>A driver and its options.</summary>
public class Driver
{
    public string Name { get; set; }

    public IDictionary<string, string> Options { get; set; }
}

/// <summary>A file system in memory.</summary>
public class TmpfsOptions
{
    public long SizeBytes { get; set; }

    public uint Mode { get; set; }
}

/// <summary>When to start a container again.</summary>
public enum RestartPolicyKind
{
    /// <summary>Not said.</summary>
    Undefined,

    /// <summary>Never.</summary>
    No,

    /// <summary>Whenever it ends.</summary>
    Always,

    /// <summary>When it ends with an exit code other than 0.</summary>
    OnFailure,

    /// <summary>Whenever it ends, unless it was stopped.</summary>
    UnlessStopped,
}

/// <summary>An object without members: the value of a set the engine writes as a map.</summary>
public struct EmptyStruct
{
}
