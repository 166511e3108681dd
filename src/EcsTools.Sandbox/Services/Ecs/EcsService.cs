using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Services.Ecs.Deployments;
using EcsTools.Sandbox.Services.Ecs.Exec;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Amazon ECS with Fargate: clusters, task definitions, and tasks that really run where there is a Docker engine.</summary>
internal sealed class EcsService : SandboxService
{
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(3);

    private readonly EcsState _state;
    private readonly EcsNeighbours _neighbours;
    private readonly TaskDefinitions _definitions;
    private readonly Tasks _tasks;
    private readonly ServiceController _controller;
    private readonly ExecSessions _exec;
    private readonly IContainerHostFactory _hosts;
    private IContainerHost _host;

    /// <param name="cloud">The cloud of which this is a service.</param>
    /// <param name="hosts">Opens the host that runs the containers.</param>
    /// <param name="settling">How long a task without a health check must run before its service counts it as healthy.</param>
    public EcsService(SandboxCloud cloud, IContainerHostFactory hosts, TimeSpan settling)
        : base("AWSSDK.ECS", cloud)
    {
        _hosts = hosts;
        _state = new EcsState(cloud, this);
        _neighbours = new EcsNeighbours(cloud);
        _host = new SimulatedHost(cloud.ScaledClock);
        var clusters = new Clusters(_state);
        _definitions = new TaskDefinitions(_state, new TaskDefinitionRules(cloud), _neighbours);
        var rules = new RunTaskRules(_state, _definitions, _neighbours);
        _tasks = new Tasks(_state, rules, Start, () => _host.Runtime.ToString());
        var targets = new ServiceTargets(cloud, _state);
        var shift = new TrafficShift(cloud.ScaledClock, targets);
        var rollouts = new Rollouts(_state, shift);
        _controller = new ServiceController(
            _state,
            rollouts,
            new ServiceLauncher(_state, rules, _neighbours, _tasks.Start),
            new ServiceObserver(settling, targets),
            shift,
            () => _host.Runtime == ContainerRuntime.Simulated ? cloud.ScaledClock : cloud.Clock);
        Counts = new ServiceCounts(_state, _controller.Wake);
        _exec = new ExecSessions(_state, cloud);
        Routes = new IHttpRoute[] { new ExecChannel(_exec) };
        ServeClusters(clusters);
        ServeTaskDefinitions(_definitions);
        ServeTasks(new EcsTags(_state), new AccountSettings());
        ServeServices(new ServiceRules(_state.Names, _neighbours, _definitions, rules, new LoadBalancerRules(cloud)), rollouts);
    }

    /// <summary>The streams of commands that run in containers.</summary>
    public IReadOnlyList<IHttpRoute> Routes { get; }

    /// <summary>How tasks run. Known once the service has started.</summary>
    public ContainerRuntime Runtime => _host.Runtime;

    /// <summary>The counts of services, for what scales them.</summary>
    public ServiceCounts Counts { get; }

    /// <summary>RunTask in process, for the services that start tasks on their own.</summary>
    public JsonObject RunTask(JsonObject input, SandboxPrincipal caller) => _tasks.Run(input, caller);

    /// <summary>The ARN with revision of what a task definition identifier names now; the identifier where it names none.</summary>
    public string TaskDefinitionArn(string identifier)
    {
        lock (_state.Gate)
        {
            return _definitions.FindArn(identifier) ?? identifier;
        }
    }

    /// <summary>A task as DescribeTasks gives it, or null once it is forgotten.</summary>
    public JsonObject? FindTask(string arn)
    {
        lock (_state.Gate)
        {
            return _state.Tasks.TryGetValue(_state.Names.TaskId(arn), out var task) ? task.Describe(withTags: true) : null;
        }
    }

