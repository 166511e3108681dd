using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Apps.Sources;
using EcsTools.Compose;
using EcsTools.Images.Build;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Routing.Rules;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Apps;

/// <summary>Publishes an app from a folder with a Dockerfile or a compose file: builds and pushes images, and runs services behind a load balancer.</summary>
/// <remarks>
/// <para>
/// The command creates what the app needs and does not exist yet: the repository, the execution role, the log group, the cluster, the load balancer with a
/// route, the task definition and the service. It waits until the new tasks serve, and requests the URL. The port, the health check and the platform are read
/// from the Dockerfile, and -Verbose shows what was read. Parameters count more than the Dockerfile.
/// </para>
/// <para>
/// Run the command again after each change. It changes only what differs: a service whose image and settings are the same is not deployed again. If a stage
/// fails, the error says what was done before and in which state the service is. The next run continues from there. A deployment that fails is rolled back.
/// </para>
/// <para>
/// The cluster and the load balancer are called ecstools by default, and several apps share them. The first app of a load balancer answers every request. Give
/// other apps a path with -RoutePath or a host name with -HostName.
/// </para>
/// <para>
/// A compose file describes an app of several services, with x-fargate for what only ECS has. Services are published in the order of depends_on. What ECS
/// cannot do is an error or a warning with its line. A service that is taken out of the file is removed with -Prune.
/// </para>
/// <para>
/// Everything of an app has the tag ecstools:app with its name. -WhatIf shows the whole plan and the monthly cost, and changes nothing.
/// </para>
/// </remarks>
/// <example>
///   <code>Publish-FargateApp ./web</code>
///   <para>Publishes the folder web as the app web, and shows its URL.</para>
/// </example>
/// <example>
///   <code>Publish-FargateApp ./web -WhatIf</code>
///   <para>Shows what would be created or changed, and what the app costs in a month. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Publish-FargateApp ./web -Name shop -RoutePath /shop* -HealthCheckPath /health -DesiredCount 2 -Environment @{ LOG_LEVEL = 'info' }</code>
///   <para>Publishes two tasks that answer the paths below /shop, with a variable and a health check of the load balancer.</para>
/// </example>
/// <example>
///   <code>Publish-FargateApp ./web -Before node, migrate.js -SkipTest</code>
///   <para>Runs node migrate.js in a task of the new image before the service changes. If it fails, the service stays as it is.</para>
/// </example>
/// <example>
///   <code>Publish-FargateApp ./web -Name worker -NoLoadBalancer -MinimumCount 1 -MaximumCount 4 -CpuTarget 60</code>
///   <para>Publishes a service without a load balancer that is scaled between one and four tasks by its use of the CPU.</para>
/// </example>
/// <example>
///   <code>Publish-FargateApp ./compose.yaml -SkipTest</code>
///   <para>Publishes the services of a compose file.</para>
/// </example>
/// <example>
///   <code>Publish-FargateApp ./compose.yaml -ComposeOverride ./compose.prod.yaml -WhatIf</code>
///   <para>Shows what would be created or changed with the settings of a second file.</para>
/// </example>
/// <seealso cref="Services.UndoFargateDeploymentCommand"/>
/// <seealso cref="Registry.PushEcrImageCommand"/>
[Cmdlet(VerbsData.Publish, "FargateApp", SupportsShouldProcess = true)]
[OutputType(typeof(FargateApp))]
public sealed partial class PublishFargateAppCommand : AwsCommand
{
    private const double DefaultCpuTarget = 60;

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = await PathAsync(pipeline).ConfigureAwait(false);
        var isCompose = ComposeApps.IsFor(path);
        CheckCompose(path, isCompose);
        var definition = isCompose ? null : FolderApp.Complete(Definition(path), !NoLoadBalancer);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var request = Request(definition ?? await ComposeAsync(pipeline, path, connection, cancellationToken).ConfigureAwait(false));
        foreach (var note in request.Definition.Notes)
        {
            pipeline.WriteVerbose(note);
        }

