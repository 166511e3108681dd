using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Docker;
using EcsTools.Images;

namespace EcsTools.Registry;

/// <summary>The registry an image is copied from: Docker Hub, ECR of any account and region, or another, with what opens it.</summary>
internal sealed class CopySource : IDisposable
{
    // Docker Hub by its name in image names, and by the host that serves it (docs.docker.com, "Registry HTTP API").
    private const string DockerHubHost = "registry-1.docker.io";
    private static readonly HashSet<string> DockerHubNames = new(StringComparer.Ordinal) { "docker.io", "index.docker.io", DockerHubHost };

    private readonly AwsConnection? _connection;

    private CopySource(RegistryClient client, string repository, ImageReference image, AwsConnection? connection = null)
    {
        Client = client;
        Repository = repository;
        Image = image;
        _connection = connection;
    }

    public RegistryClient Client { get; }

    /// <summary>The repository in its registry, which Docker Hub calls <c>library/node</c> where people say <c>node</c>.</summary>
    public string Repository { get; }

    public ImageReference Image { get; }

    /// <summary>Tag or digest.</summary>
    public string Reference => Image.Digest ?? Image.Tag ?? "latest";

    /// <summary>Throws for what is no image name.</summary>
    public static ImageReference Parse(string source)
        => ImageReference.TryParse(source) is { } image && (image.Digest is null || Sha256Digest.Is(image.Digest))
            ? image
            : throw new EcsToolsException(
                "InvalidImageName",
                ErrorKind.InvalidArgument,
                $"'{source}' is no image of a registry.",
                "Write [host[:port]/]repository[:tag] or …@sha256:…, such as public.ecr.aws/nginx/nginx:stable.",
                "Source",
                source);

    public static async Task<CopySource> OpenAsync(CopyImageRequest request, AwsConnection target, CancellationToken cancellationToken)
    {
        var image = Parse(request.Source);
        if (request.Credential is null && await OfEcrAsync(request, image, target, cancellationToken).ConfigureAwait(false) is { } ecr)
        {
            return ecr;
        }

        var isHub = image.Registry is null || DockerHubNames.Contains(image.Registry);
        var repository = isHub && image.Repository.IndexOf('/') < 0 ? "library/" + image.Repository : image.Repository;
        var credential = request.Credential
            ?? await new DockerConfigFile().FindAsync(isHub ? "docker.io" : image.CredentialKey, cancellationToken).ConfigureAwait(false);
        var address = new RegistryAddress(isHub ? DockerHubHost : image.Registry!);
        return new CopySource(
            new RegistryClient(address, new ChallengeAuthorization(address, credential, target.Clock), target.Clock), repository, image);
    }

    public void Dispose()
    {
        Client.Dispose();
        _connection?.Dispose();
    }

    /// <summary>ECR's token opens every registry of its region that its caller may pull from, of other accounts too.</summary>
    private static async Task<CopySource?> OfEcrAsync(
        CopyImageRequest request, ImageReference image, AwsConnection target, CancellationToken cancellationToken)
    {
        var ecr = EcrRegistryHost.TryParse(image.Registry);
        if (image.Registry is null || (ecr is null && !await IsOwnAsync(image.Registry, target, cancellationToken).ConfigureAwait(false)))
        {
            return null;
        }

        var connection = request.SourceProfileName is { } profile
            ? await AwsConnections.ConnectAsync(
                new AwsConnectionRequest { ProfileName = profile, ProfileLocation = request.ProfileLocation, Region = ecr?.Region ?? target.Region },
                target.Clock,
                cancellationToken).ConfigureAwait(false)
            : target.In(ecr?.Region ?? target.Region);

        // An emulator has one registry, under another host than the name that AWS would give it.
        var host = connection.EndpointUrl is not null && ecr is not null
            ? (await EcrAuthorization.GetAsync(connection, renew: false, cancellationToken).ConfigureAwait(false)).Host
            : image.Registry;
        return new CopySource(EcrRegistryClients.Open(connection, host), image.Repository, image, connection);
    }

    /// <summary>An emulator's registry has a host of its own.</summary>
    private static async Task<bool> IsOwnAsync(string host, AwsConnection target, CancellationToken cancellationToken)
        => target.EndpointUrl is not null
            && (await EcrAuthorization.GetAsync(target, renew: false, cancellationToken).ConfigureAwait(false)).Host == host;
}
