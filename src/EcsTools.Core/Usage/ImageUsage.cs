using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Usage;

/// <summary>
/// Finds out what in ECS needs images of this region: by the digest that is running, and by the tag that would be started.
/// </summary>
internal sealed class ImageUsage(AwsConnection connection)
{
    // Number of DescribeTaskDefinition calls at the same time: well within the 20 per second that ECS accepts.
    private const int Ahead = 8;

    private readonly TaskDefinitionUsage _uses = new(connection);
    private readonly TaskDefinitionReader _definitions = new(connection);
    private readonly List<NamedImage> _named = [];

    /// <summary>What the caller may not read. Uses from there are not known.</summary>
    public IReadOnlyList<string> Unreadable => _uses.Unreadable;

    /// <summary>Reads everything that uses images.</summary>
    /// <param name="everyRevision">Whether to also read active revisions that nothing uses.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task ReadAsync(bool everyRevision, CancellationToken cancellationToken)
    {
        await _uses.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        foreach (var batch in _uses.TaskDefinitions.ToList().InBatches(Ahead))
        {
            await Task.WhenAll(batch.Select(name => ReadAsync(name, cancellationToken))).ConfigureAwait(false);
        }

        if (everyRevision)
        {
            await foreach (var definition in new FargateTaskDefinitions(connection)
                .GetAsync(null, latest: false, "ACTIVE", _ => { }, cancellationToken).ConfigureAwait(false))
            {
                Add(definition.TaskDefinition, definition.Images, []);
            }
        }
    }

    /// <summary>Returns what uses an image.</summary>
    /// <param name="repository">The repository of the image.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="tags">The current tags of the image.</param>
    public ImageUse Of(EcrRepository repository, string digest, IReadOnlyCollection<string> tags)
    {
        var named = _named.Where(image => image.Names(repository, digest, tags)).ToList();
        return new ImageUse(
            named.Select(image => image.TaskDefinition).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToList(),
            _uses.OfImage(repository.RepositoryName, digest).Concat(named.SelectMany(image => image.Users)).Distinct(StringComparer.Ordinal).ToList());
    }

    private async Task ReadAsync(string name, CancellationToken cancellationToken)
    {
        // If a named revision has been deleted, nothing can use it any more.
        if (await _definitions.FindAsync(name, cancellationToken).ConfigureAwait(false) is var (definition, _))
        {
            var images = (definition.ContainerDefinitions ?? []).Select(container => container.Image);
            Add($"{definition.Family}:{definition.Revision}", images, _uses.Of(name));
        }
    }

    private void Add(string taskDefinition, IEnumerable<string> images, IReadOnlyList<string> users)
    {
        lock (_named)
        {
            _named.AddRange(images.Select(Reference.TryParse).OfType<Reference>()
                .Select(image => new NamedImage(image, taskDefinition, users)));
        }
    }

    private sealed record NamedImage(Reference Image, string TaskDefinition, IReadOnlyList<string> Users)
    {
        public bool Names(EcrRepository repository, string digest, IReadOnlyCollection<string> tags)
            => Image.Repository == repository.RepositoryName && IsRegistryOf(repository)
                && (Image.Digest is { } pinned ? pinned == digest : tags.Contains(Image.Tag ?? "latest"));

        private bool IsRegistryOf(EcrRepository repository)
            => Image.Registry is { } host
                && (repository.RepositoryUri.StartsWith(host + "/", StringComparison.Ordinal)
                    || EcrRegistryHost.TryParse(host) == new EcrRegistryHost(repository.AccountId, repository.Region));
    }
}

/// <summary>What needs an image.</summary>
/// <param name="TaskDefinitions">Revisions that name the image, such as <c>web:3</c>.</param>
/// <param name="Users">What runs or would run it, such as <c>service web in demo</c>.</param>
internal sealed record ImageUse(IReadOnlyList<string> TaskDefinitions, IReadOnlyList<string> Users);
