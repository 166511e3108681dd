using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.LoadBalancing;
using EcsTools.Tests.Sandbox.Hosting;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>The <c>elbv2</c> commands of the AWS CLI, with its own waiters.</summary>
[TakesLong]
public sealed class CliTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    private readonly HashSet<string> _called = [];

    private string _balancer = "";
    private string _blue = "";
    private string _green = "";

    private AwsCli Aws => new(sandbox.Server.EndpointUrl, sandbox.Server.AccessKey, sandbox.Server.SecretKey);

    [SkippableFact]
    public async Task Every_command_whose_operation_there_is_works_and_the_waiters_see_what_happens()
    {
        await BalancerAsync();
        await GroupsAsync();
        var listener = await ListenerAsync();
        await RuleAsync(listener);
        await TargetsAsync();
        await CertificatesAsync();
        await TagsAsync();
        Assert.NotEmpty((await ElbAsync("describe-ssl-policies"))["SslPolicies"]!.AsArray());
        Assert.NotEmpty((await ElbAsync("describe-account-limits"))["Limits"]!.AsArray());

        await ElbAsync("delete-listener", "--listener-arn", listener);
        await ElbAsync("delete-target-group", "--target-group-arn", _green);
        await ElbAsync("delete-load-balancer", "--load-balancer-arn", _balancer);
        await ElbAsync("wait", "load-balancers-deleted", "--names", "cli");
        Assert.Contains("(LoadBalancerNotFound)", await Aws.ErrorAsync("elbv2", "describe-load-balancers", "--names", "cli"));
        Assert.Equal(
            sandbox.Server.Cloud.Service<LoadBalancingService>().Operations.Keys.Select(Command).Order(), _called.Where(name => name != "wait").Order());
    }

    private async Task BalancerAsync()
    {
        var subnets = (await sandbox.SubnetsAsync()).Select(subnet => (string)subnet!).ToArray();
        var created = (await ElbAsync(["create-load-balancer", "--name", "cli", "--subnets", .. subnets[..2]]))["LoadBalancers"]![0]!;
        _balancer = (string)created["LoadBalancerArn"]!;
        await ElbAsync("wait", "load-balancer-exists", "--names", "cli");
        await ElbAsync("wait", "load-balancer-available", "--load-balancer-arns", _balancer);
        Assert.Equal("active", (string?)(await ElbAsync("describe-load-balancers", "--names", "cli"))["LoadBalancers"]![0]!["State"]!["Code"]);
        Assert.Contains(
            "(ValidationError)", await Aws.ErrorAsync("elbv2", "create-load-balancer", "--name", "one-zone", "--subnets", subnets[0]));

        await ElbAsync("modify-load-balancer-attributes", "--load-balancer-arn", _balancer, "--attributes", "Key=idle_timeout.timeout_seconds,Value=120");
        Assert.Equal("120", Value(
            (await ElbAsync("describe-load-balancer-attributes", "--load-balancer-arn", _balancer))["Attributes"], "idle_timeout.timeout_seconds"));
        Assert.Equal(3, (await ElbAsync(["set-subnets", "--load-balancer-arn", _balancer, "--subnets", .. subnets[..3]]))["AvailabilityZones"]!.AsArray().Count);
        Assert.Equal("ipv4", (string?)(await ElbAsync("set-ip-address-type", "--load-balancer-arn", _balancer, "--ip-address-type", "ipv4"))["IpAddressType"]);
        var group = (string)created["SecurityGroups"]![0]!;
        Assert.Equal(
            group,
            (string?)(await ElbAsync("set-security-groups", "--load-balancer-arn", _balancer, "--security-groups", group))["SecurityGroupIds"]![0]);
    }

    private async Task GroupsAsync()
    {
        var vpc = await sandbox.VpcAsync();
        async Task<string> CreateAsync(string name) => (string)(await ElbAsync(
            "create-target-group", "--name", name, "--protocol", "HTTP", "--port", "8080", "--vpc-id", vpc, "--target-type", "ip"))
            ["TargetGroups"]![0]!["TargetGroupArn"]!;
        (_blue, _green) = (await CreateAsync("cli-blue"), await CreateAsync("cli-green"));
        await ElbAsync("modify-target-group", "--target-group-arn", _blue, "--health-check-path", "/health", "--matcher", "HttpCode=200-299");
        var described = (await ElbAsync("describe-target-groups", "--names", "cli-blue"))["TargetGroups"]![0]!;
        Assert.Equal(("/health", "200-299"), ((string?)described["HealthCheckPath"], (string?)described["Matcher"]!["HttpCode"]));
        await ElbAsync(
            "modify-target-group-attributes", "--target-group-arn", _blue, "--attributes", "Key=deregistration_delay.timeout_seconds,Value=1");
        Assert.Equal("1", Value(
            (await ElbAsync("describe-target-group-attributes", "--target-group-arn", _blue))["Attributes"], "deregistration_delay.timeout_seconds"));
    }

    private async Task<string> ListenerAsync()
    {
        var arn = (string)(await ElbAsync(
            "create-listener", "--load-balancer-arn", _balancer, "--protocol", "HTTP", "--port", "80", "--default-actions",
            "Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}"))["Listeners"]![0]!["ListenerArn"]!;
        await ElbAsync("modify-listener", "--listener-arn", arn, "--default-actions", "Type=forward,TargetGroupArn=" + _blue);
        Assert.Equal(
            _blue, (string?)(await ElbAsync("describe-listeners", "--listener-arns", arn))["Listeners"]![0]!["DefaultActions"]![0]!["TargetGroupArn"]);
        const string Server = "routing.http.response.server.enabled";
        await ElbAsync("modify-listener-attributes", "--listener-arn", arn, "--attributes", $"Key={Server},Value=false");
        Assert.Equal("false", Value((await ElbAsync("describe-listener-attributes", "--listener-arn", arn))["Attributes"], Server));
        return arn;
    }

    private async Task RuleAsync(string listener)
    {
        string[] creation =
        [
            "create-rule", "--listener-arn", listener, "--priority", "5", "--conditions", "Field=path-pattern,Values='/api/*'",
            "--actions", "Type=fixed-response,FixedResponseConfig={StatusCode=200,ContentType=text/plain,MessageBody=ok}",
        ];
        var rule = (string)(await ElbAsync(creation))["Rules"]![0]!["RuleArn"]!;
        Assert.Contains("(PriorityInUse)", await Aws.ErrorAsync(["elbv2", .. creation]));
        await ElbAsync(
            "modify-rule", "--rule-arn", rule, "--actions",
            $"Type=forward,ForwardConfig={{TargetGroups=[{{TargetGroupArn={_blue},Weight=90}},{{TargetGroupArn={_green},Weight=10}}]}}");
        await ElbAsync("set-rule-priorities", "--rule-priorities", $"RuleArn={rule},Priority=7");
        var described = (await ElbAsync("describe-rules", "--listener-arn", listener))["Rules"]![0]!;
        Assert.Equal(("7", "/api/*"), ((string?)described["Priority"], (string?)described["Conditions"]![0]!["PathPatternConfig"]!["Values"]![0]));
        Assert.Equal([90, 10], described["Actions"]![0]!["ForwardConfig"]!["TargetGroups"]!.AsArray().Select(tuple => (int)tuple!["Weight"]!));
        Assert.Contains("(ResourceInUse)", await Aws.ErrorAsync("elbv2", "delete-target-group", "--target-group-arn", _green));
        await ElbAsync("delete-rule", "--rule-arn", rule);
    }

    private async Task TargetsAsync()
    {
        const string Target = "Id=172.31.0.9,Port=8080";
        await ElbAsync("register-targets", "--target-group-arn", _blue, "--targets", Target);
        var health = (await ElbAsync("describe-target-health", "--target-group-arn", _blue))["TargetHealthDescriptions"]![0]!;
        Assert.Equal("172.31.0.9", (string?)health["Target"]!["Id"]);
        await ElbAsync("deregister-targets", "--target-group-arn", _blue, "--targets", Target);
        await ElbAsync("wait", "target-deregistered", "--target-group-arn", _blue, "--targets", Target);
    }

    private async Task CertificatesAsync()
    {
        var (one, other) = (await sandbox.CertificateAsync("www.example.com"), await sandbox.CertificateAsync("*.example.org"));
        var listener = (string)(await ElbAsync(
            "create-listener", "--load-balancer-arn", _balancer, "--protocol", "HTTPS", "--port", "443", "--certificates", "CertificateArn=" + one,
            "--default-actions", "Type=forward,TargetGroupArn=" + _blue))["Listeners"]![0]!["ListenerArn"]!;
        await ElbAsync("add-listener-certificates", "--listener-arn", listener, "--certificates", "CertificateArn=" + other);
        Assert.Equal(2, (await ElbAsync("describe-listener-certificates", "--listener-arn", listener))["Certificates"]!.AsArray().Count);
        await ElbAsync("remove-listener-certificates", "--listener-arn", listener, "--certificates", "CertificateArn=" + other);
    }

    private async Task TagsAsync()
    {
        await ElbAsync("add-tags", "--resource-arns", _balancer, _blue, "--tags", "Key=team,Value=red", "Key=app,Value=shop");
        await ElbAsync("remove-tags", "--resource-arns", _balancer, "--tag-keys", "app");
        var described = (await ElbAsync("describe-tags", "--resource-arns", _balancer, _blue))["TagDescriptions"]!.AsArray();
        Assert.Equal([1, 2], described.Select(one => one!["Tags"]!.AsArray().Count));
    }

    private Task<JsonNode> ElbAsync(params string[] arguments)
    {
        _called.Add(arguments[0]);
        return Aws.JsonAsync(["elbv2", .. arguments]);
    }

    private static string? Value(JsonNode? attributes, string key)
        => (string?)attributes!.AsArray().Single(attribute => (string?)attribute!["Key"] == key)!["Value"];

    /// <summary>The CLI's name of an operation.</summary>
    private static string Command(string operation)
        => Regex.Replace(operation, "(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-").ToLowerInvariant();
}
