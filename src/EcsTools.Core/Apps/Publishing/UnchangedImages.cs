using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Ecr;

namespace EcsTools.Apps.Publishing;

/// <summary>Finds the images that a build would make again, and that are already in their repositories.</summary>
internal sealed class UnchangedImages(AwsConnection connection)
{
    /// <summary>The images of a service that need neither a build nor a push, by the names of their containers.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(ServiceBlueprint blueprint, CancellationToken cancellationToken)
    {
        var uris = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var container in blueprint.Built)
        {
            // Who may not read the repository still sees the plan, with a build in it.
            if (await connection.UnlessDeniedAsync(() => FindAsync(blueprint, container, cancellationToken), null, leftOut: null)
                .ConfigureAwait(false) is { } uri)
            {
                uris[container.Name] = uri;
            }
        }

        return uris;
    }

    private async Task<string?> FindAsync(ServiceBlueprint blueprint, AppContainer container, CancellationToken cancellationToken)
    {
        using var plan = await new EcrImagePush(connection)
            .PlanAsync(blueprint.Push(container), findBuild: true, progress: null, cancellationToken).ConfigureAwait(false);
        return plan.PresentUri;
    }
}
