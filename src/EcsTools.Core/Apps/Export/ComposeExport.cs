using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Yaml;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>Writes an app as a compose file. Published again from it, nothing of the app changes.</summary>
internal sealed class ComposeExport(AppSnapshot app)
{
    private readonly HiddenValues _hidden = new();
    private readonly List<string> _warnings = [];

    public AppExportResult Write()
    {
        var services = new YamlBlock();
        foreach (var service in app.Services)
        {
            foreach (var container in service.Containers.OrderBy(container => container != service.Main))
            {
                services.AddAlways(SnapshotService.NameOf(container), Container(service, container));
            }
        }

        if (_hidden.Names.Count > 0)
        {
            _warnings.Add($"Values that look like secrets are not in the file. Set these variables before you publish it: {string.Join(", ", _hidden.Names)}.");
        }

        var options = app.Balancer is null ? "" : $" -LoadBalancer {app.Balancer.Model.LoadBalancer}";
        var inside = app.Services.FirstOrDefault(service => service.Model is { AssignPublicIp: false })?.Model;
        options += inside is null ? "" : $" -Subnet {string.Join(",", inside.Subnets)}";
        return new AppExportResult(
            $"# To publish it: Publish-FargateApp ./compose.yaml -Cluster {app.Cluster}{options}\n"
                + YamlWriter.Write(new YamlBlock().Add("name", app.App).AddAlways("services", services)),
            _warnings);
    }

    private YamlBlock Container(SnapshotService service, JsonObject container)
    {
        var isMain = container == service.Main;
        var block = new YamlBlock()
            .Add("image", Plain(TaskDefinitionDocument.Text(container["image"])))
            .Add("platform", isMain ? Platform(service) : null)
            .Add("command", Words(container["command"]))
            .Add("entrypoint", Words(container["entryPoint"]))
            .Add("environment", Environment(service, container))
            .Add("expose", Ports(container))
            .Add("healthcheck", HealthCheck(container["healthCheck"] as JsonObject))
            .Add("user", Text(container, "user"))
            .Add("working_dir", Text(container, "workingDirectory"))
            .Add("read_only", Text(container, "readonlyRootFilesystem"))
            .Add("init", TaskDefinitionDocument.Text(container["linuxParameters"]?["initProcessEnabled"]))
            .Add("tty", Text(container, "pseudoTerminal"))
            .Add("stdin_open", Text(container, "interactive"))
            .Add("stop_grace_period", Text(container, "stopTimeout") is { } stop ? stop + "s" : null)
            .Add("labels", Map(container["dockerLabels"] as JsonObject))
            .Add("sysctls", Pairs(container["systemControls"], "namespace", "value"))
            .Add("cap_add", Words(container["linuxParameters"]?["capabilities"]?["add"]))
            .Add("cap_drop", Words(container["linuxParameters"]?["capabilities"]?["drop"]))
            .Add("ulimits", Limits(container))
            .Add("depends_on", Dependencies(container))
            .Add("logging", Logging(service, container))
            .Add("deploy", Deploy(service, container, isMain));
        Lost(service, container);
        return block.Add("x-fargate", (isMain ? ComposeExtension.Of(service, container) : Sidecar(service, container))
            .Add("connect", app.AllAreConnected && IsReached(service, container) ? "true" : null));
    }

    /// <summary>Whether the other services reach a container by its name.</summary>
    private static bool IsReached(SnapshotService service, JsonObject container)
    {
        var ports = (container["portMappings"] as JsonArray ?? []).Select(port => TaskDefinitionDocument.Text(port?["name"])).OfType<string>().ToList();
        return service.Connect?.Services?.Exists(endpoint => ports.Contains(endpoint.PortName)) == true;
    }

    private YamlBlock Sidecar(SnapshotService service, JsonObject container) => ComposeExtension.Secrets(container)
        .Add("sidecarOf", SnapshotService.NameOf(service.Main))
        .Add("essential", Text(container, "essential") == "false" ? "false" : null)
        .Add("logRouter", TaskDefinitionDocument.Text(container["firelensConfiguration"]?["type"]));

    /// <summary>A value that a compose file takes as it is: a dollar sign would begin a variable.</summary>
    private static string? Plain(string? text) => text?.Replace("$", "$$");

    private static string? Text(JsonObject container, string member) => Plain(TaskDefinitionDocument.Text(container[member]));

    private static IReadOnlyList<string>? Words(JsonNode? node)
        => node is JsonArray { Count: > 0 } list ? list.Select(word => Plain(TaskDefinitionDocument.Text(word)) ?? "").ToList() : null;

    private static string Platform(SnapshotService service)
    {
        var platform = service.Document["runtimePlatform"];
        var processor = TaskDefinitionDocument.Text(platform?["cpuArchitecture"]) == "ARM64" ? "arm64" : "amd64";
        return (TaskDefinitionDocument.Text(platform?["operatingSystemFamily"]) ?? "LINUX") == "LINUX" ? "linux/" + processor : "windows/" + processor;
    }

