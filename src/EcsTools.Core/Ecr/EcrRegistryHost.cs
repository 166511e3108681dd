using System.Text.RegularExpressions;

namespace EcsTools.Ecr;

/// <summary>
/// The host of a private ECR registry. It has several names in every partition: the standard one, one for FIPS, and dual-stack ones for
/// IPv6. Source: the ECR user guide, "Making requests to Amazon ECR over IPv6" and "Amazon ECR endpoints".
/// </summary>
/// <param name="AccountId">The account: twelve digits.</param>
/// <param name="Region">Region, such as <c>eu-west-1</c>.</param>
internal sealed record EcrRegistryHost(string AccountId, string Region)
{
    // 123456789012.dkr.ecr[-fips].eu-west-1.amazonaws.com and 123456789012.dkr-ecr[-fips].eu-west-1.on.aws, each with its partition's own
    // ending.
    private static readonly Regex Form = new(
        "^(?<account>[0-9]{12})\\.dkr[.-]ecr(?:-fips)?\\.(?<region>[a-z]{2,}(?:-[a-z]+)+-[0-9]+)\\.[a-z0-9.-]+$", RegexOptions.CultureInvariant);

    private const string ChinaDomain = "amazonaws.com.cn";

    /// <summary>The name to use for a registry instead of its standard one.</summary>
    /// <param name="host">The standard name, as ECR returns it.</param>
    /// <param name="fips">Whether its cryptography must be FIPS-validated (AWS_USE_FIPS_ENDPOINT).</param>
    /// <param name="dualStack">Whether it must also be reachable over IPv6 (AWS_USE_DUALSTACK_ENDPOINT).</param>
    public static string Reached(string host, bool fips, bool dualStack)
    {
        var plain = ".dkr.ecr.";
        var at = host.IndexOf(plain, System.StringComparison.Ordinal);
        if ((!fips && !dualStack) || at < 0 || TryParse(host) is not { } registry)
        {
            return host;
        }

        var ending = fips ? "-fips" : "";
        var domain = host.EndsWith(ChinaDomain, System.StringComparison.Ordinal) ? "on.amazonwebservices.com.cn" : "on.aws";
        return dualStack
            ? $"{registry.AccountId}.dkr-ecr{ending}.{registry.Region}.{domain}"
            : $"{registry.AccountId}.dkr.ecr{ending}.{host.Substring(at + plain.Length)}";
    }

    /// <summary>Null for a host that is not an ECR registry.</summary>
    public static EcrRegistryHost? TryParse(string? host)
    {
        var match = Form.Match(host ?? "");
        return match.Success ? new EcrRegistryHost(match.Groups["account"].Value, match.Groups["region"].Value) : null;
    }
}
