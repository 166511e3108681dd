using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Compares what a service runs with a revision or a file, field by field.</summary>
/// <remarks>
/// <para>
/// The command emits an object for each field of the task definition that differs: the value that runs, and the value that a deployment would bring. If nothing
/// differs, it emits nothing. Fields with the same effect are equal, whoever wrote them: a default value and a missing one, or a list in another order.
/// </para>
/// <para>
/// A file is read as Register-FargateTask -Path reads it. The number of tasks, the network and the way to deploy are settings of the service and not of the
/// task definition: Set-FargateService -AsPlan compares those.
/// </para>
/// </remarks>
/// <example>
///   <code>Compare-FargateService web -Cluster demo</code>
///   <para>Shows what a deployment of the newest revision would change.</para>
/// </example>
/// <example>
///   <code>Compare-FargateService web -Cluster demo -TaskDefinition web:5</code>
///   <para>Compares with revision 5, for example before the service goes back to it.</para>
/// </example>
/// <example>
///   <code>Compare-FargateService web -Cluster demo -Path ./web.json</code>
///   <para>Compares with a file, such as Export-FargateTask writes it, or one of the AWS CLI.</para>
/// </example>
/// <example>
///   <code>if (Get-FargateService -Cluster demo | Compare-FargateService) { 'A service of demo does not run its newest revision.' }</code>
///   <para>Compares each service of the cluster with the newest revision of its family.</para>
/// </example>
/// <seealso cref="TestFargateServiceCommand"/>
/// <seealso cref="SetFargateServiceCommand"/>
/// <seealso cref="Tasks.RegisterFargateTaskCommand"/>
[Cmdlet(VerbsData.Compare, "FargateService", DefaultParameterSetName = RevisionSet)]
[OutputType(typeof(FargateServiceDifference))]
public sealed class CompareFargateServiceCommand : ServiceRevisionCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = await FileAsync(pipeline).ConfigureAwait(false);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var comparison = new ServiceComparison(connection);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name =>
        {
            var request = await RequestAsync(connection, name, path, cancellationToken).ConfigureAwait(false);
            pipeline.WriteObject(
                await comparison.CompareAsync(request, pipeline.WriteWarning, cancellationToken).ConfigureAwait(false), enumerateCollection: true);
        }).ConfigureAwait(false);
    }
}