        var publisher = new AppPublisher(connection);
        var plan = await publisher.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        var action = $"Publish app '{request.Definition.Name}' in {connection.Region}";
        if (await pipeline.ShouldProcessAsync(PlanText.From(action, request.Definition.Notes.Concat(plan.Lines)), action + "?", "App").ConfigureAwait(false))
        {
            pipeline.WriteObject(await publisher.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<string> PathAsync(CommandPipeline pipeline)
    {
        // An empty property of a record counts as not given.
        var (path, literal) = (string.IsNullOrEmpty(Path) ? null : Path, string.IsNullOrEmpty(LiteralPath) ? null : LiteralPath);
        if (path is not null && literal is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.PathGivenTwice, $"-Path '{path}' and -LiteralPath '{literal}' cannot be combined.", "Use only one of them.", "LiteralPath", literal);
        }

        var given = path ?? literal ?? ".";
        var found = await pipeline.ResolvePathsAsync([given], literal is not null).ConfigureAwait(false);
        return found.Count == 1 ? found[0] : throw new EcsToolsException(
            ErrorCodes.PathNamesSeveral,
            $"-Path '{given}' matches {found.Count} files and folders, and an app is published from one.",
            "Use a path that matches one folder, or pipe the folders: Get-Item <pattern> | Publish-FargateApp",
            "Path",
            given);
    }

    private PublishAppRequest Request(AppDefinition definition) => new()
    {
        Definition = definition,
        Cluster = Cluster,
        LoadBalancer = LoadBalancer,
        NoLoadBalancer = NoLoadBalancer,
        Internal = IsBound(nameof(Internal)) ? Internal.ToBool() : null,
        Certificates = Certificate,
        LoadBalancerSubnets = LoadBalancerSubnet,
        Subnets = Subnet,
        ImageTag = ImageTag,
        LogRetentionDays = LogRetention,
        Prune = Prune,
        SkipTest = SkipTest,
        Timeout = Timeout,
    };

    private AppDefinition Definition(string folder)
    {
        CheckRoute();
        var name = Name ?? FolderApp.NameOf(folder);
        return new AppDefinition
        {
            Name = name,
            Services =
            [
                new AppService
                {
                    Name = name,
                    Cpu = TaskSizeText.ParseCpu(Cpu),
                    Memory = TaskSizeText.ParseMemory(Memory),
                    Architecture = Architecture,
                    DesiredCount = DesiredCount,
                    Scaling = Scaling(),
                    Strategy = Strategy,
                    SpotWeight = SpotWeight,
                    Before = Before,
                    Route = new AppRoute
                    {
                        Conditions = new RouteConditionRequest { Paths = RoutePath, HostNames = HostName },
                        ContainerPort = Port,
                        Target = new TargetGroupRequest { Name = "", HealthCheck = new HealthCheckRequest { Path = HealthCheckPath } },
                    },
                    Container = new AppContainer
                    {
                        Name = name,
                        Ports = Port is { } port ? [TaskPort.Parse(FormattableString.Invariant($"{port}"))] : null,
                        Environment = TextDictionary.From(Environment, nameof(Environment)),
                        Secrets = TextDictionary.From(Secret, nameof(Secret)),
                        Build = new ImageBuildRequest
                        {
                            ContextPath = folder,
                            DockerfilePath = Dockerfile,
                            BuildArguments = TextDictionary.From(BuildArg, nameof(BuildArg)) ?? new Dictionary<string, string>(),
                            Target = Target,
                        },
                    },
                },
            ],
        };
    }

    private AppScaling? Scaling() => MinimumCount is null && MaximumCount is null && CpuTarget is null ? null : new AppScaling
    {
        MinimumCount = MinimumCount,
        MaximumCount = MaximumCount,
        CpuTarget = CpuTarget ?? DefaultCpuTarget,
    };

    private void CheckRoute()
    {
        string[] parameters = [nameof(LoadBalancer), nameof(RoutePath), nameof(HostName), nameof(Certificate), nameof(Internal), nameof(LoadBalancerSubnet),
            nameof(HealthCheckPath)];
        if (NoLoadBalancer && parameters.FirstOrDefault(IsBound) is { } parameter)
        {
            throw new EcsToolsException(
                ErrorCodes.LoadBalancerNotWanted,
                $"-{parameter} applies to a load balancer, and -NoLoadBalancer was given.",
                $"Leave out -NoLoadBalancer, or leave out -{parameter}.",
                parameter);
        }
    }
}
