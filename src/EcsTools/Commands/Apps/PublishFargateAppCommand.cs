using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Publishing;
using EcsTools.Apps.Sources;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

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
/// <seealso cref="TestFargateAppCommand"/>
/// <seealso cref="Services.UndoFargateDeploymentCommand"/>
/// <seealso cref="Registry.PushEcrImageCommand"/>
[Cmdlet(VerbsData.Publish, "FargateApp", SupportsShouldProcess = true)]
[OutputType(typeof(FargateApp), typeof(EcsPlanStep))]
public sealed class PublishFargateAppCommand : AppSourceCommand, IPlannedCommand
{
    /// <summary>Removes services that were published with this app and that it no longer has.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Leaves out the checks before the publication and the request of the URL after it.</summary>
    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    /// <summary>Maximum time to wait for each deployment and for -Before, such as 15m. Deployments continue when it ends.</summary>
    /// <value>30m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var source = await SourceAsync(pipeline).ConfigureAwait(false);
        var folder = source.IsCompose ? null : FolderApp.Complete(Definition(source.Path), !NoLoadBalancer);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var request = Request(folder ?? await ComposeAsync(pipeline, source.Path, connection, cancellationToken).ConfigureAwait(false)) with
        {
            Prune = Prune,
            SkipTest = SkipTest,
            FindBuilds = await pipeline.IsOnlyPlannedAsync().ConfigureAwait(false),
            Timeout = Timeout,
        };
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

        if (await pipeline.ShouldProcessAsync(plan.ToPlan(connection.Region)).ConfigureAwait(false))
        {
            pipeline.WriteObject(await publisher.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }
}
