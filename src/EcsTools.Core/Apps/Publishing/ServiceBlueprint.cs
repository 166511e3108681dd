using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Ecr;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Publishing;

/// <summary>One service of an app as the requests of the areas that create its parts.</summary>
internal sealed class ServiceBlueprint(PublishAppRequest request, AppService service)
{
    // What a new target group has. The first check of a new task often comes before the program listens, so with the default of AWS (30 seconds) a deployment
    // waits half a minute for the second one. An unhealthy target is given up after 15 seconds.
    private static readonly HealthCheckRequest NewCheck = new() { Interval = TimeSpan.FromSeconds(5), HealthyThreshold = 2, UnhealthyThreshold = 3 };

    // The default of AWS, 300 seconds, is long for requests of a website, and the old tasks run that much longer.
    private static readonly TimeSpan NewDeregistrationDelay = TimeSpan.FromSeconds(30);

    // A program may start slowly: in this time, ECS does not replace a new task that fails its checks.
    private static readonly TimeSpan NewGracePeriod = TimeSpan.FromSeconds(60);

    public AppService Service => service;

    public string App => request.Definition.Name;

    public string Cluster => request.Cluster ?? AppNames.Shared;

    public string LoadBalancer => request.LoadBalancer ?? AppNames.Shared;

    /// <summary>Name of the service in ECS, of its family and of its schedule.</summary>
    public string Name => AppNames.Of(App, service.Name);

    public IReadOnlyDictionary<string, string> Tags { get; } = AppTags.Of(request.Definition, service);

    public IEnumerable<AppContainer> Containers => service.Sidecars.Prepend(service.Container);

    public IEnumerable<AppContainer> Built => Containers.Where(container => container.Build is not null);

    /// <summary>The Service Connect namespace of the app.</summary>
    public string Namespace => AppNames.Namespace(App);

    public bool IsRouted => service.Route is not null && !request.NoLoadBalancer;

    public string RepositoryOf(AppContainer container) => AppNames.Repository(App, service, container);

    public string ImageTag => request.ImageTag ?? "latest";

    public InitializeRepositoryRequest Repository(AppContainer container) => new() { RepositoryName = RepositoryOf(container), Tags = Tags };

    public PushImageRequest Push(AppContainer container) => new()
    {
        RepositoryName = RepositoryOf(container),
        Path = container.Build!.ContextPath,
        Platform = container.Build.Platform,
        Tags = [ImageTag],
        Build = container.Build,
    };

    /// <summary>The definition with these images.</summary>
    /// <param name="imageOf">The image of each container.</param>
    /// <param name="architecture">The processor of the images, if the service does not say it.</param>
    public TaskDefinitionRequest Definition(Func<AppContainer, string> imageOf, string? architecture) => Copy(service.Container, new TaskDefinitionRequest
    {
        Family = Name,
        ContainerName = service.Container.Name,
        Cpu = service.Cpu,
        Memory = service.Memory,
        Architecture = service.Architecture ?? architecture,
        OperatingSystem = service.OperatingSystem,
        EphemeralStorage = service.EphemeralStorage,
        ExecutionRole = service.ExecutionRole,
        TaskRole = service.TaskRole,
        LogRetentionDays = request.LogRetentionDays,
        SetsLogRetention = request.SetsLogRetention,
        NoLog = service.Container.NoLog,
        Sidecars = service.Sidecars.Select(container => FargateContainers.Make(Copy(container, new SidecarRequest
        {
            Name = container.Name,
            Essential = container.Essential,
            LogRouter = container.LogRouter,
            NoLog = container.NoLog,
        }) with { ImageUri = imageOf(container) })).ToList(),
        Tags = Tags,
        CreatedTags = Tags,
        CreatedRoleTags = AppTags.OfShared,
    }) with
    {
        ImageUri = imageOf(service.Container),
        PullSecret = service.Container.PullSecret ?? (TakesPullCredential ? request.PullSecret : null),
        PullLogin = TakesPullCredential ? request.PullLogin : null,
    };

    /// <summary>Whether the credential of the request is for the main container: its image is not in ECR, and it has no credential of its own.</summary>
    private bool TakesPullCredential => service.Container is { Build: null, PullSecret: null }
        && (Reference.TryParse(service.Container.ImageUri ?? "")?.Registry is not { } registry || EcrRegistryHost.TryParse(registry) is null);

    /// <summary>The route. An existing target group keeps what the app does not say, because somebody may have changed it since.</summary>
    /// <param name="isNew">Whether its target group does not exist yet.</param>
    public RouteRequest Route(bool isNew)
    {
        var route = service.Route!;
        var target = route.Target;
        var (check, added) = (target.HealthCheck, isNew ? NewCheck : new HealthCheckRequest());
        return new RouteRequest
        {
            LoadBalancer = LoadBalancer,
            Conditions = route.Conditions,
            IsDefault = route.Conditions.IsEmpty,
            Priority = route.Priority,
            Target = target with
            {
                Name = AppNames.TargetGroup(App, service.Name),
                ContainerPort = Port,
                TwoTargetGroups = service.Strategy is not (null or FargateDeploymentStrategy.Rolling),
                DeregistrationDelay = target.DeregistrationDelay ?? (isNew ? NewDeregistrationDelay : null),
                HealthCheck = check with
                {
                    Interval = check.Interval ?? added.Interval,
                    HealthyThreshold = check.HealthyThreshold ?? added.HealthyThreshold,
                    UnhealthyThreshold = check.UnhealthyThreshold ?? added.UnhealthyThreshold,
                },
            },
            Tags = Tags,
        };
    }

