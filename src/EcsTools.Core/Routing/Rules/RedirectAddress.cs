using System.Text.RegularExpressions;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Routing.Balancers;

namespace EcsTools.Routing.Rules;

/// <summary>Reads where a redirect leads to: an address, or a path. Parts that are not given stay as in the request.</summary>
internal static class RedirectAddress
{
    private static readonly Regex Form = new(
        @"^(?:(?<protocol>https?|\#\{protocol\})://(?<host>[^/:?\s]+)(?::(?<port>\d{1,5}|\#\{port\}))?)?(?<path>/[^?\s]*)?(?:\?(?<query>\S*))?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static RedirectActionConfig Parse(RedirectRequest request)
    {
        var match = Form.Match(request.To);
        if (!match.Success || request.To.Length == 0)
        {
            throw LoadBalancerChecks.Wrong(
                "RedirectTo", request.To, "is neither an address nor a path.", "https://www.example.com (same path), https://#{host}/new or /new/#{path}");
        }

        var protocol = Value("protocol")?.ToUpperInvariant();
        var isSame = protocol is null or "#{PROTOCOL}";
        return new RedirectActionConfig
        {
            Protocol = isSame ? "#{protocol}" : protocol,
            Host = Value("host") ?? "#{host}",
            Port = Value("port") ?? (isSame ? "#{port}" : protocol == "HTTPS" ? "443" : "80"),
            Path = Value("path") ?? "/#{path}",
            Query = match.Groups["query"].Success ? match.Groups["query"].Value : "#{query}",
            StatusCode = request.IsTemporary ? RedirectActionStatusCodeEnum.HTTP_302 : RedirectActionStatusCodeEnum.HTTP_301,
        };

        string? Value(string group) => match.Groups[group].Success ? match.Groups[group].Value : null;
    }
}
