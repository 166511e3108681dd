using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.DockerTransport;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>A build with the engine's own builder, through the engine's API.</summary>
internal sealed class ClassicBuild : IProgress<JSONMessage>
{
    private static readonly Regex StepLine = new(@"^Step (\d+)/(\d+) : (.*)$", RegexOptions.CultureInvariant);
    private static readonly string[] Housekeeping = { " ---> ", "Removing intermediate container ", "Successfully tagged " };
    private static readonly Regex SuccessLine = new("^Successfully built ([0-9a-f]+)$", RegexOptions.CultureInvariant);

    // An image without a name is never one that the Dockerfile asks for.
    private static readonly Regex MissedImage = new(
        @"(unable to find image|No such image:|failed to get destination image) ""?sha256:[0-9a-f]{64}", RegexOptions.CultureInvariant);

    private const int Attempts = 3;
    private readonly DockerEngine _engine;
    private readonly BuildTranscript _transcript;

    public ClassicBuild(DockerEngine engine, BuildTranscript transcript)
    {
        _engine = engine;
        _transcript = transcript;
    }

    /// <summary>
    /// Builds, and builds again if the engine missed an image that it chose itself. Its builder looks through the cached steps, after FROM scratch through
    /// all images, and fails if another program removes one of them meanwhile, even one that this build does not use.
    /// </summary>
    /// <returns>The digest of the context that was sent; null if the engine did not read it to the end.</returns>
    public async Task<string?> RunAsync(
        ImageBuildRequest request, BuildContext context, IReadOnlyList<RegistryCredential> credentials, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var digest = await SendAsync(request, context, credentials, cancellationToken).ConfigureAwait(false);
            if (attempt == Attempts || _transcript.Failure is not { } failure || !MissedImage.IsMatch(failure))
            {
                return digest;
            }

            _transcript.Restart("Another program removed an image from the engine meanwhile: the build starts again");
        }
    }

    private async Task<string?> SendAsync(
        ImageBuildRequest request, BuildContext context, IReadOnlyList<RegistryCredential> credentials, CancellationToken cancellationToken)
    {
        var parameters = new ImageBuildParameters
        {
            Tags = request.Tags.ToList(),
            Dockerfile = context.DockerfileName,
            BuildArgs = request.BuildArguments.ToDictionary(pair => pair.Key, pair => pair.Value),
            Labels = request.Labels.ToDictionary(pair => pair.Key, pair => pair.Value),
            Target = request.Target,
            Platform = request.Platform,
            NoCache = request.NoCache,
            Pull = request.Pull ? "1" : null,
            Remove = true,
            ForceRemove = true,
        };
        using var tar = context.ToTar(SendingProgress(context.Size));

        // The client accepts one credential for each registry. The first one is from the request.
        var auth = credentials.Select(Auth).GroupBy(known => known.ServerAddress).Select(same => same.First());
        await _engine.Client.Images.BuildImageFromDockerfileAsync(
            parameters, tar, auth, null, this, cancellationToken).OrCanceledAsync(cancellationToken).ConfigureAwait(false);
        return tar.Digest;
    }

    /// <summary>Reads one message of the build. The engine sends messages in order, and they are read on one thread.</summary>
    public void Report(JSONMessage value)
    {
        if (value.Error?.Message is { Length: > 0 } || value.ErrorMessage is { Length: > 0 })
        {
            _transcript.Fail(value.Error?.Message ?? value.ErrorMessage);
        }
        else if (value.Stream is { Length: > 0 } text)
        {
            foreach (var line in text.Split('\n'))
            {
                ReadLine(line.TrimEnd('\r'));
            }
        }
        else if (value.Status is { Length: > 0 } status)
        {
            ReadPull(value, status);
        }

        if (value.Aux?.ExtensionData is { } aux && aux.TryGetValue("ID", out var id) && id?.ToString() is { Length: > 0 } image)
        {
            _transcript.ImageId = image;
        }
    }

    private void ReadLine(string line)
    {
        var step = StepLine.Match(line);
        if (step.Success)
        {
            _transcript.Step(int.Parse(step.Groups[1].Value, null), int.Parse(step.Groups[2].Value, null), step.Groups[3].Value);
        }
        else if (line.Trim() == "---> Using cache")
        {
            _transcript.Cached();
        }
        else if (SuccessLine.Match(line) is { Success: true } built)
        {
            _transcript.ImageId ??= built.Groups[1].Value;
        }
        else if (!Housekeeping.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
        {
            _transcript.Line(line);
        }
    }

    // Progress of pulling the base image.
    private void ReadPull(JSONMessage message, string status)
    {
        if (string.IsNullOrEmpty(message.ID))
        {
            _transcript.Line(status);
            return;
        }

        var total = message.Progress?.Total ?? 0;
        int? percent = total > 0 ? (int)Math.Min(100, message.Progress!.Current * 100 / total) : null;
        _transcript.Item(message.ID, status, percent, status is "Pull complete" or "Already exists");
    }

    private Action<long> SendingProgress(long size)
    {
        var told = -1L;
        return sent =>
        {
            var percent = size == 0 ? 100 : Math.Min(100, sent * 100 / size);
            if (percent != told)
            {
                told = percent;
                _transcript.Status($"Sending the build context: {ByteSize.Format(Math.Min(sent, size))} of {ByteSize.Format(size)}", 0);
            }
        };
    }

    private static AuthConfig Auth(RegistryCredential credential) => new()
    {
        ServerAddress = DockerConfigJson.KeyOf(credential.Registry),
        Username = credential.IsIdentityToken ? null : credential.UserName,
        Password = credential.IsIdentityToken ? null : credential.Password,
        IdentityToken = credential.IsIdentityToken ? credential.Password : null,
    };
}
