using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services;

/// <summary>
/// Works out the revision that a service needs for another image: the current one, with the image of one container changed.
/// </summary>
internal sealed class ServiceImages(AwsConnection connection, TaskDefinitionReader definitions)
{
    /// <summary>Plans the revision; null if the current revision already has that image.</summary>
    public async Task<NewRevision?> PlanAsync(Service service, string image, string? container, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(service.TaskDefinition, cancellationToken).ConfigureAwait(false) is not var (running, tags))
        {
            throw await definitions.MissingAsync(service.TaskDefinition, cancellationToken).ConfigureAwait(false);
        }

        var request = new TaskDefinitionRequest
        {
            Json = TaskDefinitionMapper.Document(running, tags).ToJsonString(),
            ImageUri = image,
            ContainerName = ContainerFor(running, image, container),

            // Only the image changes: a container that kept no log before still keeps none.
            NoLog = true,
        };
        var plan = await new FargateTaskDefinitions(connection).PlanAsync(request, cancellationToken).ConfigureAwait(false);
        var differences = TaskDefinitionNormalForm.Differences(TaskDefinitionMapper.Document(running, null), plan.Document);
        return differences.Count == 0 ? null : new NewRevision(plan, differences);
    }

    /// <summary>The named container, the only one, or the only one whose image comes from the same repository.</summary>
    private static string ContainerFor(TaskDefinition definition, string image, string? named)
    {
        var containers = definition.ContainerDefinitions ?? [];
        var repository = TaskImageName.Repository(TaskImageName.Check(image));
        var fitting = containers.Count == 1 || named is not null
            ? containers.Where(container => named is null || container.Name == named).ToList()
            : containers.Where(container => TaskImageName.Repository(container.Image) == repository).ToList();
        var names = containers.Select(container => container.Name).ToList();
        return fitting.Count == 1
            ? fitting[0].Name
            : throw new EcsToolsException(
                named is null ? ErrorCodes.ContainerUnclear : ErrorCodes.ContainerNotFound,
                named is null
                    ? $"'{definition.Family}:{definition.Revision}' has the containers {string.Join(", ", names)}, and "
                        + $"{(fitting.Count == 0 ? "none has an" : "several have an")} image of '{repository}'."
                    : $"'{definition.Family}:{definition.Revision}' has no container '{named}'.",
                named is null
                    ? "Choose the container whose image changes with -ContainerName."
                    : NearestNames.Suggest(named, names, $"It has {string.Join(", ", names)}."),
                "ContainerName",
                named ?? image);
    }
}

/// <summary>A revision to deploy to a service.</summary>
/// <param name="Plan">How to create it. It may already be registered as the family's newest revision.</param>
/// <param name="Differences">How it differs from what the service runs, which need not be the family's newest revision.</param>
internal sealed record NewRevision(TaskDefinitionPlan Plan, IReadOnlyList<FieldChange> Differences);
