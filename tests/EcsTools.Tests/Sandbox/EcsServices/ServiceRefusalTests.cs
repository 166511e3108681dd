using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

public sealed class ServiceRefusalTests(ServiceSandbox sandbox) : IClassFixture<ServiceSandbox>
{
    /// <summary>Members put over a request that is in order (null takes one away), and how the refusal begins.</summary>
    public static TheoryData<string, string> Spoiled => new()
    {
        { """{"cluster":"nowhere"}""", "ClusterNotFoundException: Cluster not found." },
        { """{"serviceName":"a b"}""", "InvalidParameterException: Service name must be 1 to 255 letters" },
        { """{"serviceName":null}""", "InvalidParameterException: " },
        { """{"clientToken":"a b"}""", "InvalidParameterException: clientToken" },
        { """{"role":"someone"}""", "InvalidParameterException: You cannot specify an IAM role for services that require a service linked role." },
        { """{"taskDefinition":null}""", "InvalidParameterException: TaskDefinition can not be blank." },
        { """{"taskDefinition":"no-such-family"}""", "ClientException: TaskDefinition not found." },
        { """{"desiredCount":null}""", "InvalidParameterException: desiredCount" },
        { """{"desiredCount":-1}""", "InvalidParameterException: desiredCount" },
        { """{"schedulingStrategy":"DAEMON"}""", "InvalidParameterException: The daemon scheduling strategy" },
        { """{"deploymentController":{"type":"CODE_DEPLOY"}}""", "UnsupportedFeatureException: " },
        { """{"capacityProviderStrategy":[{"capacityProvider":"FARGATE"}]}""", "InvalidParameterException: Specifying both a launch type and capacity provider strategy" },
        { """{"launchType":null,"capacityProviderStrategy":[{"capacityProvider":"FARGATE"}]}""", "InvalidParameterException: The specified capacity provider strategy cannot contain" },
        { """{"launchType":"MANAGED_INSTANCES"}""", "InvalidParameterException: " },
        { """{"launchType":null,"platformVersion":"1.4.0"}""", "InvalidParameterException: The platform version must be null when specifying an EC2 launch type." },
        { """{"platformVersion":"9.9.9"}""", "PlatformUnknownException: " },
        { """{"networkConfiguration":null}""", "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified." },
        { """{"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-0"]}}}""", "InvalidParameterException: Error retrieving subnet information for [subnet-0]" },
        { """{"placementConstraints":[{"type":"distinctInstance"}]}""", "InvalidParameterException: Placement constraints are not supported with FARGATE launch type." },
        { """{"placementStrategy":[{"type":"random"}]}""", "InvalidParameterException: Placement strategies are not supported with FARGATE launch type." },
        { """{"healthCheckGracePeriodSeconds":-1}""", "InvalidParameterException: healthCheckGracePeriodSeconds" },
        { """{"propagateTags":"ALL"}""", "InvalidParameterException: " },
        { """{"tags":[{"key":"aws:x","value":"y"}]}""", "InvalidParameterException: Tag keys starting with 'aws:' are reserved" },
        { """{"deploymentConfiguration":{"minimumHealthyPercent":101}}""", "InvalidParameterException: minimumHealthyPercent" },
        { """{"deploymentConfiguration":{"maximumPercent":50}}""", "InvalidParameterException: maximumPercent" },
        { """{"deploymentConfiguration":{"maximumPercent":100}}""", "InvalidParameterException: Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments." },
        { """{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true}}}""", "InvalidParameterException: " },
        { """{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true,"thresholdConfiguration":{"type":"COUNT"}}}}""", "InvalidParameterException: " },
        { """{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true,"thresholdConfiguration":{"type":"SHARE","value":5}}}}""", "InvalidParameterException: " },
        { """{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true,"thresholdConfiguration":{"type":"COUNT","value":0}}}}""", "InvalidParameterException: thresholdConfiguration.value must be at least 1." },
        { """{"deploymentConfiguration":{"deploymentCircuitBreaker":{"enable":true,"rollback":true,"thresholdConfiguration":{"type":"UNBOUNDED_PERCENT","value":101}}}}""", "InvalidParameterException: thresholdConfiguration.value must be at most 100" },
        { """{"deploymentConfiguration":{"earlySuccessCriteria":{"healthyPercent":100}}}""", "InvalidParameterException: " },
        { """{"deploymentConfiguration":{"earlySuccessCriteria":{"enable":true,"healthyPercent":100}}}""", "InvalidParameterException: healthyPercent and sourceServiceRevisionCleanup are required" },
        { """{"deploymentConfiguration":{"earlySuccessCriteria":{"enable":true,"healthyPercent":101,"sourceServiceRevisionCleanup":"BLOCKING"}}}""", "InvalidParameterException: " },
        { """{"deploymentConfiguration":{"earlySuccessCriteria":{"enable":true,"healthyPercent":90,"sourceServiceRevisionCleanup":"BLOCKING"}}}""", "InvalidParameterException: earlySuccessCriteria.healthyPercent must be" },
        { """{"deploymentConfiguration":{"strategy":"BLUE_GREEN","bakeTimeInMinutes":1,"earlySuccessCriteria":{"enable":true,"healthyPercent":100,"sourceServiceRevisionCleanup":"BLOCKING"}}}""", "InvalidParameterException: earlySuccessCriteria is only valid" },
        { """{"deploymentConfiguration":{"strategy":"SUDDEN"}}""", "InvalidParameterException: " },
        { """{"deploymentConfiguration":{"strategy":"BLUE_GREEN"}}""", "InvalidParameterException: bakeTimeInMinutes" },
        { """{"deploymentConfiguration":{"strategy":"BLUE_GREEN","bakeTimeInMinutes":1441}}""", "InvalidParameterException: bakeTimeInMinutes" },
        { """{"deploymentConfiguration":{"strategy":"LINEAR"}}""", "InvalidParameterException: The deployment strategy LINEAR requires" },
        { """{"deploymentConfiguration":{"strategy":"LINEAR","linearConfiguration":{"stepPercent":2}}}""", "InvalidParameterException: stepPercent" },
        { """{"deploymentConfiguration":{"strategy":"CANARY","canaryConfiguration":{"canaryPercent":5.05}}}""", "InvalidParameterException: canaryPercent" },
        { """{"deploymentConfiguration":{"canaryConfiguration":{"canaryPercent":5}}}""", "InvalidParameterException: canaryConfiguration is only valid" },
        { """{"deploymentConfiguration":{"alarms":{"alarmNames":[],"enable":true,"rollback":true}}}""", "InvalidParameterException: alarmNames" },
        { """{"deploymentConfiguration":{"maximumPercent":100,"minimumHealthyPercent":0},"availabilityZoneRebalancing":"ENABLED"}""", "InvalidParameterException: availabilityZoneRebalancing" },
        { """{"loadBalancers":[{"loadBalancerName":"old","containerName":"main","containerPort":80}]}""", "InvalidParameterException: Classic Load Balancers" },
        { """{"loadBalancers":[{"targetGroupArn":"arn:x","containerName":"other","containerPort":80}]}""", "InvalidParameterException: The container other does not exist in the task definition." },
        { """{"loadBalancers":[{"targetGroupArn":"arn:x","containerName":"main","containerPort":81}]}""", "InvalidParameterException: The container main did not have a container port 81 defined." },
        { """{"loadBalancers":[{"targetGroupArn":"arn:x","containerName":"main","containerPort":80}]}""", "InvalidParameterException: The specified target group does not exist" },
        { """{"loadBalancers":[{"targetGroupArn":"arn:x","containerName":"main","containerPort":80},{"targetGroupArn":"arn:x","containerName":"main","containerPort":80}]}""", "InvalidParameterException: Duplicate targetGroupArn found: arn:x" },
    };

