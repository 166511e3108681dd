using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>A port of a load balancer with its rules.</summary>
internal sealed class Listener : ITagged
{
    public const string Https = "HTTPS";

    public required string Arn { get; init; }

    public required int Port { get; set; }

    public required string Protocol { get; set; }

    /// <summary>Null if the protocol is HTTP.</summary>
    public string? SslPolicy { get; set; }

    /// <summary>ARNs, the default certificate first.</summary>
    public List<string> Certificates { get; } = [];

    public required ResourceTags Tags { get; init; }

    public AttributeValues Attributes { get; } = new(ListenerAttributes.All);

    /// <summary>By priority. The last one is the default rule.</summary>
    public List<ListenerRule> Rules { get; } = [];

    public ListenerRule DefaultRule => Rules.Last();

    public bool IsHttps => Protocol == Https;

    /// <summary>Brings the rules in the order in which they are tried.</summary>
    public void Sort() => Rules.Sort((one, other) => (one.Priority ?? int.MaxValue).CompareTo(other.Priority ?? int.MaxValue));
}
