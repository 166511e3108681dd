using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Findings;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Checks;

/// <summary>Compares images that exist with the tasks that run them.</summary>
internal sealed class ImageFindings(AwsConnection connection)
{
    private readonly ImageProbe _probe = new(connection);

    /// <param name="service">The service.</param>
    /// <param name="known">What its definition tells. A tag that moves is completed with the digest that runs now.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<AppFinding>> OfAsync(CheckedService service, IEnumerable<AppFinding> known, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        foreach (var finding in known)
        {
            findings.Add(finding.Code == FargateAppFindingCode.LatestTag
                ? await PinnedAsync(service, finding, cancellationToken).ConfigureAwait(false) : finding);
        }

        foreach (var container in service.Containers)
        {
            findings.AddRange(await PlatformAsync(service, container, cancellationToken).ConfigureAwait(false));
        }

        return findings;
    }

    /// <summary>What keeps the images of a registered definition, or of a file, from starting.</summary>
    public async Task<IReadOnlyList<AppFinding>> OfImagesAsync(CheckedService service, CancellationToken cancellationToken)
    {
        var findings = new List<AppFinding>();
        foreach (var container in service.Containers)
        {
            var (name, image) = (TaskDefinitionDocument.Text(container["name"]) ?? "", TaskDefinitionDocument.Text(container["image"]) ?? "");
            if (await _probe.AskAsync(image, cancellationToken).ConfigureAwait(false) is { TagExists: false } facts)
            {
                findings.Add(AppFinding.Error(
                    service,
                    FargateAppFindingCode.ImageMissing,
                    $"{name}: {image}",
                    MissingImage.Message(name, image),
                    MissingImage.Remedy(facts, TaskDefinitionDocument.Text(service.Document["family"]) ?? service.ServiceName)));
            }

            findings.AddRange(await PlatformAsync(service, container, cancellationToken).ConfigureAwait(false));
        }

        return findings;
    }

    private async Task<IReadOnlyList<AppFinding>> PlatformAsync(CheckedService service, JsonObject container, CancellationToken cancellationToken)
    {
        var image = TaskDefinitionDocument.Text(container["image"]);
        if (service.Platform is not { } wanted
            || await _probe.AskAsync(image, cancellationToken).ConfigureAwait(false) is not { Platforms: { Count: > 0 } platforms }
            || platforms.Any(platform => platform == wanted || platform.StartsWith(wanted + "/", System.StringComparison.Ordinal)))
        {
            return [];
        }

        return [Differs(service, $"{TaskDefinitionDocument.Text(container["name"])}: {image}", $"The image {image}", platforms)];
    }

    /// <summary>An image is built for other platforms than the tasks have.</summary>
    public static AppFinding Differs(CheckedService service, string subject, string what, IReadOnlyList<string> platforms)
    {
        var architecture = platforms.Select(Architecture).FirstOrDefault(name => name is not null);
        return AppFinding.Error(
            service,
            FargateAppFindingCode.PlatformDiffers,
            subject,
            $"{what} is built for {string.Join(" and ", platforms)}, but its tasks run on {service.Platform}, where it does not start.",
            architecture is null ? $"Build the image for {service.Platform}."
                : service.Source is null ? $"Register the task definition with -Architecture {architecture}, or build the image for {service.Platform}."
                : service.Source.Position is null ? $"Use -Architecture {architecture}, or build the image for {service.Platform}."
                : service.InPlace($"use the platform {platforms[0]}, or an image for {service.Platform}."),
            architecture is null ? null : service.Derive($"-Architecture {architecture}"));
    }

    private static string? Architecture(string platform)
        => platform.StartsWith("linux/arm64", System.StringComparison.Ordinal) ? "ARM64" : platform == "linux/amd64" ? "X86_64" : null;

    /// <summary>The running tasks tell which image the tag meant when they started.</summary>
    private async Task<AppFinding> PinnedAsync(CheckedService service, AppFinding finding, CancellationToken cancellationToken)
    {
        if (service is not { Current: not null, Source: null })
        {
            return finding;
        }

        var query = new TaskQuery { Clusters = [service.Cluster], ServiceName = service.ServiceName, Running = true };
        var container = finding.Subject.Split(':')[0];
        await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            if (task.Containers.FirstOrDefault(found => found.Name == container) is { ImageDigest: { Length: > 0 } digest, Image: { } image }
                && Reference.TryParse(image) is { } reference)
            {
                return finding with { FixCommand = service.Set($"-Image {reference.Name}@{digest} -ContainerName {container}") };
            }
        }

        return finding;
    }
}
