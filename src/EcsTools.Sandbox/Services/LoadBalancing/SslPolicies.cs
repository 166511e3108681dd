using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The predefined security policies ("Security policies for your Application Load Balancer"). The data plane does not follow them.</summary>
internal static class SslPolicies
{
    /// <summary>The policy of a listener that names none.</summary>
    public const string Default = "ELBSecurityPolicy-2016-08";

    private static readonly string[] Tls13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

    private static readonly string[] Gcm =
    [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
    ];

    private static readonly string[] Cbc2 =
    [
        "ECDHE-ECDSA-AES128-SHA256", "ECDHE-RSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384",
    ];

    private static readonly string[] Cbc =
    [
        "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES256-SHA",
    ];

    private static readonly string[] Rsa2 = ["AES128-GCM-SHA256", "AES128-SHA256", "AES256-GCM-SHA384", "AES256-SHA256"];

    private static readonly string[] Rsa = ["AES128-SHA", "AES256-SHA"];

    private static readonly (string Name, string[] Protocols, string[] Ciphers)[] All =
    [
        ("ELBSecurityPolicy-2016-08", ["TLSv1", "TLSv1.1", "TLSv1.2"], [.. Gcm, .. Cbc2, .. Cbc, .. Rsa2, .. Rsa]),
        ("ELBSecurityPolicy-TLS13-1-3-2021-06", ["TLSv1.3"], Tls13),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", ["TLSv1.2", "TLSv1.3"], [.. Tls13, .. Gcm, .. Cbc2]),
        ("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", ["TLSv1.2", "TLSv1.3"], [.. Tls13, .. Gcm]),
        ("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", ["TLSv1.2", "TLSv1.3"], [.. Tls13, .. Gcm, .. Cbc2, .. Rsa2]),
        ("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", ["TLSv1.2", "TLSv1.3"], [.. Tls13, .. Gcm, .. Cbc2, .. Cbc, .. Rsa2, .. Rsa]),
        ("ELBSecurityPolicy-TLS13-1-1-2021-06", ["TLSv1.1", "TLSv1.2", "TLSv1.3"], [.. Tls13, .. Gcm, .. Cbc2, .. Cbc, .. Rsa2, .. Rsa]),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"], [.. Tls13, .. Gcm, .. Cbc2, .. Cbc, .. Rsa2, .. Rsa]),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", ["TLSv1.2"], [.. Gcm, .. Cbc2, .. Rsa2]),
        ("ELBSecurityPolicy-TLS-1-1-2017-01", ["TLSv1.1", "TLSv1.2"], [.. Gcm, .. Cbc2, .. Cbc, .. Rsa2, .. Rsa]),
        ("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", ["TLSv1.2"], [.. Gcm, .. Cbc2, .. Cbc, .. Rsa2, .. Rsa]),
        ("ELBSecurityPolicy-FS-2018-06", ["TLSv1", "TLSv1.1", "TLSv1.2"], [.. Gcm, .. Cbc2, .. Cbc]),
        ("ELBSecurityPolicy-FS-1-1-2019-08", ["TLSv1.1", "TLSv1.2"], [.. Gcm, .. Cbc2, .. Cbc]),
        ("ELBSecurityPolicy-FS-1-2-2019-08", ["TLSv1.2"], [.. Gcm, .. Cbc2, .. Cbc]),
        ("ELBSecurityPolicy-FS-1-2-Res-2019-08", ["TLSv1.2"], [.. Gcm, .. Cbc2]),
        ("ELBSecurityPolicy-FS-1-2-Res-2020-10", ["TLSv1.2"], Gcm),
    ];

    public static bool Has(string name) => All.Any(policy => policy.Name == name);

    /// <summary>DescribeSSLPolicies.</summary>
    public static JsonObject Describe(SandboxCall call)
    {
        var names = call.Input.Texts("Names");
        if (names.FirstOrDefault(name => !Has(name)) is { } unknown)
        {
            throw LoadBalancingErrors.NoPolicy(unknown);
        }

        var found = call.Input.Text("LoadBalancerType") is null or "application"
            ? All.Where(policy => names.Count == 0 || names.Contains(policy.Name)).ToList()
            : [];
        return LoadBalancingPages.Page(call.Input, "SslPolicies", found, policy => Write(policy.Name, policy.Protocols, policy.Ciphers), policy => policy.Name);
    }

    private static JsonObject Write(string name, IReadOnlyList<string> protocols, IReadOnlyList<string> ciphers) => new()
    {
        ["Name"] = name,
        ["SslProtocols"] = protocols.ToJson(),
        ["Ciphers"] = ciphers.Select((cipher, index) => new JsonObject { ["Name"] = cipher, ["Priority"] = index + 1 }).ToJson(),
        ["SupportedLoadBalancerTypes"] = new[] { "application" }.ToJson(),
    };
}
