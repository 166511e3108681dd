using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Services.Inspection;

namespace EcsTools.Commands.Services;

/// <summary>Finds out what will keep the tasks of a service from starting or working, before a deployment.</summary>
/// <remarks>
/// <para>
/// The command checks the newest revision of the family that the service runs, another revision, or a file, together with the network and the load balancer of
/// the service. It changes nothing. No output means that nothing was found.
/// </para>
/// <para>
/// For the task definition, it checks that it is active, that Fargate has its size, that its images are in ECR and are built for the platform of the
/// tasks, that its roles exist and trust ECS, that the execution role may read the secrets, and that the log groups exist. Images of other registries are
/// not checked. For the service, it checks that the subnets and security groups exist, that the tasks reach the registry, that the target groups exist,
/// have the type ip and get requests from a listener, that the task definition has the container port, and that the security groups admit the load
/// balancer.
/// </para>
/// <para>
/// A file is read as Register-FargateTask -Path reads it. That command creates a missing execution role and missing log groups, so these are not checked for a
/// file. Each finding has a Remedy. If one command line corrects it, that line is in FixCommand.
/// </para>
/// </remarks>
/// <example>
///   <code>Test-FargateService web -Cluster demo</code>
///   <para>Checks whether the newest revision can run as the service web.</para>
/// </example>
/// <example>
///   <code>Test-FargateService web -Cluster demo -TaskDefinition web:5</code>
///   <para>Checks revision 5, for example before the service goes back to it.</para>
/// </example>
/// <example>
///   <code>Test-FargateService web -Cluster demo -Path ./web.json</code>
///   <para>Checks a file before it is registered.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Test-FargateService | Where-Object Severity -eq Error</code>
///   <para>Finds the errors of each service of the cluster.</para>
/// </example>
/// <example>
///   <code>(Test-FargateService web -Cluster demo).FixCommand</code>
///   <para>Shows the command lines that correct what was found.</para>
/// </example>
/// <seealso cref="CompareFargateServiceCommand"/>
/// <seealso cref="SetFargateServiceCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "FargateService", DefaultParameterSetName = RevisionSet)]
[OutputType(typeof(FargateServiceFinding))]
public sealed class TestFargateServiceCommand : ServiceRevisionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = await FileAsync(pipeline).ConfigureAwait(false);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var inspection = new ServiceInspection(connection);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name =>
        {
            var request = await RequestAsync(connection, name, path, cancellationToken).ConfigureAwait(false);
            pipeline.WriteObject(
                await inspection.InspectAsync(request, pipeline.WriteWarning, cancellationToken).ConfigureAwait(false), enumerateCollection: true);
        }).ConfigureAwait(false);
    }
}
