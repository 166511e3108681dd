using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>Writes an app as a script of the commands of this module.</summary>
internal sealed class PowerShellExport(AppSnapshot app)
{
    private readonly StringBuilder _script = new();
    private readonly HiddenValues _hidden = new();
    private readonly List<string> _warnings = [];

    public AppExportResult Write()
    {
        var documents = app.Services.Select(service => (Service: service, Document: Document(service))).ToList();
        Line($"# Creates the app {app.App} with the commands of EcsTools. It can be run again: what exists and is the same stays as it is.");
        Line("#Requires -Modules EcsTools");
        foreach (var name in _hidden.Names)
        {
            Line($"if (-not $env:{name}) {{ throw 'Set the environment variable {name} first: its value looks like a secret, so it is not in this script.' }}");
        }

        if (_hidden.Names.Count > 0)
        {
            _warnings.Add("Values that look like secrets are not in the script. Set these environment variables before you run it: "
                + $"{string.Join(", ", _hidden.Names)}.");
        }

        Line("$ErrorActionPreference = 'Stop'");
        Line("$file = Join-Path ([System.IO.Path]::GetTempPath()) \"ecstools-$PID.json\"");
        Line();
        Line($"$null = New-FargateCluster {Text(app.Cluster)} -Tag {Table(new Dictionary<string, string> { [AppTags.Shared] = AppTags.Yes })}");
        if (app.Secrets.Count > 0)
        {
            Line($"$null = Initialize-EcsRole TaskExecution -SecretArn {Texts(app.Secrets)}");
        }

        Balancer();
        foreach (var (service, document) in documents)
        {
            Line();
            Line($"# {service.Name}");
            Definition(service, document);
            Running(service);
        }

        Line();
        Line("Remove-Item $file");
        return new AppExportResult(_script.ToString(), _warnings);
    }

    private void Balancer()
    {
        if (app.Balancer?.Model is not { } balancer)
        {
            return;
        }

        var certificates = balancer.Listeners.SelectMany(listener => listener.Certificates).Distinct().ToList();
        Line($"$null = New-FargateLoadBalancer {Text(balancer.LoadBalancer)}{(balancer.Scheme == "internal" ? " -Internal" : "")}"
            + (certificates.Count > 0 ? $" -Certificate {Texts(certificates)}" : "")
            + $" -Tag {Table(new Dictionary<string, string> { [AppTags.Shared] = AppTags.Yes })}");
    }

