using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Util;

namespace EcsTools.Aws;

/// <summary>
/// Whether this machine is an EC2 instance. The SDK waits for its metadata service for many seconds on a machine that has none;
/// one second is enough for one that has.
/// </summary>
internal sealed class InstanceMetadata
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Func<string, string?> _environment;

    public InstanceMetadata(Func<string, string?> environment)
    {
        _environment = environment;
    }

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (string.Equals(_environment("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // No proxy: the metadata service is on the link, never behind one.
        using var handler = new HttpClientHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Put, EC2InstanceMetadata.ServiceEndpoint + "/latest/api/token");
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The instance's region, or null if this is none.</summary>
    public async Task<string?> RegionAsync(CancellationToken cancellationToken)
        => await AnswersAsync(cancellationToken).ConfigureAwait(false)
            ? await Task.Run(() => EC2InstanceMetadata.Region?.SystemName, cancellationToken).ConfigureAwait(false)
            : null;
}
