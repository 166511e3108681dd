using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A port on which a load balancer accepts requests.</summary>
public sealed record FargateListener
{
    /// <summary>The port.</summary>
    public required int ListenerPort { get; init; }

    /// <summary><c>HTTP</c> or <c>HTTPS</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The listener's ARN.</summary>
    public required string ListenerArn { get; init; }

    /// <summary>Security policy of an HTTPS listener: its versions of TLS and its ciphers.</summary>
    public string? SslPolicy { get; init; }

    /// <summary>ARNs of the certificates of an HTTPS listener, the default first.</summary>
    public IReadOnlyList<string> Certificates { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>What it does with a request for which there is no route, such as <c>answers 404</c>.</summary>
    public string DefaultAction { get; init; } = "";

    /// <summary>Protocol, port and default action.</summary>
    public override string ToString() => $"{Protocol}:{ListenerPort} {DefaultAction}".TrimEnd();
}
