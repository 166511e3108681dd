using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Docker.DotNet.Wire;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>What runs in a container.</summary>
public class Config
{
    public string Hostname { get; set; }

    public string Domainname { get; set; }

    public string User { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStdout { get; set; }

    public bool AttachStderr { get; set; }

    public IDictionary<string, EmptyStruct> ExposedPorts { get; set; }

    public bool Tty { get; set; }

    public bool OpenStdin { get; set; }

    public bool StdinOnce { get; set; }

    public IList<string> Env { get; set; }

    public IList<string> Cmd { get; set; }

    public HealthConfig Healthcheck { get; set; }

    public bool ArgsEscaped { get; set; }

    public string Image { get; set; }

    public IDictionary<string, EmptyStruct> Volumes { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Entrypoint { get; set; }

    public bool NetworkDisabled { get; set; }

    public string MacAddress { get; set; }

    public IList<string> OnBuild { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string StopSignal { get; set; }

    [JsonConverter(typeof(SecondsConverter))]
    public TimeSpan? StopTimeout { get; set; }

    public IList<string> Shell { get; set; }
}

/// <summary>A container to make.</summary>
public class CreateContainerParameters
{
    [JsonIgnore]
    [Query("name")]
    public string Name { get; set; }

    [JsonIgnore]
    [Query("platform")]
    public string Platform { get; set; }

    public string Hostname { get; set; }

    public string Domainname { get; set; }

    public string User { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStdout { get; set; }

    public bool AttachStderr { get; set; }

    public IDictionary<string, EmptyStruct> ExposedPorts { get; set; }

    public bool Tty { get; set; }

    public bool OpenStdin { get; set; }

    public bool StdinOnce { get; set; }

    public IList<string> Env { get; set; }

    public IList<string> Cmd { get; set; }

    public HealthConfig Healthcheck { get; set; }

    public bool ArgsEscaped { get; set; }

    public string Image { get; set; }

    public IDictionary<string, EmptyStruct> Volumes { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Entrypoint { get; set; }

    public bool NetworkDisabled { get; set; }

    public string MacAddress { get; set; }

    public IList<string> OnBuild { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string StopSignal { get; set; }

    [JsonConverter(typeof(SecondsConverter))]
    public TimeSpan? StopTimeout { get; set; }

    public IList<string> Shell { get; set; }

    public HostConfig HostConfig { get; set; }

    public NetworkingConfig NetworkingConfig { get; set; }
}

/// <summary>The container made.</summary>
public class CreateContainerResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public IList<string> Warnings { get; set; }
}

/// <summary>A health check.</summary>
public class HealthConfig
{
    public IList<string> Test { get; set; }

    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan Interval { get; set; }

    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan Timeout { get; set; }

    public long StartPeriod { get; set; }

    public long Retries { get; set; }
}

/// <summary>The networks to connect to.</summary>
public class NetworkingConfig
{
    public IDictionary<string, EndpointSettings> EndpointsConfig { get; set; }
}
