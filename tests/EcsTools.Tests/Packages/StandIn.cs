using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
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

namespace EcsTools.Tests.Packages;

/// <summary>
/// One package: its client by reflection, its trimmed model, and its published names. Most are stand-ins. A published package is held to the
/// same wire tests: they show that it speaks as botocore does, and that these tests describe published packages correctly.
/// </summary>
internal sealed class StandIn
{
    private readonly Type _client;
    private readonly JsonObject _names;

    private StandIn(string package, string botocoreName, Type client, bool isPublished = false)
    {
        Package = package;
        BotocoreName = botocoreName;
        _client = client;
        IsPublished = isPublished;
        var standIn = Path.Combine("src", "Packages", package);
        Model = Read(isPublished ? Path.Combine("src", "EcsTools.Sandbox", "Services", "Ec2", "service.json") : Path.Combine(standIn, "service.json"));
        _names = Read(isPublished ? Path.Combine("tests", "EcsTools.Tests", "Packages", package + ".names.json") : Path.Combine(standIn, "names.json"));
    }

    public static IReadOnlyList<StandIn> All { get; } =
    [
        new("AWSSDK.ApplicationAutoScaling", "application-autoscaling", typeof(AmazonApplicationAutoScalingClient)),
        new("AWSSDK.CertificateManager", "acm", typeof(AmazonCertificateManagerClient)),
        new("AWSSDK.CloudFormation", "cloudformation", typeof(AmazonCloudFormationClient)),
        new("AWSSDK.CloudWatch", "cloudwatch", typeof(AmazonCloudWatchClient)),
        new("AWSSDK.CloudWatchLogs", "logs", typeof(AmazonCloudWatchLogsClient)),
        new("AWSSDK.EC2", "ec2", typeof(AmazonEC2Client), isPublished: true),
        new("AWSSDK.ECR", "ecr", typeof(AmazonECRClient)),
        new("AWSSDK.ECRPublic", "ecr-public", typeof(AmazonECRPublicClient)),
        new("AWSSDK.ECS", "ecs", typeof(AmazonECSClient)),
        new("AWSSDK.ElasticLoadBalancingV2", "elbv2", typeof(AmazonElasticLoadBalancingV2Client)),
        new("AWSSDK.EventBridge", "events", typeof(AmazonEventBridgeClient)),
        new("AWSSDK.IdentityManagement", "iam", typeof(AmazonIdentityManagementServiceClient)),
        new("AWSSDK.Scheduler", "scheduler", typeof(AmazonSchedulerClient)),
        new("AWSSDK.SecretsManager", "secretsmanager", typeof(AmazonSecretsManagerClient)),
    ];

    /// <summary>Those built from src/Packages.</summary>
    public static IEnumerable<StandIn> Built => All.Where(package => !package.IsPublished);

    /// <summary>Whether the package is the published one. Its model is then the sandbox's.</summary>
    public bool IsPublished { get; }

    public string Package { get; }

    public string BotocoreName { get; }

    public JsonObject Model { get; }

    public JsonObject Names => _names;

    public Assembly Assembly => _client.Assembly;

    public string Namespace => _client.Namespace!;

    /// <summary>AmazonECS of AmazonECSClient.</summary>
    public string Stem => _client.Name[..^"Client".Length];

    public bool IsXml => Model["metadata"]!["protocol"]!.GetValue<string>() is "query" or "ec2";

    public IEnumerable<string> Operations => Model["operations"]!.AsObject().Select(o => o.Key);

    public static StandIn Of(string package) => All.Single(s => s.Package == package);

    public JsonObject Shape(string name) => Model["shapes"]![name]!.AsObject();

    public string? InputOf(string operation) => Model["operations"]![operation]!["input"]?["shape"]?.GetValue<string>();

    public string? OutputOf(string operation) => Model["operations"]![operation]!["output"]?["shape"]?.GetValue<string>();

    /// <summary>A public type of the Model namespace.</summary>
    public Type ModelType(string name) =>
        Assembly.GetType($"{Namespace}.Model.{name}") ?? throw new MissingMemberException($"{Package} has no {name}.");

    public bool IsExcluded(string shape, string member) =>
        Listed("excluded").Any(e => e == $"{shape}.{member}" || e == $"*.{member}");

    /// <summary>Whether the member is newer than the model of botocore, which can then not say how it goes over the wire.</summary>
    public bool IsNewer(string shape, string member) => Listed("newer").Contains($"{shape}.{member}");

    public bool IsEpochMilliseconds(string shape, string member) => Listed("epochMilliseconds").Contains($"{shape}.{member}");

    /// <summary>The name of an exception: Exception stands at its end, in the place of Fault.</summary>
    public string ExceptionName(string shape) => shape.EndsWith("Exception", StringComparison.Ordinal) ? shape
        : (shape.EndsWith("Fault", StringComparison.Ordinal) ? shape[..^"Fault".Length] : shape) + "Exception";

    public string PropertyName(string shape, string member) =>
        _names["members"]?[$"{shape}.{member}"]?.GetValue<string>() ?? char.ToUpperInvariant(member[0]) + member[1..];

    public ClientConfig NewConfig(HttpMessageHandler? handler = null)
    {
        var config = (ClientConfig)Activator.CreateInstance(Assembly.GetType($"{Namespace}.{Stem}Config")!)!;
        config.RegionEndpoint = RegionEndpoint.USWest2;
        config.MaxErrorRetry = 0;
        if (handler is not null)
        {
            config.HttpClientFactory = new HandlerFactory(handler);
        }

        return config;
    }

    public AmazonServiceClient NewClient(ClientConfig config, AWSCredentials? credentials = null) =>
        (AmazonServiceClient)Activator.CreateInstance(_client, credentials ?? new BasicAWSCredentials("AKIDEXAMPLE", "secret"), config)!;

    /// <summary>Calls an operation by name.</summary>
    public async Task<AmazonWebServiceResponse> CallAsync(AmazonServiceClient client, string operation, object request)
    {
        var method = _client.GetMethod(operation + "Async", [request.GetType(), typeof(CancellationToken)])!;
        var task = (Task)method.Invoke(client, [request, CancellationToken.None])!;
        await task;
        return (AmazonWebServiceResponse)((dynamic)task).Result;
    }

    public override string ToString() => Package;

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(Oracle.RepositoryRoot, path)))!.AsObject();

    private IEnumerable<string> Listed(string key) => _names[key]?.AsArray().Select(n => n!.GetValue<string>()) ?? [];

    private sealed class HandlerFactory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
