using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Sandbox.Engine;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What services of containers behind load balancers are made of.</summary>
internal static class BalancedServices
{
    /// <summary>The path of an <see cref="AgingApp"/>.</summary>
    public const string AppPath = "/cgi-bin/app";

    /// <summary>A web server over a folder that a script prepares.</summary>
    public static JsonObject WebServer(this DockerSandbox sandbox, string script)
        => sandbox.ServiceDefinition($"mkdir -p /www; cd /www; {script.Replace(" /index", " /www/index")}; exec httpd -f -p 8080 -h /www", port: 8080);

    /// <summary>A program that answers with its version, and after so many answers, health checks included, with the status 500.</summary>
    public static JsonObject AgingApp(this DockerSandbox sandbox, string version, int answers) => sandbox.WebServer($"""
        mkdir cgi-bin; cat > cgi-bin/app <<'END'
        #!/bin/sh
        echo >> /answers
        [ $(wc -l < /answers) -gt {answers} ] && printf 'Status: 500 Internal Server Error\r\n'
        printf 'Content-Type: text/plain\r\n\r\n{version}\n'
        END
        chmod +x cgi-bin/app; echo up > /index.html
        """);

    /// <summary>A target group whose checks come soon, and whose targets leave soon.</summary>
    public static async Task<string> GroupOfContainersAsync(this EcsSandbox sandbox, string path = "/")
    {
        var group = await sandbox.GroupAsync(null, new JsonObject
        {
            ["HealthCheckPath"] = path,
            ["HealthCheckIntervalSeconds"] = 6,
            ["HealthCheckTimeoutSeconds"] = 5,
        });
        await sandbox.ElbAsync("ModifyTargetGroupAttributes", new JsonObject
        {
            ["TargetGroupArn"] = group,
            ["Attributes"] = new JsonArray(new JsonObject { ["Key"] = "deregistration_delay.timeout_seconds", ["Value"] = "10" }),
        });
        return group;
    }

    public static async Task<string> UrlAsync(this EcsSandbox sandbox, string balancer)
        => "http://" + (string)(await sandbox.ElbAsync(
            "DescribeLoadBalancers", new JsonObject { ["LoadBalancerArns"] = new JsonArray(balancer) }))["LoadBalancers"]![0]!["DNSName"]!;

    /// <summary>Members of a service in one target group.</summary>
    public static JsonObject Behind(string group) => new()
    {
        ["loadBalancers"] = new JsonArray(new JsonObject
        {
            ["targetGroupArn"] = group,
            ["containerName"] = "main",
            ["containerPort"] = 8080,
        }),
    };

    /// <summary>Members of a service whose deployments move the traffic of a rule between two target groups.</summary>
    public static async Task<JsonObject> BehindBothAsync(
        this EcsSandbox sandbox, string blue, string green, string rule, JsonObject configuration, string? testRule = null)
    {
        var members = Behind(blue);
        members["loadBalancers"]![0]!["advancedConfiguration"] = new JsonObject
        {
            ["alternateTargetGroupArn"] = green,
            ["productionListenerRule"] = rule,
            ["roleArn"] = await sandbox.NewRoleAsync("ecs.amazonaws.com", null, "elasticloadbalancing:*"),
        };
        if (testRule is not null)
        {
            members["loadBalancers"]![0]!["advancedConfiguration"]!["testListenerRule"] = testRule;
        }

        members["deploymentConfiguration"] = configuration;
        return members;
    }

    /// <summary>Forwards everything to the first of two groups.</summary>
    public static JsonObject Weighted(string first, string second) => new()
    {
        ["Type"] = "forward",
        ["ForwardConfig"] = new JsonObject
        {
            ["TargetGroups"] = new JsonArray(
                new JsonObject { ["TargetGroupArn"] = first, ["Weight"] = 100 }, new JsonObject { ["TargetGroupArn"] = second, ["Weight"] = 0 }),
        },
    };
}
