using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>The history of services: their deployments and revisions, and the end of a deployment before its time.</summary>
internal sealed class ServiceDeployments
{
    private const int Most = 20;

    private readonly EcsState _state;
    private readonly ServiceRules _rules;
    private readonly Rollouts _rollouts;
    private readonly Action<ServiceRecord> _wake;

    public ServiceDeployments(EcsState state, ServiceRules rules, Rollouts rollouts, Action<ServiceRecord> wake)
    {
        _state = state;
        _rules = rules;
        _rollouts = rollouts;
        _wake = wake;
    }

    public JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        var size = input.Integer("maxResults") ?? Most;
        if (size is < 1 or > 100)
        {
            throw EcsErrors.InvalidParameter("maxResults must be between 1 and 100.");
        }

        lock (_state.Gate)
        {
            var cluster = _state.ActiveCluster(input.Text("cluster")).Text("clusterName")!;
            var key = EcsState.ServiceKey(cluster, _rules.Name(input.Text("service")!, cluster));
            if (!_state.Services.TryGetValue(key, out var service) || service.Status == ServiceStatus.Inactive)
            {
                throw EcsErrors.ServiceNotFound();
            }

            var wanted = input.Texts("status");
            var found = Enumerable.Reverse(service.History)
                .Where(item => wanted.Count == 0 || wanted.Contains(item.Status))
                .Where(item => IsWithin(item.Wire.Number("createdAt")!.Value, input.Object("createdAt")))
                .ToList();
            var (page, next) = Paging.Page(found, item => item.Arn, input.Text("nextToken"), (int)size, EcsErrors.InvalidToken);
            var answer = new JsonObject { ["serviceDeployments"] = page.Select(item => item.Brief()).ToJson() };
            if (next is not null)
            {
                answer["nextToken"] = next;
            }

            return answer;
        }
    }

    public JsonObject Describe(SandboxCall call) => DescribeEach(
        call.Input.Texts("serviceDeploymentArns"),
        "service-deployment",
        "serviceDeployments",
        (service, arn) => service.History.Find(item => item.Arn == arn)?.Describe(service));

    public JsonObject DescribeRevisions(SandboxCall call) => DescribeEach(
        call.Input.Texts("serviceRevisionArns"),
        "service-revision",
        "serviceRevisions",
        (service, arn) => service.Deployments.Find(item => item.RevisionArn == arn)?.Revision.Copy());

    public JsonObject Stop(SandboxCall call)
    {
        var arn = call.Input.Text("serviceDeploymentArn")!;
        lock (_state.Gate)
        {
            var service = ServiceOf(arn, "service-deployment");
            if (service?.History.Find(item => item.Arn == arn) is not { } found)
            {
                throw new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");
            }

            if (found.IsFinished)
            {
                throw new AwsError(
                    "ConflictException", $"The service deployment cannot be stopped because it is in the {found.Status} state.");
            }

            if (call.Input.Text("stopType") == "ABORT")
            {
                _rollouts.Abort(service, found);
            }
            else if (!found.IsRollingBack)
            {
                found.Status = ServiceDeploymentStatus.RollbackRequested;
            }

            _state.NoteChange();
            _wake(service);
        }

        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    private JsonObject DescribeEach(IReadOnlyList<string> arns, string kind, string member, Func<ServiceRecord, string, JsonObject?> find)
    {
        if (arns.Count is 0 or > Most)
        {
            throw EcsErrors.InvalidParameter($"The number of ARNs must be between 1 and {Most}.");
        }

        var found = new JsonArray();
        var failures = new JsonArray();
        lock (_state.Gate)
        {
            foreach (var arn in arns.Distinct(StringComparer.Ordinal))
            {
                if (ServiceOf(arn, kind) is { } service && find(service, arn) is { } answer)
                {
                    found.Add(answer);
                }
                else
                {
                    failures.Add(EcsErrors.Missing(arn));
                }
            }
        }

        return new JsonObject { [member] = found, ["failures"] = failures };
    }

    /// <summary>The service that an ARN <c>kind/cluster/service/id</c> is of.</summary>
    private ServiceRecord? ServiceOf(string arn, string kind)
    {
        if (_state.Names.Resource(arn) is not { } resource
            || resource.Kind != kind
            || resource.Path.Split('/') is not [var cluster, var name, _])
        {
            throw EcsErrors.InvalidParameter("Invalid identifier: " + arn);
        }

        return _state.Services.TryGetValue(EcsState.ServiceKey(cluster, name), out var service) ? service : null;
    }

    private static bool IsWithin(double moment, JsonObject? range)
        => !(moment <= range?.Number("after")) && !(moment >= range?.Number("before"));
}
