using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Amazon.CloudWatchLogs;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.ECS;
using Amazon.EventBridge;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.Scheduler;

namespace EcsTools.Campaigns.Load;

/// <summary>
/// The clients of one user of a sandbox. They are the plain clients of the SDK: they neither slow down to the rates of AWS nor repeat a call, so that
/// every failure is seen.
/// </summary>
internal sealed class LoadTarget : IDisposable
{
    private int _requests;

    private LoadTarget(string endpoint, string accessKey, string secretKey, string registry)
    {
        var credentials = new BasicAWSCredentials(accessKey, secretKey);
        Ecs = new AmazonECSClient(credentials, Plain(new AmazonECSConfig(), endpoint));
        Ecr = new AmazonECRClient(credentials, Plain(new AmazonECRConfig(), endpoint));
        Iam = new AmazonIdentityManagementServiceClient(credentials, Plain(new AmazonIdentityManagementServiceConfig(), endpoint));
        Logs = new AmazonCloudWatchLogsClient(credentials, Plain(new AmazonCloudWatchLogsConfig(), endpoint));
        Events = new AmazonEventBridgeClient(credentials, Plain(new AmazonEventBridgeConfig(), endpoint));
        Scheduler = new AmazonSchedulerClient(credentials, Plain(new AmazonSchedulerConfig(), endpoint));
        Registry = new HttpClient { BaseAddress = new Uri("http://" + registry) };
    }

    public AmazonECSClient Ecs { get; }

    public AmazonECRClient Ecr { get; }

    public AmazonIdentityManagementServiceClient Iam { get; }

    public AmazonCloudWatchLogsClient Logs { get; }

    public AmazonEventBridgeClient Events { get; }

    public AmazonSchedulerClient Scheduler { get; }

    public HttpClient Registry { get; }

    /// <summary>How many requests were answered as they should be.</summary>
    public int Requests => _requests;

    /// <param name="line">What the process of the sandbox wrote when it was ready.</param>
    public static async Task<LoadTarget> ConnectAsync(string? line)
    {
        var words = line?.Split(' ') ?? [];
        if (words is not ["ready", var endpoint, var accessKey, var secretKey, var registry])
        {
            throw new InvalidOperationException($"The sandbox did not start: {line}");
        }

        var target = new LoadTarget(endpoint, accessKey, secretKey, registry);
        var token = (await target.Ecr.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest(), CancellationToken.None)).AuthorizationData[0];
        target.Registry.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", token.AuthorizationToken);
        return target;
    }

    /// <summary>Makes one request and counts it.</summary>
    public async Task<T> SendAsync<T>(Task<T> request)
    {
        var answer = await request;
        Interlocked.Increment(ref _requests);
        return answer;
    }

    /// <summary>Uploads a blob to the registry, in two requests.</summary>
    public async Task UploadAsync(string repository, string digest, byte[] content)
    {
        using var upload = await SendAsync(Registry.PostAsync($"/v2/{repository}/blobs/uploads/", null));
        upload.EnsureSuccessStatusCode();
        using var body = new ByteArrayContent(content);
        using var answer = await SendAsync(Registry.PutAsync($"{upload.Headers.Location!.AbsolutePath}?digest={digest}", body));
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        Ecs.Dispose();
        Ecr.Dispose();
        Iam.Dispose();
        Logs.Dispose();
        Events.Dispose();
        Scheduler.Dispose();
        Registry.Dispose();
    }

    private static TConfig Plain<TConfig>(TConfig config, string endpoint)
        where TConfig : ClientConfig
    {
        config.ServiceURL = endpoint;
        config.AuthenticationRegion = "us-east-1";
        config.MaxErrorRetry = 0;
        return config;
    }
}
