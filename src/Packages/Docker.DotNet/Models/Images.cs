using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Docker.DotNet.Wire;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>The query of a build.</summary>
public class ImageBuildParameters
{
    [Query("t")]
    public IList<string> Tags { get; set; }

    [Query("q")]
    public bool? SuppressOutput { get; set; }

    [Query("remote")]
    public string RemoteContext { get; set; }

    [Query("nocache")]
    public bool? NoCache { get; set; }

    [Query("rm")]
    public bool? Remove { get; set; }

    [Query("forcerm")]
    public bool? ForceRemove { get; set; }

    [Query("pull")]
    public string Pull { get; set; }

    [Query("cpusetcpus")]
    public string CPUSetCPUs { get; set; }

    [Query("cpushares")]
    public long? CPUShares { get; set; }

    [Query("cpuquota")]
    public long? CPUQuota { get; set; }

    [Query("cpuperiod")]
    public long? CPUPeriod { get; set; }

    [Query("memory")]
    public long? Memory { get; set; }

    [Query("memswap")]
    public long? MemorySwap { get; set; }

    [Query("networkmode")]
    public string NetworkMode { get; set; }

    [Query("shmsize")]
    public long? ShmSize { get; set; }

    [Query("dockerfile")]
    public string Dockerfile { get; set; }

    [Query("buildargs")]
    public IDictionary<string, string> BuildArgs { get; set; }

    [Query("labels")]
    public IDictionary<string, string> Labels { get; set; }

    [Query("squash")]
    public bool? Squash { get; set; }

    [Query("cachefrom")]
    public IList<string> CacheFrom { get; set; }

    [Query("extrahosts")]
    public IList<string> ExtraHosts { get; set; }

    [Query("target")]
    public string Target { get; set; }

    [Query("platform")]
    public string Platform { get; set; }

    [Query("outputs")]
    public string Outputs { get; set; }
}

/// <summary>Credentials for a registry.</summary>
public class AuthConfig
{
    [JsonPropertyName("username")]
    public string Username { get; set; }

    [JsonPropertyName("password")]
    public string Password { get; set; }

    [JsonPropertyName("auth")]
    public string Auth { get; set; }

    [JsonPropertyName("email")]
    public string Email { get; set; }

    [JsonPropertyName("serveraddress")]
    public string ServerAddress { get; set; }

    [JsonPropertyName("identitytoken")]
    public string IdentityToken { get; set; }

    [JsonPropertyName("registrytoken")]
    public string RegistryToken { get; set; }
}

/// <summary>All about an image.</summary>
public class ImageInspectResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public IList<string> RepoTags { get; set; }

    public IList<string> RepoDigests { get; set; }

    public string Parent { get; set; }

    public string Comment { get; set; }

    public DateTime Created { get; set; }

    public string Container { get; set; }

    public Config ContainerConfig { get; set; }

    public string DockerVersion { get; set; }

    public string Author { get; set; }

    public Config Config { get; set; }

    public string Architecture { get; set; }

    public string Variant { get; set; }

    public string Os { get; set; }

    public string OsVersion { get; set; }

    public long Size { get; set; }

    public long VirtualSize { get; set; }

    public GraphDriverData GraphDriver { get; set; }

    public RootFS RootFS { get; set; }

    public ImageMetadata Metadata { get; set; }
}

/// <summary>Where a storage driver keeps something.</summary>
public class GraphDriverData
{
    public IDictionary<string, string> Data { get; set; }

    public string Name { get; set; }
}

/// <summary>The layers of an image, lowest first.</summary>
public class RootFS
{
    public string Type { get; set; }

    public IList<string> Layers { get; set; }

    public string BaseLayer { get; set; }
}

/// <summary>What the engine notes of an image by itself.</summary>
public class ImageMetadata
{
    public DateTime LastTagTime { get; set; }
}

/// <summary>The query that names an image.</summary>
public class ImageTagParameters
{
    [Query("repo")]
    public string RepositoryName { get; set; }

    [Query("tag")]
    public string Tag { get; set; }

    [Query("force")]
    public bool? Force { get; set; }
}

/// <summary>The query of a push.</summary>
public class ImagePushParameters
{
    [Query("fromImage")]
    public string ImageID { get; set; }

    [Query("tag")]
    public string Tag { get; set; }
}

/// <summary>The query of a pull or import.</summary>
public class ImagesCreateParameters
{
    [Query("fromImage")]
    public string FromImage { get; set; }

    [Query("fromSrc")]
    public string FromSrc { get; set; }

    [Query("repo")]
    public string Repo { get; set; }

    [Query("tag")]
    public string Tag { get; set; }

    [Query("message")]
    public string Message { get; set; }

    [Query("changes")]
    public IList<string> Changes { get; set; }

    [Query("platform")]
    public string Platform { get; set; }
}

/// <summary>Which images to list.</summary>
public class ImagesListParameters
{
    [Query("all")]
    public bool? All { get; set; }

    [Query("filters")]
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }

    [Query("digests")]
    public bool? Digests { get; set; }
}

/// <summary>An image in a list.</summary>
public class ImagesListResponse
{
    public long Containers { get; set; }

    public DateTime Created { get; set; }

    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    [JsonPropertyName("ParentId")]
    public string ParentID { get; set; }

    public IList<string> RepoDigests { get; set; }

    public IList<string> RepoTags { get; set; }

    public long SharedSize { get; set; }

    public long Size { get; set; }

    public long VirtualSize { get; set; }
}

/// <summary>How to remove an image.</summary>
public class ImageDeleteParameters
{
    [Query("force")]
    public bool? Force { get; set; }

    [Query("noprune")]
    public bool? NoPrune { get; set; }
}

/// <summary>A layer and what made it.</summary>
public class ImageHistoryResponse
{
    public string Comment { get; set; }

    public DateTime Created { get; set; }

    public string CreatedBy { get; set; }

    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public long Size { get; set; }

    public IList<string> Tags { get; set; }
}

/// <summary>How to load an archive.</summary>
public class ImageLoadParameters
{
    [Query("quiet")]
    public bool Quiet { get; set; }
}