    /// <param name="definition">ARN of the revision.</param>
    /// <param name="route">Its route; null if it has none.</param>
    /// <param name="isNew">Whether the service does not exist yet.</param>
    /// <param name="leftGroups">ARNs of the app's target groups that the service leaves.</param>
    public FargateServiceRequest ServiceRequest(string definition, FargateRoute? route, bool isNew, IReadOnlyList<string>? leftGroups = null) => new()
    {
        ServiceName = Name,
        Cluster = Cluster,
        TaskDefinition = definition,
        ContainerName = Receiver.Name,
        DesiredCount = Count,
        Subnets = request.Subnets,
        SecurityGroups = request.SecurityGroups,
        AssignPublicIp = request.AssignPublicIp,
        MinimumHealthyPercent = service.MinimumHealthyPercent,
        MaximumPercent = service.MaximumPercent,
        HealthCheckGracePeriod = route is null ? service.HealthCheckGracePeriod : GracePeriod(isNew),
        Target = route is null ? null : Target(route),
        LeftTargetGroups = leftGroups ?? [],
        ServiceConnect = service.Connection is null ? null : Namespace,
        ConnectAliases = service.Connection?.Endpoints.ToDictionary(endpoint => endpoint.PortName, endpoint => endpoint.Name),
        LeftNamespace = service.Connection is null ? Namespace : null,
        EnableExecuteCommand = service.EnableExecuteCommand,
        Strategy = service.Strategy,
        SpotWeight = service.SpotWeight,
        OnDemandWeight = service.OnDemandWeight,
        BaseOnDemand = service.BaseOnDemand,
        Tags = Tags,
        CreatedTags = Tags,
    };

    /// <summary>How long failed health checks of the load balancer are ignored; null if an existing service keeps its value.</summary>
    public TimeSpan? GracePeriod(bool isNew) => service.HealthCheckGracePeriod ?? (isNew ? NewGracePeriod : null);

    public ServiceScalingRequest? Scaling() => service.Scaling is not { } scaling ? null : new ServiceScalingRequest
    {
        Service = new ServiceReference(Cluster, Name),
        MinimumCount = scaling.MinimumCount,
        MaximumCount = scaling.MaximumCount,
        CpuTarget = scaling.CpuTarget,
        MemoryTarget = scaling.MemoryTarget,
        RequestTarget = scaling.RequestTarget,
        ScaleOutCooldown = scaling.ScaleOutCooldown,
        ScaleInCooldown = scaling.ScaleInCooldown,
    };

    public ScheduledTaskRequest Schedule(string definition) => new()
    {
        Name = Name,
        Group = AppNames.ScheduleGroup(App),
        Expression = service.Schedule!.Expression,
        TimeZone = service.Schedule.TimeZone,
        Count = service.Schedule.Count,
        RetryAttempts = service.Schedule.RetryAttempts,
        FlexibleWindow = service.Schedule.FlexibleWindow,
        TaskDefinition = definition,
        Cluster = Cluster,
        Subnets = request.Subnets,
        SecurityGroups = request.SecurityGroups,
        AssignPublicIp = request.AssignPublicIp,
        CreatedTags = Tags,

        // What was suspended or disabled by hand stays so.
        KeepsState = true,
    };

    /// <summary>The count to set; null if scaling sets it.</summary>
    public int? Count => service.Scaling is null ? service.DesiredCount : null;

    /// <summary>The container that gets the requests: a sidecar if the port of the route is its port, such as a proxy.</summary>
    public AppContainer Receiver => Containers.FirstOrDefault(container => container.Ports?.Any(port => port.Number == Port) == true) ?? service.Container;

    /// <summary>The port that gets the requests; null if it is not known.</summary>
    public int? Port => service.Route?.ContainerPort
        ?? (service.Container.Ports?.Where(port => port.Protocol == "tcp").ToList() is [var only] ? only.Number : null);

    private ServiceTargetRequest Target(FargateRoute route) => new()
    {
        TargetGroupArn = route.TargetGroupArn!,
        ContainerPort = Port,
        AlternateTargetGroupArn = route.AlternateTargetGroupArn,
        ListenerRuleArn = route.AlternateTargetGroupArn is null ? null : route.ListenerRuleArn,
        RoleArn = route.LoadBalancerRoleArn,
    };

    private static T Copy<T>(ContainerRequest from, T to)
        where T : ContainerRequest
        => (T)((ContainerRequest)to with
        {
            PullSecret = from.PullSecret,
            Ports = from.Ports,
            Environment = from.Environment,
            Secrets = from.Secrets,
            EnvironmentFiles = from.EnvironmentFiles,
            Command = from.Command,
            EntryPoint = from.EntryPoint,
            HealthCheck = from.HealthCheck,
            Volumes = from.Volumes,
            Ulimits = from.Ulimits,
            DependsOn = from.DependsOn,
            ContainerMemory = from.ContainerMemory,
            ContainerCpu = from.ContainerCpu,
            StopTimeout = from.StopTimeout,
            User = from.User,
            WorkingDirectory = from.WorkingDirectory,
            ReadOnlyRootFilesystem = from.ReadOnlyRootFilesystem,
            InitProcess = from.InitProcess,
            Labels = from.Labels,
            AddedCapabilities = from.AddedCapabilities,
            DroppedCapabilities = from.DroppedCapabilities,
            KernelParameters = from.KernelParameters,
            PseudoTerminal = from.PseudoTerminal,
            Interactive = from.Interactive,
            LogDriver = from.LogDriver,
            LogOptions = from.LogOptions,
        });
}
