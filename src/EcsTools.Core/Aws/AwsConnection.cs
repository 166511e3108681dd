using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ApplicationAutoScaling;
using Amazon.CertificateManager;
using Amazon.CloudFormation;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.EC2;
using Amazon.ECR;
using Amazon.ECRPublic;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.EventBridge;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using Amazon.Scheduler;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using EcsTools.Aws.Changes;

namespace EcsTools.Aws;

/// <summary>
/// One account in one region, with its service clients. Each client is created on first use and shared until the connection is disposed.
/// </summary>
public sealed class AwsConnection : IDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<IDisposable>> _clients = new();
    private readonly AWSCredentials _credentials;
    private string? _accountId;
    private ApiRateLimiter? _pace;

    internal AwsConnection(AWSCredentials credentials, string region, string? endpointUrl, IClock clock, string? profileName = null)
    {
        RuntimeDependencies.Ensure();
        _credentials = credentials;
        Region = region;
        EndpointUrl = endpointUrl;
        Clock = clock;
        ProfileName = profileName;
    }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public string Region { get; }

    /// <summary>The endpoint for every API; null for AWS's own endpoints.</summary>
    public string? EndpointUrl { get; }

    /// <summary>The endpoints on the network that are called without encryption because the user allows it.</summary>
    public IReadOnlyList<string> InsecureEndpoints { get; internal init; } = [];

    /// <summary>Whether endpoints on the network may be called without encryption.</summary>
    internal bool AllowsInsecureEndpoint { get; init; }

    /// <summary>The profile that the credentials come from, or null.</summary>
    public string? ProfileName { get; }

    /// <summary>The clock and the random source for everything done over this connection.</summary>
    public IClock Clock { get; }

    /// <summary>What the calls of this connection have changed, so that work that ends early can say what it leaves behind.</summary>
    public ChangeJournal Changes { get; private init; } = new();

    /// <summary>Called once with each thing that is left out because a permission is missing, on any thread; may be null.</summary>
    public Action<PermissionGap>? LeftOut
    {
        get => Gaps.Found;
        set => Gaps.Found = value;
    }

    /// <summary>What is left out because a permission is missing.</summary>
    internal PermissionGaps Gaps { get; private init; } = new();

    internal IAmazonECS Ecs => Client(() => new AmazonECSClient(_credentials, ClientSettings.Apply(new AmazonECSConfig(), this)));

    internal IAmazonECR Ecr => Client(() => new AmazonECRClient(_credentials, ClientSettings.Apply(new AmazonECRConfig(), this)));

    internal IAmazonECRPublic EcrPublic => Client(() => new AmazonECRPublicClient(_credentials, ClientSettings.Apply(new AmazonECRPublicConfig(), this)));

    internal IAmazonIdentityManagementService Iam
        => Client(() => new AmazonIdentityManagementServiceClient(_credentials, ClientSettings.Apply(new AmazonIdentityManagementServiceConfig(), this)));

    internal IAmazonEventBridge EventBridge => Client(() => new AmazonEventBridgeClient(_credentials,
        ClientSettings.Apply(new AmazonEventBridgeConfig(), this)));

    internal IAmazonScheduler Scheduler => Client(() => new AmazonSchedulerClient(_credentials, ClientSettings.Apply(new AmazonSchedulerConfig(), this)));

    internal IAmazonSecretsManager Secrets
        => Client(() => new AmazonSecretsManagerClient(_credentials, ClientSettings.Apply(new AmazonSecretsManagerConfig(), this)));

    internal IAmazonApplicationAutoScaling AutoScaling
        => Client(() => new AmazonApplicationAutoScalingClient(_credentials, ClientSettings.Apply(new AmazonApplicationAutoScalingConfig(), this)));

    internal IAmazonElasticLoadBalancingV2 LoadBalancing
        => Client(() => new AmazonElasticLoadBalancingV2Client(_credentials, ClientSettings.Apply(new AmazonElasticLoadBalancingV2Config(), this)));

    internal IAmazonCertificateManager Certificates
        => Client(() => new AmazonCertificateManagerClient(_credentials, ClientSettings.Apply(new AmazonCertificateManagerConfig(), this)));

    internal IAmazonCloudFormation CloudFormation
        => Client(() => new AmazonCloudFormationClient(_credentials, ClientSettings.Apply(new AmazonCloudFormationConfig(), this)));

    internal IAmazonCloudWatch Metrics
        => Client(() => new AmazonCloudWatchClient(_credentials, ClientSettings.Apply(new AmazonCloudWatchConfig(), this)));

    internal IAmazonCloudWatchLogs Logs => Client(() => new AmazonCloudWatchLogsClient(_credentials,
        ClientSettings.Apply(new AmazonCloudWatchLogsConfig(), this)));

    internal IAmazonEC2 Ec2 => Client(() => new AmazonEC2Client(_credentials, ClientSettings.Apply(new AmazonEC2Config(), this)));

    internal IAmazonSecurityTokenService Sts
        => Client(() => new AmazonSecurityTokenServiceClient(_credentials, ClientSettings.Apply(new AmazonSecurityTokenServiceConfig(), this)));

    /// <summary>The account of the credentials: twelve digits. Looked up once.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<string> GetAccountIdAsync(CancellationToken cancellationToken)
    {
        if (_accountId is null)
        {
            var identity = await Sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
            _accountId = identity.Account;
        }

        return _accountId;
    }

    /// <summary>The access key id in use. It identifies the caller without a call, and is not secret.</summary>
    internal async Task<string> GetAccessKeyIdAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return (await _credentials.GetCredentialsAsync().ConfigureAwait(false)).AccessKey;
    }

    /// <summary>The rate limits for calls, shared with every other connection of the same caller in the same region.</summary>
    internal async Task<ApiRateLimiter> GetPaceAsync(CancellationToken cancellationToken)
        => _pace ??= ApiRateLimiter.From(Clock, $"{EndpointUrl}/{Region}/{await GetAccessKeyIdAsync(cancellationToken).ConfigureAwait(false)}");

    /// <summary>A connection with the same credentials and clock in another region.</summary>
    internal AwsConnection In(string region) => new(_credentials, region, EndpointUrl, Clock, ProfileName)
    {
        AllowsInsecureEndpoint = AllowsInsecureEndpoint,
        InsecureEndpoints = InsecureEndpoints,
        Gaps = Gaps,
        Changes = Changes,
    };

    /// <summary>A connection with the same region, endpoint and clock but other credentials, such as a key that was just created.</summary>
    internal AwsConnection With(AWSCredentials credentials) => new(credentials, Region, EndpointUrl, Clock)
    {
        AllowsInsecureEndpoint = AllowsInsecureEndpoint,
        InsecureEndpoints = InsecureEndpoints,
        Changes = Changes,
    };

    /// <summary>Disposes all clients.</summary>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            if (client.IsValueCreated)
            {
                client.Value.Dispose();
            }
        }

        _clients.Clear();
    }

    private T Client<T>(Func<T> create)
        where T : class, IDisposable
        => (T)_clients.GetOrAdd(typeof(T), _ => new Lazy<IDisposable>(() => ThrottlingHandler.Attach(this, create))).Value;
}
