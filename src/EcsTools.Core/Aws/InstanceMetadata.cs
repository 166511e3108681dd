using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Util;

namespace EcsTools.Aws;

/// <summary>
/// Finds out whether this machine is an EC2 instance. On a machine without a metadata service, the SDK waits many seconds for it. One
/// second is enough for a machine that has it.
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

        // No proxy: the metadata service is always directly reachable, never behind a proxy.
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

    /// <summary>The instance's region; null if this machine is not an instance.</summary>
    public async Task<string?> RegionAsync(CancellationToken cancellationToken)
        => await AnswersAsync(cancellationToken).ConfigureAwait(false)
            ? await Task.Run(() => EC2InstanceMetadata.Region?.SystemName, cancellationToken).ConfigureAwait(false)
            : null;
}
