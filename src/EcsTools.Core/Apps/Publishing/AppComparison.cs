using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Services;

namespace EcsTools.Apps.Publishing;

/// <summary>Compares what a service runs with what a publication of its app would bring. Changes nothing.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppComparison(AwsConnection connection)
{
    /// <summary>The app that a service belongs to; null if it was not published as a part of one.</summary>
    /// <param name="service">The service.</param>
    public static string? AppOf(FargateService service) => service.Tags.TryGetValue(AppTags.App, out var app) ? app : null;

    /// <summary>The fields that differ; empty if a publication would change none.</summary>
    /// <param name="service">The service.</param>
    /// <param name="definition">The app.</param>
    /// <param name="path">Path of the file that the app is from.</param>
    /// <param name="warn">Called with each warning.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The app does not have the service.</exception>
    public async Task<IReadOnlyList<FargateServiceDifference>> CompareAsync(
        FargateService service, AppDefinition definition, string path, Action<string> warn, CancellationToken cancellationToken)
    {
        var running = await new ServiceComparison(connection).RunningAsync(service, cancellationToken).ConfigureAwait(false);
        var blueprint = Find(service, definition, path);
        var unchanged = await new UnchangedImages(connection).FindAsync(blueprint, cancellationToken).ConfigureAwait(false);
        foreach (var container in blueprint.Built.Where(container => !unchanged.ContainsKey(container.Name)))
        {
            warn($"The image of container '{container.Name}' is not compared: whether it differs is known only after its build.");
        }

        var wanted = await new AppPlanner(connection).DefinitionAsync(blueprint, unchanged, running, cancellationToken).ConfigureAwait(false);
        return ServiceComparison.Differences(service, running, path, wanted.Document);
    }

    private static ServiceBlueprint Find(FargateService service, AppDefinition definition, string path)
    {
        var request = new PublishAppRequest { Definition = definition };
        var blueprints = definition.Services.Where(part => part.Kind == AppServiceKind.Service).Select(part => new ServiceBlueprint(request, part)).ToList();
        return blueprints.Find(blueprint => blueprint.Name == service.ServiceName) ?? throw new EcsToolsException(
            ErrorCode.InvalidValue("Path").OfRecord,
            $"The app '{definition.Name}' in '{path}' does not have service '{service.ServiceName}'. Its services are named "
                + $"{string.Join(", ", blueprints.Select(blueprint => blueprint.Name))}.",
            $"Give the file of service '{service.ServiceName}' as -Path, or compare a service of this app.",
            "Path",
            path);
    }
}
