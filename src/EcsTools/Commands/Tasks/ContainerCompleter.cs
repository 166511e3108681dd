using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes names of the containers of the task, the service or the task definition on the command line.</summary>
public sealed class ContainerCompleter : AwsCompleter
{
    private const char Between = '\n';

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound)
        => string.Join(Between.ToString(), new[] { "TaskArn", "ServiceName", "TaskDefinition", "Cluster" }.Select(name => Text(bound, name)));

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var parts = scope.Split(Between);
        var cluster = parts[3].Length > 0 ? parts[3] : null;
        if (parts[0].Length > 0)
        {
            return await OfTaskAsync(connection, parts[0], cluster, cancellationToken).ConfigureAwait(false);
        }

        var definition = parts[1].Length > 0
            ? await DefinitionOfAsync(connection, parts[1], cluster, cancellationToken).ConfigureAwait(false)
            : parts[2];
        return definition.Length > 0 ? await OfDefinitionAsync(connection, definition, cancellationToken).ConfigureAwait(false) : [];
    }

    private static async Task<string> DefinitionOfAsync(
        AwsConnection connection, string service, string? cluster, CancellationToken cancellationToken)
    {
        var services = new FargateServices(connection);
        var reference = await services.LocateAsync(service, cluster, cancellationToken).ConfigureAwait(false);
        return (await services.RequireAsync(reference, cancellationToken).ConfigureAwait(false)).TaskDefinitionArn;
    }

    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> OfTaskAsync(
        AwsConnection connection, string task, string? cluster, CancellationToken cancellationToken)
    {
        var query = new TaskQuery { Tasks = [task], Clusters = cluster is null ? null : [cluster] };
        await foreach (var found in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            return found.Containers.Select(container => new KeyValuePair<string, string>(container.Name, $"{container.Image} {container.LastStatus}")).ToList();
        }

        return [];
    }

    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> OfDefinitionAsync(
        AwsConnection connection, string name, CancellationToken cancellationToken)
    {
        await foreach (var definition in new FargateTaskDefinitions(connection)
            .GetAsync([name], latest: true, "ACTIVE", _ => { }, cancellationToken).ConfigureAwait(false))
        {
            return definition.Containers.Select(container => new KeyValuePair<string, string>(container, $"Container of {definition.TaskDefinition}")).ToList();
        }

        return [];
    }
}
