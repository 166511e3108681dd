using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using EcsTools.Campaigns.Mutations;
using EcsTools.Sandbox;

namespace EcsTools.Campaigns.Readers;

/// <summary>
/// The sandbox's HTTP server and the readers of its APIs. A request that is changed after it is signed meets the server; one that is changed before meets
/// the services. Each is answered, or the connection ends. Never is it HTTP 500, and a good request is served afterwards.
/// </summary>
internal sealed class HttpReader : IForeignReader
{
    private static readonly (string Service, string? Target, string Body)[] Calls =
    [
        ("ecs", "AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition", """{"family":"web","networkMode":"awsvpc","cpu":"256","memory":"512","requiresCompatibilities":["FARGATE"],"containerDefinitions":[{"name":"web","image":"x","portMappings":[{"containerPort":80}],"environment":[{"name":"A","value":"b"}],"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g","awslogs-region":"us-east-1","awslogs-stream-prefix":"p"}}}]}"""),
        ("ecs", "AmazonEC2ContainerServiceV20141113.RunTask", """{"cluster":"c","taskDefinition":"web:1","count":1,"launchType":"FARGATE","networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-1"],"assignPublicIp":"ENABLED"}},"overrides":{"containerOverrides":[{"name":"web","command":["a"]}]}}"""),
        ("ecs", "AmazonEC2ContainerServiceV20141113.CreateService", """{"cluster":"c","serviceName":"s","taskDefinition":"web:1","desiredCount":1,"deploymentConfiguration":{"maximumPercent":200,"minimumHealthyPercent":100}}"""),
        ("ecs", "AmazonEC2ContainerServiceV20141113.CreateCluster", """{"clusterName":"c","capacityProviders":["FARGATE"],"defaultCapacityProviderStrategy":[{"capacityProvider":"FARGATE","weight":1}],"tags":[{"key":"a","value":"b"}]}"""),
        ("logs", "Logs_20140328.CreateLogGroup", """{"logGroupName":"g","tags":{"a":"b"}}"""),
        ("logs", "Logs_20140328.PutLogEvents", """{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":1777000000000,"message":"{\"a\":1}"}]}"""),
        ("logs", "Logs_20140328.FilterLogEvents", """{"logGroupName":"g","filterPattern":"{ $.a = \"b*\" && $.c > 5 }","startTime":1,"endTime":2,"limit":5}"""),
        ("logs", "Logs_20140328.FilterLogEvents", """{"logGroupName":"g","filterPattern":"%a+b% -\"c d\" ?e","nextToken":"x"}"""),
        ("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", """{"repositoryName":"r","imageTagMutability":"IMMUTABLE","tags":[{"Key":"a","Value":"b"}]}"""),
        ("ecr", "AmazonEC2ContainerRegistry_V20150921.PutImage", """{"repositoryName":"r","imageTag":"v1","imageManifest":"{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}"}"""),
        ("ecr", "AmazonEC2ContainerRegistry_V20150921.PutLifecyclePolicy", """{"repositoryName":"r","lifecyclePolicyText":"{\"rules\":[{\"rulePriority\":1,\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":5},\"action\":{\"type\":\"expire\"}}]}"}"""),
        ("ecr", "AmazonEC2ContainerRegistry_V20150921.SetRepositoryPolicy", """{"repositoryName":"r","policyText":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:BatchGetImage\"}]}"}"""),
        ("events", "AWSEvents.PutRule", """{"Name":"r","ScheduleExpression":"cron(0 12 * * ? *)","State":"ENABLED"}"""),
        ("application-autoscaling", "AnyScaleFrontendService.RegisterScalableTarget", """{"ServiceNamespace":"ecs","ResourceId":"service/c/s","ScalableDimension":"ecs:service:DesiredCount","MinCapacity":1,"MaxCapacity":5}"""),
        ("iam", null, """Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument={"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""),
        ("iam", null, """Action=PutUserPolicy&Version=2010-05-08&UserName=u&PolicyName=p&PolicyDocument={"Statement":{"Effect":"Allow","Action":["ecs:*"],"Resource":"*","Condition":{"StringLike":{"aws:username":["a*"]}}}}"""),
        ("ec2", null, "Action=DescribeSecurityGroups&Version=2016-11-15&Filter.1.Name=group-name&Filter.1.Value.1=a*b?c"),
        ("ec2", null, "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=2&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0"),
        ("sts", null, "Action=GetCallerIdentity&Version=2011-06-15"),
    ];

    /// <summary>What the calls name, so that they reach the code behind the first lookup.</summary>
    private static readonly (string Service, string? Target, string Body)[] Before =
    [
        ("logs", "Logs_20140328.CreateLogGroup", """{"logGroupName":"g"}"""),
        ("logs", "Logs_20140328.CreateLogStream", """{"logGroupName":"g","logStreamName":"s"}"""),
        ("ecs", "AmazonEC2ContainerServiceV20141113.CreateCluster", """{"clusterName":"c"}"""),
        ("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", """{"repositoryName":"r"}"""),
        ("iam", null, "Action=CreateUser&Version=2010-05-08&UserName=u"),
    ];

    private readonly SandboxServer _server = SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None).GetAwaiter().GetResult();
    private readonly string _host;

    public HttpReader()
    {
        _host = new Uri(_server.EndpointUrl).Authority;
        foreach (var call in Before)
        {
            Send(Sign(call, Encoding.UTF8.GetBytes(call.Body)));
        }
    }

    public string Name => "http";

    public bool IsInner => true;

    public Action Prepare(Random random)
    {
        var (call, other) = (Calls[random.Next(Calls.Length)], Calls[random.Next(Calls.Length)]);
        var (body, otherBody) = (Encoding.UTF8.GetBytes(call.Body), Encoding.UTF8.GetBytes(other.Body));
        var request = random.Next(2) == 0
            ? Sign(call, call.Target is null ? ByteMutations.Mutate(body, otherBody, random) : JsonMutations.Mutate(body, otherBody, random))
            : HttpMutations.Mutate(Sign(call, body), Sign(other, otherBody), random);
        return () => Exchange(request);
    }

    public void Dispose() => _server.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private byte[] Sign((string Service, string? Target, string Body) call, byte[] body)
        => SignedRequest.Create(_host, _server.AccessKey, _server.SecretKey, call.Service, call.Target, body);

    private void Exchange(byte[] request)
    {
        var statuses = Send(request);
        if (statuses.Contains("500"))
        {
            throw new InvalidOperationException($"HTTP 500 for {Encoding.Latin1.GetString(request)}");
        }

        var identity = Sign(Calls[^1], Encoding.UTF8.GetBytes(Calls[^1].Body));
        if (!Send(identity).SequenceEqual(["200"]))
        {
            throw new InvalidOperationException($"A good request is not served after {Encoding.Latin1.GetString(request)}");
        }

        if (!statuses.Contains("200"))
        {
            throw new MalformedContentException($"the sandbox answers {string.Join(", ", statuses.DefaultIfEmpty("nothing"))}");
        }
    }

    private string[] Send(byte[] request) => RawHttp.Send(IPEndPoint.Parse(_host), request);
}