    /// <summary>The definition as JSON for Register-FargateTask -Path, which fills in the account, the region and the environment variables.</summary>
    private string Document(SnapshotService service)
    {
        var document = (JsonObject)service.Document.DeepClone();
        foreach (var tag in (document["tags"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(tag => TaskDefinitionDocument.Text(tag["key"]) == AppTags.Completed).ToList())
        {
            ((JsonArray)document["tags"]!).Remove(tag);
        }

        var escaped = (JsonObject)JsonNode.Parse(TaskDefinitionPlaceholders.Escape(document.ToJsonString()))!;
        foreach (var container in (escaped["containerDefinitions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var variable in (container["environment"] as JsonArray ?? []).OfType<JsonObject>())
            {
                variable["value"] = _hidden.NameFor(service, container, variable) is { } name ? $"${{env:{name}}}" : variable["value"]?.DeepClone();
            }

            if (container["logConfiguration"]?["options"] is JsonObject options && TaskDefinitionDocument.Text(options["awslogs-region"]) == app.Region)
            {
                options["awslogs-region"] = "${region}";
            }
        }

        foreach (var member in new[] { "executionRoleArn", "taskRoleArn" })
        {
            if (TaskDefinitionDocument.Text(escaped[member]) is { } role)
            {
                escaped[member] = role.Replace($"::{app.AccountId}:", "::${account}:");
            }
        }

        return escaped.ToJsonString(TaskDefinitionMapper.Indented).Replace("\r\n", "\n");
    }

    private void Definition(SnapshotService service, string document)
    {
        Line("Set-Content $file -Encoding utf8 -Value @'");
        Line(document);
        Line("'@");
        var retention = FargateTaskDefinitions.LogGroupsOf(service.Document, app.Region)
            .Select(group => app.LogGroups.TryGetValue(group, out var days) ? days : 0).Cast<int?>().FirstOrDefault();
        var role = AwsRole(service);
        Line($"{role}$definition = Register-FargateTask -Path $file{(retention is { } days ? FormattableString.Invariant($" -LogRetention {days}") : "")}");
    }

    /// <summary>The execution role must exist before a definition from a file names it.</summary>
    private static string AwsRole(SnapshotService service)
        => TaskDefinitionDocument.Text(service.Document["executionRoleArn"]) is { } role
            ? $"$null = Initialize-EcsRole TaskExecution -Name {Text(Aws.AwsArn.NameOf(role))}\n" : "";

    private void Running(SnapshotService service)
    {
        switch (service.Kind)
        {
            case AppServiceKind.Service:
                Service(service);
                break;
            case AppServiceKind.Scheduled when service.Schedule is { } schedule:
                Schedule(service, schedule);
                break;
            default:
                Line($"$null = $definition | Start-FargateTask -Cluster {Text(app.Cluster)} -Wait");
                break;
        }
    }

    private void Service(SnapshotService service)
    {
        var model = service.Model!;
        var options = new List<string>
        {
            $"-Cluster {Text(app.Cluster)}",
            FormattableString.Invariant($"-DesiredCount {model.DesiredCount}"),
            FormattableString.Invariant($"-MinimumHealthyPercent {model.MinimumHealthyPercent} -MaximumPercent {model.MaximumPercent}"),
            "-Tag $definition.Tags",
        };
        if (model.EnableExecuteCommand)
        {
            options.Add("-EnableExecuteCommand");
        }

        if (!model.AssignPublicIp)
        {
            _warnings.Add($"Service '{service.Name}' runs in the private subnets {string.Join(", ", model.Subnets)}, and the script uses the public subnets "
                + "of the default VPC. To use others, add -Subnet to its line.");
        }

        if (model.Strategy != "ROLLING")
        {
            options.Add("-Strategy " + model.Strategy switch { "BLUE_GREEN" => "BlueGreen", "LINEAR" => "Linear", _ => "Canary" });
        }

        if (service.Connect is not null)
        {
            _warnings.Add($"The script does not connect service '{service.Name}' to the services of the app, because no command creates a Service Connect "
                + $"namespace. Export it as a compose file instead: Export-FargateApp {app.App} Compose");
        }

        var capacity = service.Service!.CapacityProviderStrategy ?? [];
        if (capacity.Find(item => item.CapacityProvider == "FARGATE_SPOT") is { } spot)
        {
            var demand = capacity.Find(item => item.CapacityProvider == "FARGATE");
            options.Add(FormattableString.Invariant($"-SpotWeight {spot.Weight ?? 0} -OnDemandWeight {demand?.Weight ?? 0}")
                + (demand?.Base is > 0 and var least ? FormattableString.Invariant($" -BaseOnDemand {least}") : ""));
        }

        if (service.Groups.Count == 0 || service.Routes.Count == 0)
        {
            Line($"$null = $definition | New-FargateService {Text(service.FullName)} {string.Join(" ", options)}");
        }
        else
        {
            options.Add(FormattableString.Invariant($"-HealthCheckGracePeriod {model.HealthCheckGracePeriod.TotalSeconds:0}s"));
            options.Add($"-TaskDefinition $definition.TaskDefinitionArn -ContainerName {Text(model.Targets[0].ContainerName ?? service.Name)}");
            foreach (var route in service.Routes.Skip(1))
            {
                Line($"$null = {RouteLine(service, route)}");
            }

            Line($"$null = {RouteLine(service, service.Routes[0])} |");
            Line($"    New-FargateService {Text(service.FullName)} {string.Join(" ", options)}");
        }

        Scaling(service);
    }

    private string RouteLine(SnapshotService service, FargateRoute route)
    {
        var (group, attributes) = (service.Groups[0].Group, service.Groups[0].Attributes);
        var line = new StringBuilder($"Add-FargateRoute {Text(app.Balancer!.Model.LoadBalancer)}");
        if (route.IsDefault)
        {
            line.Append(" -Default");
        }

        foreach (var condition in route.Conditions)
        {
            line.Append(condition.Field switch
            {
                "path" when condition.IsRegex => $" -PathRegex {Texts(condition.Values)}",
                "path" => $" -Path {Texts(condition.Values)}",
                "host" => $" -HostName {Texts(condition.Values)}",
                "method" => $" -Method {Texts(condition.Values)}",
                "source" => $" -SourceAddress {Texts(condition.Values)}",
                "header" => $" -Header @{{ {Text(condition.Name ?? "")} = {Texts(condition.Values)} }}",
                _ => $" -Query @{{ {string.Join("; ", condition.Values.Select(value => value.Split(['='], 2)).Select(
                    pair => $"{Text(pair.Length == 2 ? pair[0] : "")} = {Text(pair[pair.Length - 1])}"))} }}",
            });
        }

