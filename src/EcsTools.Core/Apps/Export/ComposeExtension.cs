using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Compose.Yaml;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>Writes <c>x-fargate</c> of a service.</summary>
internal static class ComposeExtension
{
    public static YamlBlock Of(SnapshotService service, JsonObject container)
    {
        var block = Secrets(container)
            .Add("cpu", TaskDefinitionDocument.Text(service.Document["cpu"]))
            .Add("memory", TaskDefinitionDocument.Text(service.Document["memory"]))
            .Add("ephemeralStorage", TaskDefinitionDocument.Text(service.Document["ephemeralStorage"]?["sizeInGiB"]))
            .Add("taskRole", TaskDefinitionDocument.Text(service.Document["taskRoleArn"]))
            .Add("executionRole", ExecutionRole(service));
        if (service.Kind == AppServiceKind.RunOnce)
        {
            return block.Add("runOnce", "true");
        }

        if (service.Schedule is { } schedule)
        {
            return block.Add("schedule", Schedule(schedule));
        }

        var model = service.Model!;
        if (service.Routes.Count > 0)
        {
            block.Add("route", Route(service));
        }
        else
        {
            block.Add("route", "none");
        }

        return block
            .Add("scaling", Scaling(service.Scaling))
            .Add("spot", Spot(service))
            .Add("strategy", model.Strategy switch { "BLUE_GREEN" => "blueGreen", "LINEAR" => "linear", "CANARY" => "canary", _ => null })
            .Add("healthCheckGracePeriod", model.HealthCheckGracePeriod > TimeSpan.Zero ? Seconds(model.HealthCheckGracePeriod) : null)
            .Add("enableExecuteCommand", model.EnableExecuteCommand ? "true" : null);
    }