    /// <summary>Has services looked at whose tasks are targets of this group: the health of one has changed.</summary>
    public void NoteTargetHealth(string targetGroupArn)
    {
        lock (_state.Gate)
        {
            foreach (var service in _state.Services.Values.Where(service => service.Tasks.Exists(
                task => task.Targets?.Any(target => target.Group == targetGroupArn) == true)))
            {
                _controller.Wake(service);
            }
        }
    }

    public override async Task StartAsync()
    {
        _host = await _hosts.OpenAsync(Cloud.Stopping).ConfigureAwait(false);
        _controller.Start();
    }

    public override async Task StopAsync()
    {
        await _controller.StopAsync().ConfigureAwait(false);
        EcsTask[] running;
        lock (_state.Gate)
        {
            running = _state.Tasks.Values.Where(task => task.Run is not null).ToArray();
        }

        foreach (var task in running)
        {
            task.Run!.RequestStop("TerminationNotice", "The sandbox that ran the task was stopped.");
        }

        // Whoever stops the sandbox waits: what has not ended by itself by then is killed.
        var ended = Task.WhenAll(running.Select(task => task.Run!.Ended));
        await Task.WhenAny(ended, Task.Delay(LastGrace)).ConfigureAwait(false);
        await _host.KillAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        await _host.ShutdownAsync().ConfigureAwait(false);
    }

    public override JsonNode? Save()
    {
        lock (_state.Gate)
        {
            return EcsStorage.Save(_state);
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_state.Gate)
        {
            EcsStorage.Load(_state, state.AsObject());
        }
    }

    private void ServeClusters(Clusters clusters)
    {
        Serve("CreateCluster", clusters.Create);
        Serve("DescribeClusters", clusters.Describe);
        Serve("ListClusters", clusters.List);
        Serve("UpdateCluster", clusters.Update);
        Serve("PutClusterCapacityProviders", clusters.PutCapacityProviders);
        Serve("DeleteCluster", clusters.Delete);
    }

    private void ServeTaskDefinitions(TaskDefinitions definitions)
    {
        Serve("RegisterTaskDefinition", definitions.Register);
        Serve("DescribeTaskDefinition", definitions.Describe);
        Serve("DeregisterTaskDefinition", definitions.Deregister);
        Serve("DeleteTaskDefinitions", definitions.Delete);
        Serve("ListTaskDefinitions", definitions.List);
        Serve("ListTaskDefinitionFamilies", definitions.ListFamilies);
    }

    private void ServeServices(ServiceRules rules, Rollouts rollouts)
    {
        var services = new ServiceOperations(_state, rules, rollouts, _controller.Wake);
        var deployments = new ServiceDeployments(_state, rules, rollouts, _controller.Wake);
        Serve("CreateService", services.Create);
        Serve("UpdateService", services.Update);
        Serve("DeleteService", services.Delete);
        Serve("DescribeServices", services.Describe);
        Serve("ListServices", services.List);
        Serve("ListServiceDeployments", deployments.List);
        Serve("DescribeServiceDeployments", deployments.Describe);
        Serve("DescribeServiceRevisions", deployments.DescribeRevisions);
        Serve("StopServiceDeployment", deployments.Stop);
    }

    private void ServeTasks(EcsTags tags, AccountSettings settings)
    {
        Serve("RunTask", _tasks.Run);
        Serve("StopTask", _tasks.Stop);
        Serve("DescribeTasks", _tasks.Describe);
        Serve("ListTasks", _tasks.List);
        Serve("ExecuteCommand", _exec.Execute);
        Serve("TagResource", tags.TagResource);
        Serve("UntagResource", tags.UntagResource);
        Serve("ListTagsForResource", tags.ListTagsForResource);
        Serve("ListAccountSettings", settings.List);
    }

    private TaskRun Start(EcsTask task, TaskRequest request)
    {
        var run = new TaskRun(task, request.Plan(task.Id), request.Placement, _host, _neighbours, Cloud.Clock);
        run.Begin();
        return run;
    }
}
