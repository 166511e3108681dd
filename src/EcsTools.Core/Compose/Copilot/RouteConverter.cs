using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>The section <c>http</c> of a manifest as a route.</summary>
internal sealed class RouteConverter
{
    private readonly ManifestNode _manifest;
    private readonly ManifestNode? _image;
    private readonly bool _isWeb;

    public RouteConverter(ManifestNode manifest, ManifestNode? image, bool isWeb)
    {
        _manifest = manifest;
        _image = image;
        _isWeb = isWeb;
    }

    public void Convert(YamlBlock fargate)
    {
        if (_manifest.Map("http") is not { } http)
        {
            fargate.Add("route", _manifest.IsText("http") || !_isWeb ? "none" : null);
            _manifest.Take("http");
            return;
        }

        if (!_isWeb)
        {
            _manifest.Lost("http", "the load balancer of a backend service is internal", "Publish with -Internal.");
        }

        var route = new YamlBlock();
        var alias = Alias(http);
        var paths = Paths(http).Concat(Additional(http)).Distinct().ToList();
        var isAll = paths.Contains("/*");
        route.Add("path", isAll && (alias is not null || paths.Count == 1) ? null : paths).Add("host", alias);
        route.Add("source", http.Texts("allowed_source_ips") is { } sources
            ? sources.Select(source => source.Contains('/') ? source : source + "/32").ToList() : null);
        route.Add("port", Port(http)).Add("healthCheck", HealthCheck(http, fargate));
        route.Add("deregistrationDelay", http.Text("deregistration_delay")).Add("stickiness", http.Flag("stickiness") == true ? "1d" : null);
        fargate.AddAlways("route", route);
        Losses(http);
    }

    private static void Losses(ManifestNode http)
    {
        if (http.Flag("redirect_to_https") == false)
        {
            http.Lost("redirect_to_https", "a load balancer with a certificate redirects to HTTPS", "Add a listener for HTTP with New-FargateLoadBalancer.");
        }

        http.Lost("hosted_zone", "records of the domain are not created", "Point the domain at the load balancer.");
        http.Lost("version", "the load balancer speaks HTTP/1.1 to the container", "Let the container answer HTTP/1.1.");
        http.Lost("private", "whether the load balancer is internal is decided when it is created", "Publish with -Internal.");
    }

    /// <summary>Copilot sends both the path and what is under it.</summary>
    private static IEnumerable<string> Paths(ManifestNode node)
    {
        var path = (node.Text("path") ?? "/").Trim('/');
        return path.Length == 0 ? ["/*"] : path.Contains('*') ? ["/" + path] : ["/" + path, $"/{path}/*"];
    }

    /// <summary>A rule that differs only in its path is another path of the same route.</summary>
    private static IEnumerable<string> Additional(ManifestNode http)
    {
        var paths = new List<string>();
        foreach (var rule in http.Maps("additional_rules").Concat(http.Maps("additional_rule")))
        {
            if (rule.Entries.All(entry => entry.Key == "path"))
            {
                paths.AddRange(Paths(rule));
                continue;
            }

            rule.Lost(rule.Entries.First().Key, "a service has one route, and this rule has other settings",
                "Add the rule with Add-FargateRoute after you publish.");
            foreach (var entry in rule.Entries)
            {
                rule.Take(entry.Key);
            }
        }

        return paths;
    }

    private static IReadOnlyList<string>? Alias(ManifestNode http)
    {
        if (http.Take("alias") is YamlList { Items: [YamlMap, ..] })
        {
            var names = new List<string>();
            foreach (var alias in http.Maps("alias"))
            {
                names.Add(alias.Text("name") ?? "");
                alias.Lost("hosted_zone", "records of the domain are not created", "Point the domain at the load balancer.");
            }

            return names;
        }

        return http.Texts("alias")?.SelectMany(text => text.Split(',')).Select(text => text.Trim()).ToList();
    }

    /// <summary>The port of the container that is named, or of the main one.</summary>
    private string? Port(ManifestNode http)
    {
        var container = http.Text("target_container") ?? http.Text("targetContainer");
        var sidecar = container is null ? null
            : _manifest.Named("sidecars").Where(one => one.Name == container).Select(one => one.Node.Text("port")).FirstOrDefault();
        return http.Text("target_port") ?? (sidecar ?? _image?.Text("port"))?.Split('/')[0];
    }

    private static object? HealthCheckValue(ManifestNode http) => http.IsText("healthcheck") ? http.Text("healthcheck") : http.Map("healthcheck");

    private static YamlBlock? HealthCheck(ManifestNode http, YamlBlock fargate)
    {
        switch (HealthCheckValue(http))
        {
            case string path:
                return new YamlBlock().Add("path", path);
            case ManifestNode node:
                fargate.Add("healthCheckGracePeriod", node.Text("grace_period"));
                node.Lost("port", "the load balancer checks the port that it sends requests to", "Answer the check at that port.");
                return new YamlBlock()
                    .Add("path", node.Text("path"))
                    .Add("successCode", node.Text("success_codes"))
                    .Add("healthyThreshold", node.Text("healthy_threshold"))
                    .Add("unhealthyThreshold", node.Text("unhealthy_threshold"))
                    .Add("interval", node.Text("interval"))
                    .Add("timeout", node.Text("timeout"));
            default:
                return null;
        }
    }
}
