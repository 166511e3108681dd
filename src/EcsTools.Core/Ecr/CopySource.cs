using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;

namespace EcsTools.Ecr;

/// <summary>The registry to copy an image from (Docker Hub, ECR of any account and region, or another), with its credentials.</summary>
internal sealed class CopySource : IDisposable
{
    private readonly AwsConnection? _connection;

    private CopySource(RepositoryClient client, Reference image, AwsConnection? connection = null)
    {
        Client = client;
        Image = image;
        _connection = connection;
    }

    public RepositoryClient Client { get; }

    public Reference Image { get; }

    /// <summary>Throws for an invalid image name.</summary>
    public static Reference Parse(string source)
        => Reference.TryParse(source) is { } image && (image.HasSupportedDigest)
            ? image
            : throw new EcsToolsException(
                ErrorCodes.InvalidImageName,
                $"'{source}' is not the name of an image in a registry.",
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

        return new CopySource(
            await RepositoryClient.OpenAsync(image, request.Credential, target.Clock, cancellationToken).ConfigureAwait(false), image);
    }

    public void Dispose()
    {
        Client.Dispose();
        _connection?.Dispose();
    }

    /// <summary>
    /// ECR's token works for every registry of its region that its caller may pull from, including those of other accounts.
    /// </summary>
    private static async Task<CopySource?> OfEcrAsync(
        CopyImageRequest request, Reference image, AwsConnection target, CancellationToken cancellationToken)
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

        // An emulator has one registry, under a different host than AWS would use.
        var host = connection.EndpointUrl is not null && ecr is not null
            ? (await EcrAuthorization.GetAsync(connection, renew: false, cancellationToken).ConfigureAwait(false)).Host
            : image.Registry;
        return new CopySource(EcrRegistryClients.Open(connection, host, image.Repository), image, connection);
    }

    /// <summary>An emulator's registry has its own host.</summary>
    private static async Task<bool> IsOwnAsync(string host, AwsConnection target, CancellationToken cancellationToken)
        => target.EndpointUrl is not null
            && (await EcrAuthorization.GetAsync(target, renew: false, cancellationToken).ConfigureAwait(false)).Host == host;
}
