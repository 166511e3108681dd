using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>The engine's version.</summary>
public class VersionResponse
{
    public IList<ComponentVersion> Components { get; set; }

    public string Version { get; set; }

    [JsonPropertyName("ApiVersion")]
    public string APIVersion { get; set; }

    public string MinAPIVersion { get; set; }

    public string GitCommit { get; set; }

    public string GoVersion { get; set; }

    public string Os { get; set; }

    public string Arch { get; set; }

    public string KernelVersion { get; set; }

    public bool Experimental { get; set; }

    public string BuildTime { get; set; }
}

/// <summary>The version of a part of the engine.</summary>
public class ComponentVersion
{
    public string Name { get; set; }

    public string Version { get; set; }

    public IDictionary<string, string> Details { get; set; }
}

/// <summary>What an engine runs on and how it is set up.</summary>
public class SystemInfoResponse
{
    public string ID { get; set; }

    public long Containers { get; set; }

    public long ContainersRunning { get; set; }

    public long ContainersPaused { get; set; }

    public long ContainersStopped { get; set; }

    public long Images { get; set; }

    public string Driver { get; set; }

    public IList<string[]> DriverStatus { get; set; }

    public IList<string[]> SystemStatus { get; set; }

    public PluginsInfo Plugins { get; set; }

    public bool MemoryLimit { get; set; }

    public bool SwapLimit { get; set; }

    public bool KernelMemory { get; set; }

    public bool KernelMemoryTCP { get; set; }

    [JsonPropertyName("CpuCfsPeriod")]
    public bool CPUCfsPeriod { get; set; }

    [JsonPropertyName("CpuCfsQuota")]
    public bool CPUCfsQuota { get; set; }

    public bool CPUShares { get; set; }

    public bool CPUSet { get; set; }

    public bool PidsLimit { get; set; }

    public bool IPv4Forwarding { get; set; }

    public bool BridgeNfIptables { get; set; }

    [JsonPropertyName("BridgeNfIp6tables")]
    public bool BridgeNfIP6tables { get; set; }

    public bool Debug { get; set; }

    public long NFd { get; set; }

    public bool OomKillDisable { get; set; }

    public long NGoroutines { get; set; }

    public string SystemTime { get; set; }

    public string LoggingDriver { get; set; }

    public string CgroupDriver { get; set; }

    public string CgroupVersion { get; set; }

    public long NEventsListener { get; set; }

    public string KernelVersion { get; set; }

    public string OperatingSystem { get; set; }

    public string OSVersion { get; set; }

    public string OSType { get; set; }

    public string Architecture { get; set; }

    public string IndexServerAddress { get; set; }

    public ServiceConfig RegistryConfig { get; set; }

    public long NCPU { get; set; }

    public long MemTotal { get; set; }

    public string DockerRootDir { get; set; }

    [JsonPropertyName("HttpProxy")]
    public string HTTPProxy { get; set; }

    [JsonPropertyName("HttpsProxy")]
    public string HTTPSProxy { get; set; }

    public string NoProxy { get; set; }

    public string Name { get; set; }

    public IList<string> Labels { get; set; }

    public bool ExperimentalBuild { get; set; }

    public string ServerVersion { get; set; }

    public string ClusterStore { get; set; }

    public string ClusterAdvertise { get; set; }

    public string DefaultRuntime { get; set; }

    public bool LiveRestoreEnabled { get; set; }

    public string Isolation { get; set; }

    public string InitBinary { get; set; }

    public IList<string> SecurityOptions { get; set; }

    public string ProductLicense { get; set; }

    public IList<string> Warnings { get; set; }
}

/// <summary>The registries an engine knows.</summary>
public class ServiceConfig
{
    public IList<string> AllowNondistributableArtifactsCIDRs { get; set; }

    public IList<string> AllowNondistributableArtifactsHostnames { get; set; }

    public IList<string> InsecureRegistryCIDRs { get; set; }

    public IDictionary<string, IndexInfo> IndexConfigs { get; set; }

    public IList<string> Mirrors { get; set; }
}

/// <summary>What an engine knows of a registry.</summary>
public class IndexInfo
{
    public string Name { get; set; }

    public IList<string> Mirrors { get; set; }

    public bool Secure { get; set; }

    public bool Official { get; set; }
}

/// <summary>The plugins of an engine.</summary>
public class PluginsInfo
{
    public IList<string> Volume { get; set; }

    public IList<string> Network { get; set; }

    public IList<string> Authorization { get; set; }

    public IList<string> Log { get; set; }
}
