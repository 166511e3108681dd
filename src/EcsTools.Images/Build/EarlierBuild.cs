using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Build;

/// <summary>Finds the image of an earlier build that had the same inputs, and remembers this build for the next one.</summary>
internal sealed class EarlierBuild
{
    private readonly EngineImages _images;
    private readonly BuildInputs _inputs;
    private readonly BuildRecords _records;
    private readonly BuildTranscript _transcript;
    private IReadOnlyList<string>? _before;

    public EarlierBuild(DockerEngine engine, BuildInputs inputs, BuildRecords records, BuildTranscript transcript)
    {
        _images = new EngineImages(engine);
        _inputs = inputs;
        _records = records;
        _transcript = transcript;
    }

    /// <summary>Whether the inputs decide what the build makes, so that the next build can be left out.</summary>
    public bool IsDecided => _inputs.Undecided is null;

    /// <summary>The id of the image that a build would make again; null if it must be built.</summary>
    public async Task<string?> FindAsync(ImageBuildRequest request, BuildContext context, CancellationToken cancellationToken)
    {
        if (_inputs.Undecided is { } why)
        {
            _transcript.Verbose($"The image is always built, because {why}.");
            return null;
        }

        _before = await FindBasesAsync(cancellationToken).ConfigureAwait(false);
        if (request.NoCache || request.Pull || _before is null || _records.Read() is not { Count: > 0 } records
            || !records.TryGetValue(_inputs.Digest(context.Digest(cancellationToken), _before), out var image)
            || await _images.FindIdAsync(image, cancellationToken).ConfigureAwait(false) != image)
        {
            return null;
        }

        _transcript.Verbose($"The image {Sha256Digest.Short(image)} is not built again, because nothing has changed since it was built.");
        return image;
    }

    /// <summary>Remembers what was built.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The digest of the context that the engine received.</param>
    /// <param name="image">The id of the image.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task RememberAsync(ImageBuildRequest request, string context, string image, CancellationToken cancellationToken)
    {
        // Only now the engine has the base images that it had to pull. If one was moved during the build, nobody knows which one was used.
        if (await FindBasesAsync(cancellationToken).ConfigureAwait(false) is { } bases
            && (_before is null || request.Pull || _before.SequenceEqual(bases)))
        {
            await _records.AddAsync(_inputs.Digest(context, bases), image, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The ids of the base images; null if the engine lacks one, or one brings instructions (ONBUILD), which may add anything.</summary>
    private async Task<IReadOnlyList<string>?> FindBasesAsync(CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(_inputs.Bases.Select(name => _images.FindAsync(name, cancellationToken))).ConfigureAwait(false);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is not { Config.OnBuild: null or { Count: 0 } })
            {
                _transcript.Verbose(found[i] is null
                    ? $"The Docker engine does not have the base image {_inputs.Bases[i]}."
                    : $"The base image {_inputs.Bases[i]} has instructions of its own (ONBUILD).");
                return null;
            }
        }

        return found.Select(image => image!.ID).ToList();
    }
}
