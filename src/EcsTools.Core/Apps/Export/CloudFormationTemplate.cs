using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>Writes an app as a template of CloudFormation.</summary>
internal sealed class CloudFormationTemplate(AppSnapshot app)
{
    public const string Vpc = "VpcId";
    public const string TaskSubnets = "TaskSubnets";
    public const string BalancerSubnets = "LoadBalancerSubnets";
    public const string Cluster = "Cluster";
    public const string ExecutionRole = "ExecutionRole";

    private readonly JsonObject _parameters = new();
    private readonly JsonObject _resources = new();
    private readonly HiddenValues _hidden = new();
    private readonly List<string> _warnings = [];

    public AppExportResult Write()
    {
        Shared();
        var routing = app.Balancer is null ? null : new CloudFormationRouting(app, _resources);
        routing?.Balancer();
        foreach (var service in app.Services)
        {
            routing?.Groups(service);
            Definition(service);
            new CloudFormationService(app, service, _resources).Write();
            if (service.Kind == AppServiceKind.RunOnce)
            {
                _warnings.Add($"CloudFormation starts no task of {service.Name}, which runs once. Start it: Start-FargateTask {service.FullName}");
            }
        }

        routing?.Rules();
        var template = new JsonObject
        {
            ["AWSTemplateFormatVersion"] = "2010-09-09",
            ["Description"] = $"App {app.App}, as Export-FargateApp read it in {app.Region}",
            ["Parameters"] = _parameters,
            ["Resources"] = _resources,
        };
        if (app.Balancer is not null)
        {
            template["Outputs"] = new JsonObject
            {
                ["Url"] = new JsonObject { ["Description"] = "Address of the load balancer", ["Value"] = Cfn.Sub("http://${LoadBalancer.DNSName}/") },
            };
        }

        if (_hidden.Names.Count > 0)
        {
            var names = _hidden.Names.Select(name => Cfn.Id(name.ToLowerInvariant()));
            _warnings.Add($"Values that look like secrets are parameters of the template: {string.Join(", ", names)}.");
        }

        return new AppExportResult(template.ToJsonString(TaskDefinitionMapper.Indented) + "\n", _warnings);
    }

    private void Shared()
    {
        Parameter(Vpc, "AWS::EC2::VPC::Id", "The VPC of the tasks and the load balancer");
        Parameter(TaskSubnets, "List<AWS::EC2::Subnet::Id>", "Subnets of the tasks");
        if (app.Balancer is not null)
        {
            Parameter(BalancerSubnets, "List<AWS::EC2::Subnet::Id>", "Subnets of the load balancer, in two or more availability zones");
        }

        var cluster = new JsonObject { ["ClusterName"] = app.Cluster };
        if (app.Services.Any(service => service.Service?.CapacityProviderStrategy is { Count: > 0 }))
        {
            cluster["CapacityProviders"] = Cfn.List("FARGATE", "FARGATE_SPOT");
        }

        Add(_resources, Cluster, "AWS::ECS::Cluster", cluster);
        foreach (var group in app.LogGroups)
        {
            var properties = new JsonObject { ["LogGroupName"] = group.Key };
            if (group.Value > 0)
            {
                properties["RetentionInDays"] = group.Value;
            }

            Add(_resources, LogGroup(group.Key), "AWS::Logs::LogGroup", properties);
            ((JsonObject)_resources[LogGroup(group.Key)]!)["DeletionPolicy"] = "Delete";
            ((JsonObject)_resources[LogGroup(group.Key)]!)["UpdateReplacePolicy"] = "Delete";
        }

        if (app.Services.Any(service => service.Document["executionRoleArn"] is not null))
        {
            Role();
        }
    }

