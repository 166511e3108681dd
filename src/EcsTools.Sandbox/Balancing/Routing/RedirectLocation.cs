using System;
using System.Globalization;
using System.Text;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>The address that a redirect leads to.</summary>
internal static class RedirectLocation
{
    /// <param name="redirect">The redirect.</param>
    /// <param name="request">What it answers.</param>
    /// <param name="protocol">The protocol of the listener, in lower case.</param>
    /// <param name="port">The port of the listener.</param>
    /// <param name="reachablePort">The port of this machine that leads to a port of the balancer.</param>
    public static string Of(RuleAction.Redirect redirect, IRequestFacts request, string protocol, int port, Func<int, int> reachablePort)
    {
        string Fill(string template) => Filled(template, request, protocol, port);

        var (host, target, query) = (Fill(redirect.Host), Fill(redirect.Port), Fill(redirect.Query));
        if (host == request.HostName && int.TryParse(target, out var number))
        {
            target = reachablePort(number).ToString(CultureInfo.InvariantCulture);
        }

        return $"{Fill(redirect.Protocol).ToLowerInvariant()}://{host}:{target}{Fill(redirect.Path)}{(query.Length > 0 ? "?" + query : "")}";
    }

    /// <summary>Fills all keywords in one pass, so that a path that looks like a keyword stays what it is.</summary>
    private static string Filled(string template, IRequestFacts request, string protocol, int port)
    {
        var text = new StringBuilder();
        var at = 0;
        while (template.IndexOf("#{", at, StringComparison.Ordinal) is >= 0 and var start && template.IndexOf('}', start) is >= 0 and var end)
        {
            text.Append(template, at, start - at);
            text.Append(template.Substring(start, end + 1 - start) switch
            {
                "#{protocol}" => protocol,
                "#{host}" => request.HostName,
                "#{port}" => port.ToString(CultureInfo.InvariantCulture),
                "#{path}" => request.Path.StartsWith("/", StringComparison.Ordinal) ? request.Path.Substring(1) : request.Path,
                "#{query}" => request.Query,
                var other => other,
            });
            at = end + 1;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
