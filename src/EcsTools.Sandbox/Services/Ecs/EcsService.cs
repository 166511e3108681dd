using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Exec;
using EcsTools.Sandbox.Services.Ecs.Services;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Amazon ECS with Fargate: clusters, task definitions, services, and tasks that run as containers if there is a Docker engine.</summary>
internal sealed class EcsService : SandboxService, ITaggedResources
{
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(3);

    private readonly EcsContext _context;
    private readonly TaskStore _tasks;
    private readonly TaskDefinitionStore _definitions;
    private readonly ServiceStore _services;
    private readonly ClusterStore _clusters;
    private readonly EcsStorage _storage;
    private readonly TaskHost _host;
    private readonly TaskOperations _taskOperations;
    private readonly ServiceQueue _queue;
    private readonly ServiceController _controller;

    /// <param name="cloud">The cloud of which this is a service.</param>
    /// <param name="hosts">Opens the host that runs the containers.</param>
    /// <param name="settling">How long a task without a health check must run before its service counts it as healthy.</param>
    public EcsService(SandboxCloud cloud, IContainerHostFactory hosts, TimeSpan settling)
        : base("AWSSDK.ECS", cloud)
    {
        var context = _context = new EcsContext(cloud, this);
        var dependencies = new EcsDependencies(cloud);

        var clusters = _clusters = new ClusterStore(context.Names);
        var namespaces = new ConnectNamespaces(cloud);
        _tasks = new TaskStore(context);
        _definitions = new TaskDefinitionStore(context, _tasks);
        _services = new ServiceStore();
        _storage = new EcsStorage(clusters, namespaces, _definitions, _tasks, _services, context.Clock);

        _host = new TaskHost(cloud, hosts);
        var launcher = new TaskLauncher(context, _tasks, _host, dependencies);
        var taskRules = new RunTaskRules(clusters, _definitions, dependencies);
        _taskOperations = new TaskOperations(context, clusters, _tasks, taskRules, launcher, _services);

        _queue = new ServiceQueue();
        var targets = new ServiceTargets(cloud, context);
        var hooks = new LifecycleHooks(cloud.ScaledClock);
        var shift = new TrafficShift(cloud.ScaledClock, targets, hooks);
        var alarms = new AlarmWatch(cloud);
        var rollouts = new Rollouts(context, shift, alarms);
        var observer = new ServiceObserver(settling, targets, _queue);
        var serviceLauncher = new ServiceLauncher(_definitions, dependencies, launcher);
        var reconciler = new ServiceReconciler(_queue, rollouts, serviceLauncher, observer, shift, hooks, alarms);
        _controller = new ServiceController(context, _services, _queue, reconciler, _host);
        Counts = new ServiceCounts(context, _services, _queue);

        var serviceRules = new ServiceRules(context.Names, dependencies, _definitions, new LoadBalancerRules(cloud));
        var exec = new ExecSessions(context, clusters, _tasks, cloud);
        Routes = [new ExecChannel(exec)];

        Serve(new ClusterOperations(context, clusters, new ClusterContents(_tasks, _services), namespaces));
        Serve(new TaskDefinitionOperations(context, _definitions, new TaskDefinitionRules(cloud), dependencies.Roles));
        Serve(_taskOperations, exec);
        Serve(new ServiceOperations(context, clusters, namespaces, _services, serviceRules, rollouts, _queue));
        Serve(new ServiceDeploymentOperations(context, clusters, _services, serviceRules, rollouts, _queue));
        Serve(new TagOperations(context, clusters, _definitions, _tasks, _services), new AccountSettingOperations());
    }

    /// <summary>The streams of commands that run in containers.</summary>
    public IReadOnlyList<IHttpRoute> Routes { get; }

    /// <summary>How tasks run. Known once the service has started.</summary>
    public ContainerRuntime Runtime => _host.Runtime;

    /// <summary>The task counts of services, for Application Auto Scaling.</summary>
    public ServiceCounts Counts { get; }

