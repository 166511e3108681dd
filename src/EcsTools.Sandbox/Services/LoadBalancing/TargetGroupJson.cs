using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Maps target groups from and to the members of the service model.</summary>
internal static class TargetGroupJson
{
    /// <param name="group">The target group.</param>
    /// <param name="balancers">The ARNs of the load balancers that use it.</param>
    public static JsonObject Write(TargetGroup group, IEnumerable<string> balancers)
    {
        var members = new JsonObject
        {
            ["TargetGroupArn"] = group.Arn,
            ["TargetGroupName"] = group.Name,
            ["LoadBalancerArns"] = balancers.ToJson(),
            ["TargetType"] = group.TargetType,
        };
        if (group.Protocol is not null)
        {
            members["Protocol"] = group.Protocol;
            members["Port"] = group.Port;
            members["VpcId"] = group.VpcId;
            members["IpAddressType"] = group.IpAddressType;
        }

        if (group.ProtocolVersion is not null)
        {
            members["ProtocolVersion"] = group.ProtocolVersion;
        }

        Write(group.HealthCheck, group, members);
        return members;
    }

    /// <summary>A group that was saved with <see cref="Write(TargetGroup, IEnumerable{string})"/>.</summary>
    public static TargetGroup Read(JsonObject from, ResourceTags tags) => new(from.Text("TargetGroupArn")!)
    {
        TargetType = from.Text("TargetType")!,
        Protocol = from.Text("Protocol"),
        ProtocolVersion = from.Text("ProtocolVersion"),
        Port = (int?)from.Integer("Port"),
        VpcId = from.Text("VpcId"),
        IpAddressType = from.Text("IpAddressType") ?? "ipv4",
        HealthCheck = ReadCheck(from, new HealthCheck()),
        Tags = tags,
    };

    /// <summary>The health check of a request. Members that it leaves out stay as they are known.</summary>
    public static HealthCheck ReadCheck(JsonObject from, HealthCheck known)
    {
        var matcher = from.Object("Matcher");
        return new HealthCheck
        {
            IsEnabled = from.Flag("HealthCheckEnabled") ?? known.IsEnabled,
            Protocol = from.Text("HealthCheckProtocol") ?? known.Protocol,
            Port = from.Text("HealthCheckPort") ?? known.Port,
            Path = from.Text("HealthCheckPath") ?? known.Path,
            Interval = (int)(from.Integer("HealthCheckIntervalSeconds") ?? known.Interval),
            Timeout = (int)(from.Integer("HealthCheckTimeoutSeconds") ?? known.Timeout),
            HealthyThreshold = (int)(from.Integer("HealthyThresholdCount") ?? known.HealthyThreshold),
            UnhealthyThreshold = (int)(from.Integer("UnhealthyThresholdCount") ?? known.UnhealthyThreshold),
            Matcher = matcher?.Text("HttpCode") ?? matcher?.Text("GrpcCode") ?? known.Matcher,
        };
    }

    private static void Write(HealthCheck check, TargetGroup group, JsonObject members)
    {
        members["HealthCheckEnabled"] = check.IsEnabled;
        members["HealthCheckIntervalSeconds"] = check.Interval;
        members["HealthCheckTimeoutSeconds"] = check.Timeout;
        members["HealthyThresholdCount"] = check.HealthyThreshold;
        members["UnhealthyThresholdCount"] = check.UnhealthyThreshold;
        if (group.TargetType != TargetTypes.Lambda)
        {
            members["HealthCheckProtocol"] = check.Protocol;
            members["HealthCheckPort"] = check.Port;
        }

        members["HealthCheckPath"] = check.Path;
        members["Matcher"] = new JsonObject { [group.ProtocolVersion == "GRPC" ? "GrpcCode" : "HttpCode"] = check.Matcher };
    }
}