    private YamlBlock Environment(SnapshotService service, JsonObject container)
    {
        var block = new YamlBlock();
        foreach (var variable in (container["environment"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var hidden = _hidden.NameFor(service, container, variable);
            block.Add(
                TaskDefinitionDocument.Text(variable["name"])!,
                hidden is null ? Plain(TaskDefinitionDocument.Text(variable["value"]) ?? "") : $"${{{hidden}:?give the value of {hidden}}}");
        }

        return block;
    }

    private static List<string>? Ports(JsonObject container)
    {
        var ports = (container["portMappings"] as JsonArray ?? []).OfType<JsonObject>().Select(
            port => TaskDefinitionDocument.Text(port["containerPort"]) + (TaskDefinitionDocument.Text(port["protocol"]) == "udp" ? "/udp" : "")).ToList();
        return ports.Count == 0 ? null : ports;
    }

    private static YamlBlock? HealthCheck(JsonObject? check)
    {
        string? Seconds(string member) => TaskDefinitionDocument.Text(check[member]) is { } seconds ? seconds + "s" : null;
        return check is null ? null : new YamlBlock()
            .Add("test", Words(check["command"]))
            .Add("interval", Seconds("interval"))
            .Add("timeout", Seconds("timeout"))
            .Add("retries", TaskDefinitionDocument.Text(check["retries"])).Add("start_period", Seconds("startPeriod"));
    }

    private static YamlBlock? Map(JsonObject? map)
    {
        var block = new YamlBlock();
        foreach (var item in map ?? new JsonObject())
        {
            block.Add(item.Key, Plain(TaskDefinitionDocument.Text(item.Value) ?? ""));
        }

        return block;
    }

    private static YamlBlock Pairs(JsonNode? list, string key, string value)
    {
        var block = new YamlBlock();
        foreach (var item in (list as JsonArray ?? []).OfType<JsonObject>())
        {
            block.Add(TaskDefinitionDocument.Text(item[key])!, Plain(TaskDefinitionDocument.Text(item[value]) ?? ""));
        }

        return block;
    }

    private static YamlBlock Limits(JsonObject container)
    {
        var block = new YamlBlock();
        foreach (var limit in (container["ulimits"] as JsonArray ?? []).OfType<JsonObject>())
        {
            block.Add(TaskDefinitionDocument.Text(limit["name"])!, new YamlBlock()
                .Add("soft", TaskDefinitionDocument.Text(limit["softLimit"])).Add("hard", TaskDefinitionDocument.Text(limit["hardLimit"])));
        }

        return block;
    }

    private static YamlBlock Dependencies(JsonObject container)
    {
        var block = new YamlBlock();
        foreach (var dependency in (container["dependsOn"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var condition = TaskDefinitionDocument.Text(dependency["condition"]) switch
            {
                "HEALTHY" => "service_healthy",
                "SUCCESS" or "COMPLETE" => "service_completed_successfully",
                _ => "service_started",
            };
            block.Add(TaskDefinitionDocument.Text(dependency["containerName"])!, new YamlBlock().Add("condition", condition));
        }

        return block;
    }

    /// <summary>The log group that a publication chooses needs no key.</summary>
    private YamlBlock? Logging(SnapshotService service, JsonObject container)
    {
        var log = container["logConfiguration"] as JsonObject;
        if (log is null)
        {
            return new YamlBlock().Add("driver", "none");
        }

        var driver = TaskDefinitionDocument.Text(log["logDriver"]);
        if (driver == "awslogs")
        {
            if (TaskDefinitionDocument.Text(log["options"]?["awslogs-group"]) != "/ecs/" + service.FullName)
            {
                return new YamlBlock().Add("driver", driver).Add("options", Map(log["options"] as JsonObject));
            }

            return null;
        }

        return new YamlBlock().Add("driver", driver).Add("options", Map(log["options"] as JsonObject));
    }

    private static YamlBlock Deploy(SnapshotService service, JsonObject container, bool isMain)
    {
        var isAlone = service.Containers.Count() == 1;
        var limits = isAlone ? null : new YamlBlock()
            .Add("cpus", int.TryParse(TaskDefinitionDocument.Text(container["cpu"]), out var units) && units > 0
                ? (units / 1024.0).ToString("0.#####", CultureInfo.InvariantCulture) : null)
            .Add("memory", TaskDefinitionDocument.Text(container["memory"]) is { } memory ? memory + "m" : null);
        var labels = new YamlBlock();
        foreach (var tag in isMain ? service.OwnTags : [])
        {
            labels.Add(tag.Key, Plain(tag.Value));
        }

        return new YamlBlock()
            .Add("replicas", isMain && service is { Model: { } model, Scaling: null } ? model.DesiredCount.ToString(CultureInfo.InvariantCulture) : null)
            .Add("labels", labels)
            .Add("resources", new YamlBlock().Add("limits", limits));
    }

    /// <summary>Names what a compose file cannot say.</summary>
    private void Lost(SnapshotService service, JsonObject container)
    {
        foreach (var member in new[] { "mountPoints", "volumesFrom", "extraHosts", "resourceRequirements", "restartPolicy" }
            .Where(member => container[member] is JsonArray { Count: > 0 } or JsonObject { Count: > 0 }))
        {
            _warnings.Add($"The file has nothing for {member} of container '{SnapshotService.NameOf(container)}'. Add it by hand, or it is removed when the "
                + "file is published.");
        }

        if (service.Model is { } model && container == service.Main)
        {
            if (model.MinimumHealthyPercent != 100 || model.MaximumPercent != 200)
            {
                _warnings.Add(FormattableString.Invariant($"The file has nothing for the percents {model.MinimumHealthyPercent} and {model.MaximumPercent} of ")
                    + $"service '{service.Name}'. They stay if the service exists.");
            }

            if (service.Routes.Count > 1)
            {
                _warnings.Add($"Service '{service.Name}' has {service.Routes.Count} routes, and the file has the first one. Add the others: Add-FargateRoute");
            }
        }
    }
}