    private void Role()
    {
        var properties = new JsonObject
        {
            ["AssumeRolePolicyDocument"] = CloudFormationService.Trust("ecs-tasks.amazonaws.com"),
            ["ManagedPolicyArns"] = Cfn.List(Cfn.Sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")),
        };
        if (app.Secrets.Count > 0)
        {
            var statements = new[] { Read("secretsmanager:GetSecretValue", ":secretsmanager:"), Read("ssm:GetParameters", ":ssm:") };
            properties["Policies"] = Cfn.List(new JsonObject
            {
                ["PolicyName"] = "Secrets",
                ["PolicyDocument"] = CloudFormationService.Policy(statements.OfType<JsonObject>().ToArray()),
            });
        }

        Add(_resources, ExecutionRole, "AWS::IAM::Role", properties);
    }

    /// <summary>A permission to read the secrets of one service; null if there is none.</summary>
    private JsonObject? Read(string action, string part)
    {
        var secrets = app.Secrets.Where(secret => secret.Contains(part)).Select(secret => (JsonNode)secret).ToArray();
        return secrets.Length == 0 ? null : CloudFormationService.Statement([action], new JsonArray(secrets));
    }

    private void Definition(SnapshotService service)
    {
        var document = (JsonObject)service.Document.DeepClone();
        document.Remove("tags");
        foreach (var container in (document["containerDefinitions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Hide(service, container);
        }

        var properties = (JsonObject)Cfn.Members(document)!;
        if (properties["ExecutionRoleArn"] is not null)
        {
            properties["ExecutionRoleArn"] = Cfn.Attribute(ExecutionRole, "Arn");
        }

        if (TaskDefinitionDocument.Text(properties["TaskRoleArn"]) is { } role)
        {
            var parameter = Cfn.Id(service.Name, "TaskRoleArn");
            Parameter(parameter, "String", $"ARN of the role of the program of {service.Name}", role);
            properties["TaskRoleArn"] = Cfn.Ref(parameter);
        }

        foreach (var options in (properties["ContainerDefinitions"] as JsonArray ?? []).Select(container => container?["LogConfiguration"]?["Options"])
            .OfType<JsonObject>())
        {
            Log(options);
        }

        properties["Tags"] = Tags(service);
        Add(_resources, CloudFormationService.DefinitionId(service), "AWS::ECS::TaskDefinition", properties);
    }

    private void Log(JsonObject options)
    {
        if (TaskDefinitionDocument.Text(options["awslogs-group"]) is { } group && app.LogGroups.ContainsKey(group))
        {
            options["awslogs-group"] = Cfn.Ref(LogGroup(group));
        }

        if (TaskDefinitionDocument.Text(options["awslogs-region"]) == app.Region)
        {
            options["awslogs-region"] = Cfn.Ref("AWS::Region");
        }
    }

    private void Hide(SnapshotService service, JsonObject container)
    {
        foreach (var variable in (container["environment"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (_hidden.NameFor(service, container, variable) is { } name)
            {
                var parameter = Cfn.Id(name.ToLowerInvariant());
                Parameter(parameter, "String", $"Value of {TaskDefinitionDocument.Text(variable["name"])} in {service.Name}");
                ((JsonObject)_parameters[parameter]!)["NoEcho"] = true;
                variable["value"] = Cfn.Ref(parameter);
            }
        }
    }

    private void Parameter(string name, string type, string description, string? value = null)
    {
        var parameter = new JsonObject { ["Type"] = type, ["Description"] = description };
        if (value is not null)
        {
            parameter["Default"] = value;
        }

        _parameters[name] = parameter;
    }

    /// <summary>Adds a resource.</summary>
    public static void Add(JsonObject resources, string id, string type, JsonObject properties)
        => resources[id] = new JsonObject { ["Type"] = type, ["Properties"] = properties };

    /// <summary>The tags by which the commands find the parts of an app.</summary>
    public static JsonArray Tags(SnapshotService service) => Cfn.Tags((service.Document["tags"] as JsonArray ?? []).OfType<JsonObject>().Select(
        tag => new KeyValuePair<string, string>(TaskDefinitionDocument.Text(tag["key"]) ?? "", TaskDefinitionDocument.Text(tag["value"]) ?? ""))
        .Where(tag => tag.Key != AppTags.Completed));

    private static string LogGroup(string name) => Cfn.Id(name, "Logs");
}