    /// <summary>Secrets by their names, that of the registry too. Their values are not known here.</summary>
    public static YamlBlock Secrets(JsonObject container)
    {
        var secrets = new YamlBlock();
        foreach (var secret in (container["secrets"] as JsonArray ?? []).OfType<JsonObject>())
        {
            secrets.Add(TaskDefinitionDocument.Text(secret["name"])!, TaskDefinitionDocument.Text(secret["valueFrom"]));
        }

        var files = (container["environmentFiles"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(file => TaskDefinitionDocument.Text(file["value"]) ?? "").ToList();
        return new YamlBlock().Add("secrets", secrets).Add("environmentFiles", files.Count == 0 ? null : files)
            .Add("pullCredential", TaskRoles.PullSecretOf(container));
    }

    /// <summary>The role that publications create needs no key.</summary>
    private static string? ExecutionRole(SnapshotService service)
        => TaskDefinitionDocument.Text(service.Document["executionRoleArn"]) is { } role
            && AwsArn.NameOf(role) != EcsRoleDefinition.DefaultName(new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution }) ? role : null;

    private static YamlBlock Schedule(ScheduledTask schedule)
    {
        var (kind, text) = schedule.Expression.Split('(') is [var name, var rest] ? (name, rest.TrimEnd(')')) : ("rate", schedule.Expression);
        var block = new YamlBlock();
        if (kind == "rate")
        {
            var parts = text.Split(' ');
            block.Add("every", parts[0] + (parts.Length > 1 ? parts[1].Substring(0, 1) : "m"));
        }
        else
        {
            block.Add(kind, text);
        }

        return block.Add("timeZone", schedule.TimeZone == "UTC" ? null : schedule.TimeZone)
            .Add("count", schedule.TaskCount == 1 ? null : schedule.TaskCount.ToString(CultureInfo.InvariantCulture))
            .Add("retries", schedule.RetryAttempts?.ToString(CultureInfo.InvariantCulture))
            .Add("flexibleWindow", schedule.FlexibleWindow > TimeSpan.Zero ? Seconds(schedule.FlexibleWindow) : null);
    }

    private static YamlBlock Route(SnapshotService service)
    {
        var route = service.Routes[0];
        var group = service.Groups[0];
        IReadOnlyList<string>? Values(string field, bool isRegex = false) => route.Conditions.FirstOrDefault(
            condition => condition.Field == field && condition.IsRegex == isRegex)?.Values.Select(value => value.Replace("$", "$$")).ToList();
        YamlBlock Named(string field)
        {
            var block = new YamlBlock();
            foreach (var condition in route.Conditions.Where(condition => condition.Field == field && condition.Name is not null))
            {
                block.Add(condition.Name!, condition.Values.Select(value => value.Replace("$", "$$")).ToList());
            }

            return block;
        }

        string? Attribute(string name) => group.Attributes.TryGetValue(name, out var value) && value != "0" ? value + "s" : null;
        var check = new YamlBlock()
            .Add("path", group.Group.HealthCheckPath)
            .Add("interval", group.Group.HealthCheckIntervalSeconds + "s")
            .Add("timeout", group.Group.HealthCheckTimeoutSeconds + "s")
            .Add("healthyThreshold", group.Group.HealthyThresholdCount?.ToString(CultureInfo.InvariantCulture))
            .Add("unhealthyThreshold", group.Group.UnhealthyThresholdCount?.ToString(CultureInfo.InvariantCulture))
            .Add("successCode", group.Group.Matcher?.HttpCode);
        var isSticky = group.Attributes.TryGetValue("stickiness.enabled", out var sticky) && sticky == "true";
        return new YamlBlock()
            .Add("path", Values("path"))
            .Add("pathRegex", Values("path", isRegex: true))
            .Add("host", Values("host"))
            .Add("method", Values("method"))
            .Add("header", Named("header"))
            .Add("query", Query(route))
            .Add("source", Values("source"))
            .Add("port", route.ContainerPort?.ToString(CultureInfo.InvariantCulture))
            .Add("priority", route.Priority?.ToString(CultureInfo.InvariantCulture))
            .Add("healthCheck", check)
            .Add("deregistrationDelay", Attribute("deregistration_delay.timeout_seconds"))
            .Add("slowStart", Attribute("slow_start.duration_seconds"))
            .Add("stickiness", isSticky ? Attribute("stickiness.lb_cookie.duration_seconds") : null);
    }

    /// <summary>The values of a query condition are pairs, such as <c>version=2</c>.</summary>
    private static YamlBlock Query(FargateRoute route)
    {
        var block = new YamlBlock();
        foreach (var pairs in route.Conditions.Where(condition => condition.Field == "query").SelectMany(condition => condition.Values)
            .Select(value => value.Split(['='], 2)).GroupBy(pair => pair.Length == 2 ? pair[0] : "", StringComparer.Ordinal))
        {
            block.Add(pairs.Key, pairs.Select(pair => pair[pair.Length - 1].Replace("$", "$$")).ToList());
        }

        return block;
    }

    private static YamlBlock? Scaling(FargateScaling? scaling) => scaling is null ? null : new YamlBlock()
        .Add("minimum", scaling.MinimumCount?.ToString(CultureInfo.InvariantCulture))
        .Add("maximum", scaling.MaximumCount?.ToString(CultureInfo.InvariantCulture))
        .Add("cpu", scaling.CpuTarget?.ToString(CultureInfo.InvariantCulture))
        .Add("memory", scaling.MemoryTarget?.ToString(CultureInfo.InvariantCulture))
        .Add("requests", scaling.RequestTarget?.ToString(CultureInfo.InvariantCulture))
        .Add("outCooldown", scaling.ScaleOutCooldown is { } longer ? Seconds(longer) : null)
        .Add("inCooldown", scaling.ScaleInCooldown is { } shorter ? Seconds(shorter) : null);

    private static YamlBlock? Spot(SnapshotService service)
    {
        var items = service.Service!.CapacityProviderStrategy ?? [];
        var spot = items.Find(item => item.CapacityProvider == "FARGATE_SPOT");
        var demand = items.Find(item => item.CapacityProvider == "FARGATE");
        return spot is null ? null : new YamlBlock()
            .Add("weight", (spot.Weight ?? 0).ToString(CultureInfo.InvariantCulture))
            .Add("onDemand", (demand?.Weight ?? 0).ToString(CultureInfo.InvariantCulture))
            .Add("base", demand?.Base is > 0 and var least ? least.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s";
}
