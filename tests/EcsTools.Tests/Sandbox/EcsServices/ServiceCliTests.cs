using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>The AWS CLI with its own waiters, which know nothing of this sandbox.</summary>
public sealed class ServiceCliTests(ServiceSandbox sandbox) : IClassFixture<ServiceSandbox>
{
    private AwsCli Aws => new(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);

    [SkippableFact]
    public async Task The_waiters_of_the_CLI_see_a_service_stable_and_gone()
    {
        var cluster = await sandbox.ClusterAsync();
        var definition = await sandbox.RegisterAsync(EcsSandbox.Definition());
        var network = $"awsvpcConfiguration={{subnets=[{await sandbox.SubnetAsync()}],assignPublicIp=ENABLED}}";
        await Aws.JsonAsync(
            "ecs", "create-service", "--cluster", cluster, "--service-name", "web", "--task-definition", definition,
            "--desired-count", "2", "--launch-type", "FARGATE", "--network-configuration", network,
            "--deployment-configuration", "deploymentCircuitBreaker={enable=true,rollback=true}");
        await Aws.JsonAsync("ecs", "wait", "services-stable", "--cluster", cluster, "--services", "web");
        var tasks = await Aws.JsonAsync("ecs", "list-tasks", "--cluster", cluster, "--service-name", "web");
        await Aws.JsonAsync("ecs", "delete-service", "--cluster", cluster, "--service", "web", "--force");
        await Aws.JsonAsync("ecs", "wait", "services-inactive", "--cluster", cluster, "--services", "web");

        Assert.Equal(2, tasks["taskArns"]!.AsArray().Count);
        Assert.Equal("INACTIVE", (string?)(await Aws.JsonAsync("ecs", "delete-cluster", "--cluster", cluster))["cluster"]!["status"]);
    }

    [SkippableFact]
    public async Task A_policy_for_one_service_is_good_for_that_one()
    {
        var cluster = await sandbox.ClusterAsync();
        foreach (var name in new[] { "mine", "other" })
        {
            var input = await sandbox.ServiceInputAsync(cluster, await sandbox.RegisterAsync(EcsSandbox.Definition()), 0);
            input["serviceName"] = name;
            await sandbox.CreateServiceAsync(input);
        }

        var user = EcsSandbox.Unique("operator");
        await Aws.JsonAsync("iam", "create-user", "--user-name", user);
        await Aws.JsonAsync(
            "iam", "put-user-policy", "--user-name", user, "--policy-name", "p", "--policy-document",
            $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecs:UpdateService","ecs:ListServiceDeployments"],
            "Resource":"arn:aws:ecs:us-east-1:000000000000:service/{{cluster}}/mine"}]}
            """);
        var key = (await Aws.JsonAsync("iam", "create-access-key", "--user-name", user))["AccessKey"]!;
        var theirs = new AwsCli(sandbox.Server.EndpointUrl, (string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
        while ((await theirs.RunAsync("sts", "get-caller-identity")).Code != 0)
        {
            // A new key takes a moment to be known, here as on AWS.
        }

        await theirs.JsonAsync("ecs", "update-service", "--cluster", cluster, "--service", "mine", "--desired-count", "0");
        await theirs.JsonAsync("ecs", "list-service-deployments", "--cluster", cluster, "--service", "mine");

        foreach (var refused in new[]
            {
                await theirs.ErrorAsync("ecs", "update-service", "--cluster", cluster, "--service", "other", "--desired-count", "0"),
                await theirs.ErrorAsync("ecs", "list-service-deployments", "--cluster", cluster, "--service", "other"),
                await theirs.ErrorAsync("ecs", "delete-service", "--cluster", cluster, "--service", "mine"),
            })
        {
            Assert.Contains("AccessDeniedException", refused);
        }
    }
}
