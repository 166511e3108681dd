using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Checks;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services.Inspection;

/// <summary>Finds out what will keep the tasks of a service from starting or working, before a deployment. Changes nothing.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ServiceInspection(AwsConnection connection)
{
    private static readonly string[] Roles = ["executionRoleArn", "taskRoleArn"];

    private readonly TaskDefinitionReader _definitions = new(connection);
    private readonly ImageFindings _images = new(connection);
    private readonly RoleFindings _roles = new(connection);
    private readonly SecretFindings _secrets = new(connection);
    private readonly LogGroupFindings _logs = new(connection);
    private readonly NetworkInspection _network = new(connection);

    /// <summary>The findings, the worst ones first; empty if nothing was found.</summary>
    /// <param name="request">The service, and what a deployment would bring.</param>
    /// <param name="warn">Called with each warning about the file.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service or the task definition does not exist, or the file is not a task definition.</exception>
    public async Task<IReadOnlyList<FargateServiceFinding>> InspectAsync(
        ServiceComparisonRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        var service = await new FargateServices(connection).RequireAsync(request.Service, cancellationToken).ConfigureAwait(false);
        ServiceChecks.Controlled(service);
        var findings = new List<AppFinding>();
        CheckedService wanted;
        if (request.Path is { } path)
        {
            wanted = Wanted(service, await FileAsync(path, warn, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            var revision = await RevisionAsync(service, request.TaskDefinition, cancellationToken).ConfigureAwait(false);
            wanted = Wanted(service, TaskDefinitionMapper.Document(revision, null)) with
            {
                TaskDefinition = $"{revision.Family}:{revision.Revision}",
                IsDeployed = revision.TaskDefinitionArn == service.TaskDefinitionArn,
            };
            findings.AddRange(RevisionFindings.Of(wanted, revision));
        }

        findings.AddRange(await _images.OfImagesAsync(wanted, cancellationToken).ConfigureAwait(false));
        findings.AddRange(await _roles.OfAsync(wanted, cancellationToken).ConfigureAwait(false));
        findings.AddRange(await _secrets.OfAsync(wanted, cancellationToken).ConfigureAwait(false));
        findings.AddRange(await _logs.OfAsync(wanted, cancellationToken).ConfigureAwait(false));
        findings.AddRange(await _network.OfAsync(wanted, cancellationToken).ConfigureAwait(false));
        return findings.OrderByDescending(finding => finding.Severity)
            .Select(finding => ToModel(service, wanted.TaskDefinition ?? request.Path!, finding)).ToList();
    }

    private static CheckedService Wanted(FargateService service, JsonObject document) => new()
    {
        Name = service.ServiceName,
        ServiceName = service.ServiceName,
        Cluster = service.Cluster,
        Document = document,
        Current = service,
        Subnets = service.Subnets,
        AssignsPublicIp = service.AssignPublicIp,
    };

    /// <summary>A revision by its name, or the newest of the family that the service runs. If the family has no active one, it is the one that runs.</summary>
    private async Task<TaskDefinition> RevisionAsync(FargateService service, string? name, CancellationToken cancellationToken)
    {
        var wanted = name ?? TaskDefinitionName.FamilyOf(service.TaskDefinitionArn);
        var found = await _definitions.FindAsync(wanted, cancellationToken).ConfigureAwait(false)
            ?? (name is null ? await _definitions.FindAsync(service.TaskDefinitionArn, cancellationToken).ConfigureAwait(false) : null)
            ?? throw await _definitions.MissingAsync(wanted, cancellationToken).ConfigureAwait(false);
        return found.Definition;
    }

    /// <summary>The definition that Register-FargateTask would register from the file, with the ARNs of its roles.</summary>
    private async Task<JsonObject> FileAsync(string path, Action<string> warn, CancellationToken cancellationToken)
    {
        var document = await new FargateTaskDefinitions(connection).ReadFileAsync(path, warn, cancellationToken).ConfigureAwait(false);
        foreach (var member in Roles)
        {
            if (TaskDefinitionDocument.Text(document[member]) is { } role && !AwsArn.Is(role))
            {
                document[member] = await new TaskRoles(connection).ArnOfAsync(role, cancellationToken).ConfigureAwait(false);
            }
        }

        return document;
    }

    private static FargateServiceFinding ToModel(FargateService service, string taskDefinition, AppFinding finding) => new()
    {
        ServiceName = service.ServiceName,
        Cluster = service.Cluster,
        TaskDefinition = taskDefinition,
        Code = finding.Code.ToString(),
        Severity = finding.Severity.ToString(),
        Subject = finding.Subject,
        Message = finding.Message,
        Remedy = finding.Remedy,
        FixCommand = finding.FixCommand,
        Region = service.Region,
        AccountId = service.AccountId,
    };
}