    /// <summary>Clusters, services and tasks that are active, and the task definitions that are not being deleted.</summary>
    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_context.Gate)
        {
            var found = _clusters.All.Where(cluster => cluster.IsActive).Select(cluster => (_context.Names.ClusterArn(cluster.Name), cluster.Tags))
                .Concat(_services.All.Where(service => service.Status == ServiceStatus.Active).Select(service => (service.Arn, service.Tags)))
                .Concat(_tasks.All.Where(task => task.LastStatus != EcsTaskStatus.Stopped).Select(task => (task.Arn, task.Tags)))
                .Concat(_definitions.All.Where(definition => definition.Status != TaskDefinitionStatus.DeleteInProgress)
                    .Select(definition => (definition.Arn, definition.Tags)));
            return found
                .Select(pair => new TaggedResource(pair.Item1, pair.Tags.Select(tag => new KeyValuePair<string, string>(tag.Key, tag.Value ?? "")).ToList()))
                .ToList();
        }
    }

    /// <summary>RunTask in process, for the services that start tasks on their own.</summary>
    public JsonObject RunTask(JsonObject input, SandboxPrincipal caller) => _taskOperations.Run(input, caller);

    /// <summary>The ARN with revision of a task definition identifier; the identifier itself if there is no such definition.</summary>
    public string TaskDefinitionArn(string identifier)
    {
        lock (_context.Gate)
        {
            return _definitions.Find(identifier)?.Arn ?? identifier;
        }
    }

    /// <summary>The tasks that have these private addresses, by address.</summary>
    public IReadOnlyDictionary<string, TaskAddress> TasksAt(IReadOnlyCollection<string> addresses)
    {
        lock (_context.Gate)
        {
            var found = new Dictionary<string, TaskAddress>(StringComparer.Ordinal);
            foreach (var task in _tasks.All.Where(task => task.LastStatus != EcsTaskStatus.Stopped))
            {
                if (task.Attachment.Interface?.PrivateAddress is { } address && addresses.Contains(address))
                {
                    found[address] = new TaskAddress(task.Id, task.IsSimulated, task.PublishedPorts());
                }
            }

            return found;
        }
    }

    /// <summary>Queues a check of the services that use this target group, because the health of a target changed.</summary>
    public void NoteTargetHealth(string targetGroupArn)
    {
        lock (_context.Gate)
        {
            foreach (var service in _services.WithTargetsIn(targetGroupArn))
            {
                _queue.Add(service);
            }
        }
    }

    public override async Task StartAsync()
    {
        await _host.OpenAsync(Cloud.Stopping).ConfigureAwait(false);
        _controller.Start();
    }

    public override async Task StopAsync()
    {
        await _controller.StopAsync().ConfigureAwait(false);
        TaskRun[] running;
        lock (_context.Gate)
        {
            running = _tasks.All.Select(task => task.Run).OfType<TaskRun>().ToArray();
        }

        foreach (var run in running)
        {
            run.RequestStop("TerminationNotice", "The sandbox that ran the task was stopped.");
        }

        // Whoever stops the sandbox waits for this, so containers that have not ended by then are killed.
        var ended = Task.WhenAll(running.Select(run => run.Ended));
        await Task.WhenAny(ended, Task.Delay(LastGrace)).ConfigureAwait(false);
        await _host.Containers.KillAsync().ConfigureAwait(false);
        await ended.ConfigureAwait(false);
        await _host.Containers.ShutdownAsync().ConfigureAwait(false);
    }

    public override JsonNode? Save()
    {
        lock (_context.Gate)
        {
            return _storage.Save();
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_context.Gate)
        {
            _storage.Load(state.AsObject());
        }
    }

    private void Serve(ClusterOperations clusters)
    {
        Serve("CreateCluster", clusters.Create);
        Serve("DescribeClusters", clusters.Describe);
        Serve("ListClusters", clusters.List);
        Serve("UpdateCluster", clusters.Update);
        Serve("PutClusterCapacityProviders", clusters.PutCapacityProviders);
        Serve("DeleteCluster", clusters.Delete);
    }

    private void Serve(TaskDefinitionOperations definitions)
    {
        Serve("RegisterTaskDefinition", definitions.Register);
        Serve("DescribeTaskDefinition", definitions.Describe);
        Serve("DeregisterTaskDefinition", definitions.Deregister);
        Serve("DeleteTaskDefinitions", definitions.Delete);
        Serve("ListTaskDefinitions", definitions.List);
        Serve("ListTaskDefinitionFamilies", definitions.ListFamilies);
    }

    private void Serve(TaskOperations tasks, ExecSessions exec)
    {
        Serve("RunTask", tasks.Run);
        Serve("StopTask", tasks.Stop);
        Serve("DescribeTasks", tasks.Describe);
        Serve("ListTasks", tasks.List);
        Serve("ExecuteCommand", exec.Execute);
    }

    private void Serve(ServiceOperations services)
    {
        Serve("CreateService", services.Create);
        Serve("UpdateService", services.Update);
        Serve("DeleteService", services.Delete);
        Serve("DescribeServices", services.Describe);
        Serve("ListServices", services.List);
    }

    private void Serve(ServiceDeploymentOperations deployments)
    {
        Serve("ListServiceDeployments", deployments.List);
        Serve("DescribeServiceDeployments", deployments.Describe);
        Serve("DescribeServiceRevisions", deployments.DescribeRevisions);
        Serve("StopServiceDeployment", deployments.Stop);
        Serve("ContinueServiceDeployment", deployments.Continue);
    }

    private void Serve(TagOperations tags, AccountSettingOperations settings)
    {
        Serve("TagResource", tags.Tag);
        Serve("UntagResource", tags.Untag);
        Serve("ListTagsForResource", tags.List);
        Serve("ListAccountSettings", settings.List);
    }
}