        line.Append(FormattableString.Invariant($" -Name {Text(group.TargetGroupName)} -ContainerPort {group.Port}"))
            .Append(route.Priority is { } priority ? FormattableString.Invariant($" -Priority {priority}") : "")
            .Append(service.Groups.Count > 1 ? " -TwoTargetGroups" : "")
            .Append(" -HealthCheckPath " + Text(group.HealthCheckPath ?? "/"))
            .Append(FormattableString.Invariant($" -HealthCheckInterval {group.HealthCheckIntervalSeconds}s"))
            .Append(FormattableString.Invariant($" -HealthCheckTimeout {group.HealthCheckTimeoutSeconds}s -HealthyThreshold {group.HealthyThresholdCount}"))
            .Append(FormattableString.Invariant($" -UnhealthyThreshold {group.UnhealthyThresholdCount} -SuccessCode {Text(group.Matcher?.HttpCode ?? "200")}"));
        if (attributes.TryGetValue("deregistration_delay.timeout_seconds", out var delay))
        {
            line.Append(" -DeregistrationDelay " + delay + "s");
        }

        if (attributes.TryGetValue("slow_start.duration_seconds", out var slow) && slow != "0")
        {
            line.Append(" -SlowStart " + slow + "s");
        }

        if (attributes.TryGetValue("stickiness.enabled", out var sticky) && sticky == "true")
        {
            line.Append(" -Stickiness " + attributes["stickiness.lb_cookie.duration_seconds"] + "s");
        }

        return line.Append(" -Tag $definition.Tags").ToString();
    }

    private void Scaling(SnapshotService service)
    {
        if (service.Scaling is not { } scaling)
        {
            return;
        }

        var line = new StringBuilder($"$null = Set-FargateScaling {Text(service.FullName)} -Cluster {Text(app.Cluster)}")
            .Append(FormattableString.Invariant($" -MinimumCount {scaling.MinimumCount} -MaximumCount {scaling.MaximumCount}"));
        void Add(string parameter, double? value, string unit)
            => line.Append(value is { } number ? FormattableString.Invariant($" {parameter} {number}{unit}") : "");
        Add("-CpuTarget", scaling.CpuTarget, "");
        Add("-MemoryTarget", scaling.MemoryTarget, "");
        Add("-RequestTarget", scaling.RequestTarget, "");
        Add("-ScaleOutCooldown", scaling.ScaleOutCooldown?.TotalSeconds, "s");
        Add("-ScaleInCooldown", scaling.ScaleInCooldown?.TotalSeconds, "s");
        Line(line.Append(scaling.NoScaleIn ? " -NoScaleIn" : "").ToString());
        if (scaling.Schedules.Count > 0)
        {
            _warnings.Add($"The script has nothing for the scheduled limits of service '{service.Name}': {string.Join(", ", scaling.Schedules)}. "
                + "Add them: Set-FargateScaling -ScheduleName");
        }
    }

    private void Schedule(SnapshotService service, ScheduledTask schedule) => Line(
        $"$null = $definition | New-EcsScheduledTask {Text(service.FullName)} -Cluster {Text(app.Cluster)} -Expression {Text(schedule.Expression)}"
            + $" -TimeZone {Text(schedule.TimeZone)} -Group {Text(AppNames.ScheduleGroup(app.App))}"
            + (schedule.TaskCount == 1 ? "" : FormattableString.Invariant($" -Count {schedule.TaskCount}"))
            + (schedule.FlexibleWindow > TimeSpan.Zero ? FormattableString.Invariant($" -FlexibleWindow {schedule.FlexibleWindow.TotalMinutes:0}m") : "")
            + (schedule.RetryAttempts is { } attempts ? FormattableString.Invariant($" -RetryAttempts {attempts}") : "")
            + (schedule.State == "DISABLED" ? " -Disabled" : ""));

    private void Line(string text = "") => _script.Append(text).Append('\n');

    private static string Texts(IEnumerable<string> texts) => string.Join(", ", texts.Select(Text));

    private static string Table(IReadOnlyDictionary<string, string> pairs)
        => $"@{{ {string.Join("; ", pairs.Select(pair => $"{Text(pair.Key)} = {Text(pair.Value)}"))} }}";

    /// <summary>A text that PowerShell takes as it is. The typographic quotation marks end a text too.</summary>
    private static string Text(string text) => "'" + string.Concat(text.Select(
        letter => letter is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? new string(letter, 2) : letter.ToString())) + "'";
}
