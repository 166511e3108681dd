using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using Docker.DotNet.Wire;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>A network to make.</summary>
public class NetworksCreateParameters
{
    public bool CheckDuplicate { get; set; }

    public string Driver { get; set; }

    public string Scope { get; set; }

    public bool EnableIPv6 { get; set; }

    public IPAM IPAM { get; set; }

    public bool Internal { get; set; }

    public bool Attachable { get; set; }

    public bool Ingress { get; set; }

    public bool ConfigOnly { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public IDictionary<string, string> Labels { get; set; }

    public string Name { get; set; }
}

/// <summary>The network made.</summary>
public class NetworksCreateResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public string Warning { get; set; }
}

/// <summary>Which networks to list.</summary>
public class NetworksListParameters
{
    [Query("filters")]
    public IDictionary<string, IDictionary<string, bool>> Filters { get; set; }
}

/// <summary>All about a network.</summary>
public class NetworkResponse
{
    public string Name { get; set; }

    [JsonPropertyName("Id")]
    public string ID { get; set; }

    public DateTime Created { get; set; }

    public string Scope { get; set; }

    public string Driver { get; set; }

    public bool EnableIPv6 { get; set; }

    public IPAM IPAM { get; set; }

    public bool Internal { get; set; }

    public bool Attachable { get; set; }

    public bool Ingress { get; set; }

    public bool ConfigOnly { get; set; }

    public IDictionary<string, EndpointResource> Containers { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public IDictionary<string, string> Labels { get; set; }
}

/// <summary>A container to connect.</summary>
public class NetworkConnectParameters
{
    public string Container { get; set; }

    public EndpointSettings EndpointConfig { get; set; }
}

/// <summary>A container to disconnect.</summary>
public class NetworkDisconnectParameters
{
    public string Container { get; set; }

    public bool Force { get; set; }
}

/// <summary>How a network gives addresses.</summary>
public class IPAM
{
    public string Driver { get; set; }

    public IDictionary<string, string> Options { get; set; }

    public IList<IPAMConfig> Config { get; set; }
}

/// <summary>A range of addresses.</summary>
public class IPAMConfig
{
    public string Subnet { get; set; }

    public string IPRange { get; set; }

    public string Gateway { get; set; }

    [JsonPropertyName("AuxiliaryAddresses")]
    public IDictionary<string, string> AuxAddress { get; set; }
}

/// <summary>A container on a network.</summary>
public class EndpointResource
{
    public string Name { get; set; }

    public string EndpointID { get; set; }

    public string MacAddress { get; set; }

    public string IPv4Address { get; set; }

    public string IPv6Address { get; set; }
}

/// <summary>A connection of a container to a network.</summary>
public class EndpointSettings
{
    public EndpointIPAMConfig IPAMConfig { get; set; }

    public IList<string> Links { get; set; }

    public IList<string> Aliases { get; set; }

    public string NetworkID { get; set; }

    public string EndpointID { get; set; }

    public string Gateway { get; set; }

    public string IPAddress { get; set; }

    public long IPPrefixLen { get; set; }

    public string IPv6Gateway { get; set; }

    public string GlobalIPv6Address { get; set; }

    public long GlobalIPv6PrefixLen { get; set; }

    public string MacAddress { get; set; }

    public IDictionary<string, string> DriverOpts { get; set; }
}

/// <summary>The addresses asked for.</summary>
public class EndpointIPAMConfig
{
    public string IPv4Address { get; set; }

    public string IPv6Address { get; set; }

    public IList<string> LinkLocalIPs { get; set; }
}
