using System;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace EcsTools.Aws;

/// <summary>
/// Tells AWSSDK.Core which STS and SSO clients to use. Otherwise it searches all assemblies of the process by name, and in a session with
/// another AWS module takes that module's clients, of another version and in another load context.
/// </summary>
internal static class RuntimeDependencies
{
    private static readonly Lazy<bool> Registered = new(Register);

    public static void Ensure() => _ = Registered.Value;

    private static bool Register()
    {
        ThrottlingHandler.Install();
        var registry = GlobalRuntimeDependencyRegistry.Instance;

        // The registry is used for web identity only, which needs no credentials. AssumedRoleCredentials assumes the roles of profiles,
        // because the registry does not know whose credentials to assume a role with.
        registry.RegisterSecurityTokenServiceClient(context =>
        {
            var data = context.SecurityTokenServiceClientContextData;
            var config = new AmazonSecurityTokenServiceConfig { RegionEndpoint = data.Region };
            Proxy(config, data.ProxySettings);
            return new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), config);
        });
        registry.RegisterSSOClient(context =>
        {
            var data = context.SSOClientContextData;
            var config = new AmazonSSOConfig { RegionEndpoint = data.Region };
            Proxy(config, data.ProxySettings);
            return new AmazonSSOClient(new AnonymousAWSCredentials(), config);
        });
        registry.RegisterSSOOIDCClient(context =>
        {
            var data = context.SSOOIDCClientContextData;
            var config = new AmazonSSOOIDCConfig { RegionEndpoint = data.Region };
            Proxy(config, data.ProxySettings);
            return new AmazonSSOOIDCClient(new AnonymousAWSCredentials(), config);
        });
        return true;
    }

    private static void Proxy(ClientConfig config, System.Net.IWebProxy? proxy)
    {
        if (proxy is not null)
        {
            config.SetWebProxy(proxy);
        }
    }
}
