using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcsTools.Aws;

namespace EcsTools.Campaigns.Durability;

/// <summary>A running sandbox, as its clients see it.</summary>
internal sealed class SandboxTarget : IDisposable
{
    private SandboxTarget(AwsConnection connection, HttpClient registry, string rootKey)
    {
        Connection = connection;
        Registry = registry;
        RootKey = rootKey;
    }

    public AwsConnection Connection { get; }

    public HttpClient Registry { get; }

    /// <summary>Id and secret of the root key.</summary>
    public string RootKey { get; }

    /// <param name="line">What <see cref="SandboxProcess"/> wrote.</param>
    public static async Task<SandboxTarget> ConnectAsync(string? line)
    {
        var words = line?.Split(' ') ?? [];
        if (words is not ["ready", var endpoint, var accessKey, var secretKey, var registry])
        {
            throw new InvalidOperationException($"The sandbox did not start: {line}");
        }

        var connection = new AwsConnection(new BasicAWSCredentials(accessKey, secretKey), "us-east-1", endpoint, SystemClock.Instance);
        var token = (await connection.Ecr.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), CancellationToken.None)).AuthorizationData[0];
        var http = new HttpClient { BaseAddress = new Uri("http://" + registry) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", token.AuthorizationToken);
        return new SandboxTarget(connection, http, accessKey + " " + secretKey);
    }

    /// <summary>Sends a request to the registry. An answer that is not a success is an error.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, byte[]? content, string? mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType ?? "application/octet-stream");
        }

        var answer = await Registry.SendAsync(request, cancellationToken);
        return answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        Registry.Dispose();
        Connection.Dispose();
    }
}