    [SkippableTheory]
    [MemberData(nameof(Spoiled))]
    public async Task A_service_that_AWS_refuses_is_refused(string changes, string refusal)
    {
        var definition = EcsSandbox.Definition(container: new JsonObject
        {
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }),
        });
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition), 0);
        foreach (var change in JsonNode.Parse(changes)!.AsObject())
        {
            if (change.Value is null)
            {
                input.Remove(change.Key);
            }
            else
            {
                input[change.Key] = change.Value.DeepClone();
            }
        }

        Assert.StartsWith(refusal, await sandbox.RefusalAsync("CreateService", input));
    }

    [SkippableTheory]
    [InlineData("UpdateService", """{"service":"none"}""", "ServiceNotFoundException: Service not found.")]
    [InlineData("DeleteService", """{"service":"none"}""", "ServiceNotFoundException: Service not found.")]
    [InlineData("UpdateService", """{"service":"arn:aws:ecs:us-east-1:000000000000:service/other/web"}""", "InvalidParameterException: Invalid identifier: Identifier is for other. Your cluster is ")]
    [InlineData("DescribeServices", """{"services":[]}""", "InvalidParameterException: Services cannot be empty.")]
    [InlineData("DescribeServices", """{"services":["a","b","c","d","e","f","g","h","i","j","k"]}""", "InvalidParameterException: service names can have at most 10 items.")]
    [InlineData("ListServices", """{"maxResults":101}""", "InvalidParameterException: maxResults")]
    [InlineData("ListTasks", """{"serviceName":"none"}""", "ServiceNotFoundException: Service not found.")]
    [InlineData("ListServiceDeployments", """{"service":"none"}""", "ServiceNotFoundException: Service not found.")]
    [InlineData("DescribeServiceDeployments", """{"serviceDeploymentArns":["web"]}""", "InvalidParameterException: Invalid identifier: web")]
    [InlineData("DescribeServiceRevisions", """{"serviceRevisionArns":[]}""", "InvalidParameterException: ")]
    [InlineData("StopServiceDeployment", """{"serviceDeploymentArn":"arn:aws:ecs:us-east-1:000000000000:service-deployment/a/b/c"}""", "ServiceDeploymentNotFoundException: ")]
    public async Task A_call_that_AWS_refuses_is_refused(string operation, string request, string refusal)
    {
        var input = JsonNode.Parse(request)!.AsObject();
        if (!operation.Contains("Revisions") && !operation.EndsWith("ServiceDeployment") && operation != "DescribeServiceDeployments")
        {
            input["cluster"] = await sandbox.ClusterAsync();
        }

        Assert.StartsWith(refusal, await sandbox.RefusalAsync(operation, input));
    }
}
