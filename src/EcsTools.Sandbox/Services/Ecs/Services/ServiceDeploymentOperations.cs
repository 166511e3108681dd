using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The operations on service deployments and service revisions.</summary>
internal sealed class ServiceDeploymentOperations
{
    private const int Most = 20;

    private readonly EcsContext _context;
    private readonly ClusterStore _clusters;
    private readonly ServiceStore _services;
    private readonly ServiceRules _rules;
    private readonly Rollouts _rollouts;
    private readonly ServiceQueue _queue;

    public ServiceDeploymentOperations(
        EcsContext context, ClusterStore clusters, ServiceStore services, ServiceRules rules, Rollouts rollouts, ServiceQueue queue)
    {
        _context = context;
        _clusters = clusters;
        _services = services;
        _rules = rules;
        _rollouts = rollouts;
        _queue = queue;
    }

    public JsonObject List(SandboxCall call)
    {
        var input = call.Input;
        var size = input.Integer("maxResults") ?? Most;
        if (size is < 1 or > 100)
        {
            throw EcsErrors.InvalidParameter("maxResults must be between 1 and 100.");
        }

        lock (_context.Gate)
        {
            var cluster = _clusters.Active(input.Text("cluster")).Name;
            if (_services.Find(cluster, _context.Names.ServiceName(input.Text("service")!, cluster)) is not { } service
                || service.Status == ServiceStatus.Inactive)
            {
                throw EcsErrors.ServiceNotFound();
            }

            var wanted = input.Texts("status");
            var found = Enumerable.Reverse(service.History)
                .Where(item => wanted.Count == 0 || wanted.Contains(item.Status))
                .Where(item => IsWithin(item.CreatedAt, input.Object("createdAt")))
                .ToList();
            var (page, next) = Paging.Page(found, item => item.Arn, input.Text("nextToken"), (int)size, EcsErrors.InvalidToken);
            var answer = new JsonObject { ["serviceDeployments"] = page.Select(item => ServiceDeploymentJson.Brief(service, item)).ToJson() };
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
        (service, arn) => service.History.Find(item => item.Arn == arn) is { } found ? ServiceDeploymentJson.Describe(service, found) : null);

    public JsonObject DescribeRevisions(SandboxCall call) => DescribeEach(
        call.Input.Texts("serviceRevisionArns"),
        "service-revision",
        "serviceRevisions",
        (service, arn) => service.Deployments.Find(item => item.Revision.Arn == arn) is { } found ? ServiceRevisionJson.Write(service, found.Revision) : null);

    public JsonObject Stop(SandboxCall call)
    {
        var arn = call.Input.Text("serviceDeploymentArn")!;
        lock (_context.Gate)
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

            _context.NoteChange();
            _queue.Add(service);
        }

        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    /// <summary>Answers a hook at which a deployment waits.</summary>
    public JsonObject Continue(SandboxCall call)
    {
        var (arn, id) = (call.Input.Text("serviceDeploymentArn")!, call.Input.Text("hookId")!);
        lock (_context.Gate)
        {
            var service = ServiceOf(arn, "service-deployment");
            if (service?.History.Find(item => item.Arn == arn) is not { } found)
            {
                throw new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");
            }

            var hook = found.Hooks.Find(run => run.Id == id) ?? throw EcsErrors.InvalidParameter($"The lifecycle hook {id} was not found.");
            if (!hook.IsWaiting)
            {
                throw EcsErrors.InvalidParameter($"The lifecycle hook {id} is not awaiting an action. Its status is {hook.Status}.");
            }

            LifecycleHooks.Answer(found, hook, call.Input.Text("action") ?? HookAction.Continue);
            _context.NoteChange();
            _queue.Add(service);
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
        lock (_context.Gate)
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

    /// <summary>The service of an ARN <c>kind/cluster/service/id</c>.</summary>
    private ServiceRecord? ServiceOf(string arn, string kind)
    {
        if (_context.Names.Resource(arn) is not { } resource
            || resource.Kind != kind
            || resource.Path.Split('/') is not [var cluster, var name, _])
        {
            throw EcsErrors.InvalidParameter("Invalid identifier: " + arn);
        }

        return _services.Find(cluster, name);
    }

    private static bool IsWithin(double moment, JsonObject? range)
        => !(moment <= range?.Number("after")) && !(moment >= range?.Number("before"));
}
