using System.Linq;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>The <c>elbv2</c> commands of the AWS CLI, with its own waiters.</summary>
public sealed class CliTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    private AwsCli Aws => new(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);

    [SkippableFact]
    public async Task The_waiters_see_a_load_balancer_exist_become_available_and_go()
    {
        var subnets = (await sandbox.SubnetsAsync()).Select(subnet => (string)subnet!).ToArray();
        var balancer = (string)(await Aws.JsonAsync(
            ["elbv2", "create-load-balancer", "--name", "cli", "--subnets", .. subnets, "--tags", "Key=team,Value=red"]))
            ["LoadBalancers"]![0]!["LoadBalancerArn"]!;
        await Aws.JsonAsync("elbv2", "wait", "load-balancer-exists", "--names", "cli");
        await Aws.JsonAsync("elbv2", "wait", "load-balancer-available", "--load-balancer-arns", balancer);
        var listener = (string)(await Aws.JsonAsync(
            "elbv2", "create-listener", "--load-balancer-arn", balancer, "--protocol", "HTTP", "--port", "80", "--default-actions",
            "Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}"))["Listeners"]![0]!["ListenerArn"]!;
        var rule = await Aws.JsonAsync(
            "elbv2", "create-rule", "--listener-arn", listener, "--priority", "5", "--conditions", "Field=path-pattern,Values='/api/*'",
            "--actions", "Type=fixed-response,FixedResponseConfig={StatusCode=200,ContentType=text/plain,MessageBody=ok}");
        Assert.Equal("/api/*", (string)rule["Rules"]![0]!["Conditions"]![0]!["PathPatternConfig"]!["Values"]![0]!);
        Assert.Contains("(PriorityInUse)", await Aws.ErrorAsync(
            "elbv2", "create-rule", "--listener-arn", listener, "--priority", "5", "--conditions", "Field=path-pattern,Values='/b'",
            "--actions", "Type=fixed-response,FixedResponseConfig={StatusCode=200}"));
        await Aws.JsonAsync("elbv2", "delete-load-balancer", "--load-balancer-arn", balancer);
        await Aws.JsonAsync("elbv2", "wait", "load-balancers-deleted", "--names", "cli");
    }
}
