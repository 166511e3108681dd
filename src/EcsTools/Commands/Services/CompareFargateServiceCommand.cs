using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Commands.Apps;
using EcsTools.Compose;
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
/// A task definition file is read as Register-FargateTask -Path reads it. A compose file is read as Publish-FargateApp reads it, and the service is the one
/// that a publication of the file would change. An image that must be built first is not compared, and a warning says so.
/// </para>
/// <para>
/// The number of tasks, the network and the way to deploy are settings of the service and not of the task definition: Set-FargateService -AsPlan and
/// Publish-FargateApp -AsPlan compare those.
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
///   <code>Compare-FargateService shop-web -Cluster demo -Path ./compose.yaml</code>
///   <para>Shows what Publish-FargateApp ./compose.yaml would change in the task definition of the service web of the app shop.</para>
/// </example>
/// <example>
///   <code>if (Get-FargateService -Cluster demo | Compare-FargateService) { 'A service of demo does not run its newest revision.' }</code>
///   <para>Compares each service of the cluster with the newest revision of its family.</para>
/// </example>
/// <seealso cref="TestFargateServiceCommand"/>
/// <seealso cref="SetFargateServiceCommand"/>
/// <seealso cref="Tasks.RegisterFargateTaskCommand"/>
/// <seealso cref="PublishFargateAppCommand"/>
[Cmdlet(VerbsData.Compare, "FargateService", DefaultParameterSetName = RevisionSet)]
[OutputType(typeof(FargateServiceDifference))]
public sealed class CompareFargateServiceCommand : ServiceRevisionCommand
{
    /// <summary>
    /// Path of a task definition file (JSON), in the form that the AWS CLI accepts or prints, or of a compose file (YAML). A folder means its compose.yaml.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    public override string? Path { get; set; }

    /// <summary>Compose files that override what the file of -Path says. Each overrides those before it.</summary>
    /// <value>compose.override.yaml beside the file, if -Path is a folder</value>
    [Parameter(ParameterSetName = FileSet)]
    public string[]? ComposeOverride { get; set; }

    /// <summary>Profiles of the compose file to activate. * activates all.</summary>
    /// <value>the profiles in the variable COMPOSE_PROFILES</value>
    [Parameter(ParameterSetName = FileSet)]
    public string[]? ComposeProfile { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var path = await FileAsync(pipeline).ConfigureAwait(false);
        var isCompose = path is not null && ComposeApps.IsFor(path);
        if (!isCompose)
        {
            CheckNoCompose(path);
        }

        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name =>
        {
            var request = await RequestAsync(connection, name, path, cancellationToken).ConfigureAwait(false);
            pipeline.WriteObject(
                isCompose ? await ComposeAsync(pipeline, connection, request, cancellationToken).ConfigureAwait(false)
                    : await new ServiceComparison(connection).CompareAsync(request, pipeline.WriteWarning, cancellationToken).ConfigureAwait(false),
                enumerateCollection: true);
        }).ConfigureAwait(false);
    }

    private void CheckNoCompose(string? path)
    {
        if ((ComposeOverride is not null ? nameof(ComposeOverride) : ComposeProfile is not null ? nameof(ComposeProfile) : null) is { } wrong)
        {
            throw new EcsToolsException(
                ErrorCodes.ParameterOfOtherApp.OfRecord,
                $"-{wrong} applies to a compose file, and '{path}' is not one.",
                $"Give the compose file as -Path, or leave out -{wrong}.",
                wrong,
                path);
        }
    }

    /// <summary>The file may name another app than the one that the service was published as.</summary>
    private async Task<IReadOnlyList<FargateServiceDifference>> ComposeAsync(
        CommandPipeline pipeline, AwsConnection connection, ServiceComparisonRequest request, CancellationToken cancellationToken)
    {
        var service = await new FargateServices(connection).RequireAsync(request.Service, cancellationToken).ConfigureAwait(false);
        var input = new ComposeInput(request.Path!, AppComparison.AppOf(service), ComposeOverride, ComposeProfile);
        var definition = await input.ReadAsync(pipeline, connection, cancellationToken).ConfigureAwait(false);
        foreach (var warning in definition.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        return await new AppComparison(connection)
            .CompareAsync(service, definition, request.Path!, pipeline.WriteWarning, cancellationToken).ConfigureAwait(false);
    }
}
