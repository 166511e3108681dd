using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Apps.Inventory;

/// <summary>The address at which a route can be tried.</summary>
internal static class AppUrls
{
    /// <summary>The address of a route of a load balancer; null if the load balancer has no listener.</summary>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="paths">Paths of the route; empty for every path.</param>
    /// <param name="hosts">Host names of the route; empty for every host.</param>
    public static string? Of(FargateLoadBalancer balancer, IReadOnlyList<string> paths, IReadOnlyList<string> hosts)
    {
        if (balancer.Url is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var root))
        {
            return null;
        }

        var host = hosts.FirstOrDefault(name => name.IndexOfAny(['*', '?']) < 0);
        var address = host is null ? root.GetLeftPart(UriPartial.Authority)
            : root.IsDefaultPort ? $"{root.Scheme}://{host}" : $"{root.Scheme}://{host}:{root.Port.ToString(CultureInfo.InvariantCulture)}";
        return address + PathOf(paths);
    }

    /// <summary>A path that fits the pattern: <c>/api/*</c> becomes <c>/api/</c>.</summary>
    private static string PathOf(IReadOnlyList<string> paths)
    {
        var path = paths.FirstOrDefault() ?? "/";
        var wildcard = path.IndexOfAny(['*', '?']);
        return wildcard < 0 ? path : path.Substring(0, wildcard) is { Length: > 0 } fixedPart ? fixedPart : "/";
    }
}
