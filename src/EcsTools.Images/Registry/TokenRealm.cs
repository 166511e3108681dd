using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Registry;

/// <summary>
/// Decides whether this client may call the token server that a registry names, and whether it may send it a password. The address of that server comes
/// from the registry's answer. Somebody who can change that answer must not get the password of another site.
/// </summary>
internal static class TokenRealm
{
    /// <summary>Second-level domains under which countries sell names, such as <c>co.uk</c>.</summary>
    private static readonly string[] CountryLevels =
    {
        "ac", "co", "com", "edu", "gob", "go", "gov", "gouv", "ltd", "me", "mil", "ne", "net", "nom", "or", "org", "plc",
    };

    /// <summary>
    /// Domains of hosting companies. Names next to each other under such a domain belong to different owners, so the registry's neighbour need not be the
    /// registry's own. Source: publicsuffix.org, reduced to domains that have registries. If one is missing here, the effect is that a neighbour which the
    /// registry itself names is trusted.
    /// </summary>
    private static readonly string[] SharedDomains =
    {
        "amazonaws.com", "amazonaws.com.cn", "on.aws", "awsapprunner.com", "cloudfront.net", "elasticbeanstalk.com", "azurecr.io", "azurecr.cn",
        "azurewebsites.net", "azurecontainer.io", "azurecontainerapps.io", "cloudapp.net", "azure.com", "windows.net", "appspot.com", "run.app", "web.app",
        "pkg.dev", "googleapis.com", "herokuapp.com", "github.io", "githubpreview.dev", "app.github.dev", "gitlab.io", "jfrog.io", "ngrok.io", "ngrok.app",
        "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "fly.dev", "onrender.com", "railway.app", "workers.dev", "pages.dev", "trycloudflare.com",
        "vercel.app", "netlify.app", "duckdns.org", "dyndns.org", "no-ip.org", "ddns.net", "nip.io", "sslip.io", "digitaloceanspaces.com",
        "ondigitalocean.app", "aliyuncs.com", "myqcloud.com", "tencentcloudcr.com", "scw.cloud", "ovh.net", "your-server.de", "ts.net",
        "uk.com", "us.com", "eu.com", "de.com", "co.com",
    };

    // Alibaba's registries (registry.REGION.aliyuncs.com, NAME.REGION.personal.cr.aliyuncs.com) answer the realm
    // https://dockerauth.REGION.aliyuncs.com/auth. A storage bucket of that name would be under oss-REGION, so it cannot match. Docker Hub
    // (auth.docker.io) and GitLab (gitlab.com) are recognised by their domains.
    private static readonly Regex AlibabaAuthority = new(
        "^dockerauth\\.(?:cn|ap|us|eu|me)-[a-z]+(?:-[0-9])?\\.aliyuncs\\.com\\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>
    /// Whether the connection to it is encrypted, or stays on this machine because the registry is there too. A registry on the network cannot know a
    /// server on this machine.
    /// </summary>
    public static bool IsSafe(Uri realm, RegistryAddress registry)
        => realm.Scheme is "http" or "https" && WebAddress.IsConfidential(realm) && (registry.IsLoopback || !WebAddress.IsLoopback(realm))
            && !WebAddress.IsUnrouted(realm);

    /// <summary>Whether it may receive the registry's password: it is on the registry's own site, or is known to belong to the registry.</summary>
    public static bool IsTrusted(Uri realm, RegistryAddress registry)
    {
        if (!IsSafe(realm, registry))
        {
            return false;
        }

        var (asking, asked) = (WebAddress.Name(registry.BaseUri), WebAddress.Name(realm));
        return asking == asked
            || (registry.IsLoopback && WebAddress.IsLoopback(realm))
            || (registry.BaseUri.HostNameType == UriHostNameType.Dns && realm.HostNameType == UriHostNameType.Dns && AreOneSite(asking, asked))
            || (asking.EndsWith(".aliyuncs.com", StringComparison.Ordinal) && AlibabaAuthority.IsMatch(asked));
    }

    /// <summary>
    /// Whether two names are in the same domain of one owner, such as registry.example.com and auth.example.com, or one of them is that domain.
    /// </summary>
    private static bool AreOneSite(string one, string other)
    {
        var (parent, otherParent) = (Parent(one), Parent(other));
        return (parent == otherParent && IsOwned(parent)) || (parent == other && IsOwned(other)) || (otherParent == one && IsOwned(one));
    }

    private static bool IsOwned(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2
            && !(labels.Length == 2 && labels[1].Length == 2 && CountryLevels.Contains(labels[0]))
            && !SharedDomains.Any(shared => domain == shared || domain.EndsWith("." + shared, StringComparison.Ordinal));
    }

    private static string Parent(string name) => name.Substring(name.IndexOf('.') + 1);
}
