using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Identity;

/// <summary>What a role of one kind consists of.</summary>
/// <param name="Name">Role name.</param>
/// <param name="Service">The service that may assume it.</param>
/// <param name="Trust">Its trust policy, used if the role is created.</param>
/// <param name="PolicyArns">Managed policies.</param>
/// <param name="Inline">Inline policies by name.</param>
internal sealed record EcsRoleDefinition(
    string Name, string Service, JsonObject Trust, IReadOnlyList<string> PolicyArns, IReadOnlyDictionary<string, JsonObject> Inline)
{
    private const string Tasks = "ecs-tasks.amazonaws.com";

    /// <summary>The definition for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="region">Region whose partition appears in the ARNs.</param>
    /// <param name="accountId">The account.</param>
    public static EcsRoleDefinition Create(EcsRoleRequest request, string region, string accountId)
    {
        var arn = new ArnForm(AwsPartition.FromRegion(region), region, accountId);
        var policies = new List<string>();
        var inline = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var service = Tasks;
        switch (request.Kind)
        {
            case EcsRoleKind.TaskExecution:
                policies.Add(AwsPartition.ManagedPolicyArn(region, ManagedPolicySets.TaskExecution));
                AddExecution(request, arn, inline);
                break;
            case EcsRoleKind.Task when request.EnableExecuteCommand:
                inline["EcsToolsExecuteCommand"] = Document(Statement(
                    "ExecuteCommand",
                    new[] { "*" },
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel"));
                break;
            case EcsRoleKind.Scheduler or EcsRoleKind.Events:
                service = request.Kind == EcsRoleKind.Scheduler ? "scheduler.amazonaws.com" : "events.amazonaws.com";
                inline[Fit("EcsToolsRunTask", request.Family, 128)] = RunTask(request, arn);
                break;
            case EcsRoleKind.Infrastructure:
                service = "ecs.amazonaws.com";
                policies.Add(AwsPartition.ManagedPolicyArn(region, ManagedPolicySets.LoadBalancers));
                break;
        }

        var trust = Trusting(service, request.Kind is EcsRoleKind.TaskExecution or EcsRoleKind.Infrastructure ? null : accountId);
        return new EcsRoleDefinition(
            request.RoleName ?? DefaultName(request), service, trust, policies.Union(request.PolicyArns).ToList(), inline);
    }

    /// <summary>The default name of a role. The execution role has the name that AWS's own console uses.</summary>
    public static string DefaultName(EcsRoleRequest request) => request.Kind switch
    {
        EcsRoleKind.TaskExecution => "ecsTaskExecutionRole",
        EcsRoleKind.Task => "EcsToolsTaskRole",
        EcsRoleKind.Scheduler => Fit("EcsToolsScheduler", request.Family, IamNameRules.MaximumName),
        EcsRoleKind.Events => Fit("EcsToolsEvents", request.Family, IamNameRules.MaximumName),
        _ => "EcsToolsInfrastructureRole",
    };

    private static void AddExecution(EcsRoleRequest request, ArnForm arn, Dictionary<string, JsonObject> inline)
    {
        if (request.AllowCreateLogGroup)
        {
            inline["EcsToolsCreateLogGroup"] = Document(
                Statement("CreateLogGroup", new[] { arn.Of("logs", "*", "log-group:*") }, "logs:CreateLogGroup"));
        }

        var parameters = request.SecretArns.Where(secret => secret.Contains(":ssm:")).ToArray();
        var secrets = request.SecretArns.Except(parameters).ToArray();
        var statements = new List<JsonObject>();
        if (secrets.Length > 0)
        {
            statements.Add(Statement("ReadSecrets", secrets, "secretsmanager:GetSecretValue"));
        }

        if (parameters.Length > 0)
        {
            statements.Add(Statement("ReadParameters", parameters, "ssm:GetParameters"));
        }

        if (statements.Count > 0)
        {
            inline["EcsToolsSecrets"] = Document(statements.ToArray());
        }
    }

    /// <summary>To start a task, a role must be allowed to run it, to pass both its roles and, if it is tagged, to tag it.</summary>
    private static JsonObject RunTask(EcsRoleRequest request, ArnForm arn)
    {
        var family = request.Family ?? "*";
        var roles = new[] { request.ExecutionRoleArn, request.TaskRoleArn }.OfType<string>().Distinct().ToArray();
        if (roles.Length == 0 && request.Family is null)
        {
            roles = new[] { arn.Global("iam", "role/EcsTools*"), arn.Global("iam", "role/ecsTaskExecutionRole") };
        }

        var statements = new List<JsonObject>
        {
            Statement(
                "RunTask",
                new[] { arn.Of("ecs", $"task-definition/{family}"), arn.Of("ecs", $"task-definition/{family}:*") },
                "ecs:RunTask"),
            With(Statement("TagTasks", new[] { arn.Of("ecs", "task/*") }, "ecs:TagResource"), "ecs:CreateAction", "RunTask"),
        };
        if (roles.Length > 0)
        {
            statements.Add(With(Statement("PassRoles", roles, "iam:PassRole"), "iam:PassedToService", Tasks));
        }

        if (request.DeadLetterArn is { } queue)
        {
            statements.Add(Statement("SendToDeadLetterQueue", new[] { queue }, "sqs:SendMessage"));
        }

        return Document(statements.ToArray());
    }

    private static JsonObject Trusting(string service, string? accountId)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = service },
            ["Action"] = "sts:AssumeRole",
        };

        // Without this condition, another AWS account could trick a service into using the role (the confused deputy problem).
        return Document(accountId is null ? statement : With(statement, "aws:SourceAccount", accountId));
    }

    private static JsonObject Document(params JsonObject[] statements)
        => new()
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(statements.Select(statement => (JsonNode?)statement).ToArray()),
        };

    private static JsonObject Statement(string sid, string[] resources, params string[] actions) => new()
    {
        ["Sid"] = sid,
        ["Effect"] = "Allow",
        ["Action"] = new JsonArray(actions.Select(action => (JsonNode?)action).ToArray()),
        ["Resource"] = new JsonArray(resources.Select(resource => (JsonNode?)resource).ToArray()),
    };

    private static JsonObject With(JsonObject statement, string key, string value)
    {
        statement["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { [key] = value } };
        return statement;
    }

    /// <summary>A name that contains the family. If it is too long, a hash of the family replaces the excess.</summary>
    private static string Fit(string stem, string? family, int maximum)
    {
        var name = family is null ? stem : $"{stem}-{family}";
        if (name.Length <= maximum)
        {
            return name;
        }

        using var sha = SHA256.Create();
        var digest = sha.ComputeHash(Encoding.UTF8.GetBytes(family!));
        var hash = string.Concat(digest.Take(4).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
        return $"{name.Substring(0, maximum - hash.Length - 1)}-{hash}";
    }

    private sealed record ArnForm(string Partition, string Region, string AccountId)
    {
        public string Of(string service, string resource) => Of(service, Region, resource);

        public string Of(string service, string region, string resource) => $"arn:{Partition}:{service}:{region}:{AccountId}:{resource}";

        public string Global(string service, string resource) => Of(service, "", resource);
    }
}
