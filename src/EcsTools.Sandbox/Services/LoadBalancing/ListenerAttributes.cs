using System.Collections.Generic;
using System.Linq;

using static EcsTools.Sandbox.Services.LoadBalancing.AttributeDefinition;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The attributes of a listener of an Application Load Balancer. The data plane of the sandbox follows none of them.</summary>
internal static class ListenerAttributes
{
    private static readonly string[] RequestHeaders =
    [
        "x_amzn_mtls_clientcert_serial_number", "x_amzn_mtls_clientcert_issuer", "x_amzn_mtls_clientcert_subject",
        "x_amzn_mtls_clientcert_validity", "x_amzn_mtls_clientcert_leaf", "x_amzn_mtls_clientcert", "x_amzn_tls_version",
        "x_amzn_tls_cipher_suite",
    ];

    private static readonly string[] AnswerHeaders =
    [
        "strict_transport_security", "access_control_allow_origin", "access_control_allow_methods", "access_control_allow_headers",
        "access_control_allow_credentials", "access_control_expose_headers", "access_control_max_age", "content_security_policy",
        "x_content_type_options", "x_frame_options",
    ];

    public static readonly IReadOnlyList<AttributeDefinition> All =
    [
        Flag("routing.http.response.server.enabled", true),
        .. AnswerHeaders.Select(header => Text($"routing.http.response.{header}.header_value")),
        .. RequestHeaders.Select(header => Text($"routing.http.request.{header}.header_name")),
    ];
}
