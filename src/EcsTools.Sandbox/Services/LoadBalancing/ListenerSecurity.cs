using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Certificates;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The certificate and the security policy of an HTTPS listener.</summary>
internal sealed class ListenerSecurity
{
    private readonly SandboxCloud _cloud;

    public ListenerSecurity(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>The security policy and the ARN of the default certificate; null for HTTP.</summary>
    /// <param name="input">The request.</param>
    /// <param name="protocol">The protocol that the listener will have.</param>
    /// <param name="known">The listener that is changed, or null for a new one.</param>
    public (string? Policy, string? Certificate) Read(JsonObject input, string protocol, Listener? known = null)
    {
        if (input.Texts("AlpnPolicy").Count > 0)
        {
            throw new AwsError("ALPNPolicyNotFound", $"ALPN policies are not supported for listeners with the protocol '{protocol}'");
        }

        var (policy, certificates) = (input.Text("SslPolicy"), input.Objects("Certificates"));
        if (protocol != Listener.Https)
        {
            return policy is null && certificates.Count == 0
                ? (null, null)
                : throw LoadBalancingErrors.Configuration(
                    $"{(policy is null ? "Certificates" : "An SSL policy")} cannot be specified for listeners with the protocol '{protocol}'");
        }

        CheckMutual(input.Object("MutualAuthentication"));
        policy ??= known?.SslPolicy ?? SslPolicies.Default;
        if (!SslPolicies.Has(policy))
        {
            throw LoadBalancingErrors.NoPolicy(policy);
        }

        if (certificates.Count > 1)
        {
            throw LoadBalancingErrors.TooMany("TooManyCertificates", "default certificates per listener, which is 1,");
        }

        var arn = certificates.Count == 1 ? certificates[0].Text("CertificateArn") : known?.Certificates.FirstOrDefault();
        if (arn is null)
        {
            throw LoadBalancingErrors.Invalid("A certificate must be specified for HTTPS listeners");
        }

        RequireIssued(arn);
        return (policy, arn);
    }

    /// <summary>Requires a certificate that a listener can use.</summary>
    public void RequireIssued(string arn)
    {
        var certificate = _cloud.Service<CertificateService>().Find(arn) ?? throw LoadBalancingErrors.NoCertificate(arn);
        if (!certificate.IsIssued(_cloud.ScaledClock.UtcNow))
        {
            throw new AwsError(
                "UnsupportedCertificate",
                $"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.");
        }
    }

    private static void CheckMutual(JsonObject? mutual)
    {
        if (mutual?.Text("TrustStoreArn") is { } store)
        {
            throw new AwsError("TrustStoreNotFound", $"Trust store '{store}' not found");
        }

        if (mutual?.Text("Mode") is { } mode and not "off")
        {
            throw LoadBalancingErrors.Configuration($"The sandbox does not serve the mutual authentication mode '{mode}'.");
        }
    }
}
