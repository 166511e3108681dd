using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks.Publish;

/// <summary>
/// The same by hand: docker build, docker push and the AWS CLI. The target group has the defaults of AWS, or the health check that EcsTools gives its own, so
/// that both wait for the same checks.
/// </summary>
internal sealed class CliPublisher(SandboxServer sandbox, string name, string folder, string dockerConfig, bool sameHealthCheck)
{
    private readonly string _image = $"{sandbox.RegistryUri}/{name}:latest";
    private string _role = "";
    private string _network = "";
    private string _target = "";

    /// <summary>The address of the load balancer; null before it exists.</summary>
    public string? Url { get; private set; }

    /// <summary>What is done once for a machine, and not timed.</summary>
    public async Task LogInAsync()
    {
        Directory.CreateDirectory(dockerConfig);
        var password = (await AwsAsync("ecr", "get-login-password", "--output", "text")).Trim();
        await RunAsync("docker", ["login", "--username", "AWS", "--password-stdin", sandbox.RegistryUri], password);
    }

    public async Task FirstAsync()
    {
        await AwsAsync("ecr", "create-repository", "--repository-name", name);
        await AwsAsync("logs", "create-log-group", "--log-group-name", "/ecs/" + name);
        var trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        _role = Text(await JsonAsync("iam", "create-role", "--role-name", name, "--assume-role-policy-document", trust), "Role", "Arn");
        await AwsAsync("iam", "attach-role-policy", "--role-name", name, "--policy-arn", "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
        await AwsAsync("ecs", "create-cluster", "--cluster-name", name);
        await NetworkAsync();
        await ImageAsync();
        await AwsAsync(
            "ecs", "create-service", "--cluster", name, "--service-name", name, "--task-definition", await DefinitionAsync(), "--desired-count", "1",
            "--launch-type", "FARGATE", "--network-configuration", _network, "--load-balancers",
            $"targetGroupArn={_target},containerName={name},containerPort=80");
        await WaitAsync();
    }

    public async Task AgainAsync()
    {
        await ImageAsync();
        await AwsAsync("ecs", "update-service", "--cluster", name, "--service", name, "--task-definition", await DefinitionAsync());
        await WaitAsync();
    }

    private async Task NetworkAsync()
    {
        var subnets = (await JsonAsync("ec2", "describe-subnets"))["Subnets"]!.AsArray();
        var ids = subnets.Select(subnet => (string)subnet!["SubnetId"]!).ToList();
        var group = Text(await JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", name), "GroupId");
        await AwsAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "80", "--cidr", "0.0.0.0/0");
        _network = $"awsvpcConfiguration={{subnets=[{string.Join(',', ids)}],securityGroups=[{group}],assignPublicIp=ENABLED}}";
        var balancer = (await JsonAsync(["elbv2", "create-load-balancer", "--name", name, "--security-groups", group, "--subnets", .. ids]))["LoadBalancers"]![0]!;
        string[] check = sameHealthCheck ? ["--health-check-interval-seconds", "5", "--health-check-timeout-seconds", "4", "--healthy-threshold-count", "2"] : [];
        _target = (string)(await JsonAsync(
            [
                "elbv2", "create-target-group", "--name", name, "--protocol", "HTTP", "--port", "80", "--target-type", "ip", "--vpc-id",
                (string)subnets[0]!["VpcId"]!, .. check,
            ]))["TargetGroups"]![0]!["TargetGroupArn"]!;
        await AwsAsync(
            "elbv2", "create-listener", "--load-balancer-arn", (string)balancer["LoadBalancerArn"]!, "--protocol", "HTTP", "--port", "80", "--default-actions",
            $"Type=forward,TargetGroupArn={_target}");
        Url = $"http://{balancer["DNSName"]}/";
    }

    private async Task ImageAsync()
    {
        await RunAsync("docker", ["build", "-q", "-t", _image, folder]);
        await RunAsync("docker", ["push", "-q", _image]);
    }

    /// <summary>The digest of the pushed image names the revision, as a deployment must: with the tag alone, ECS would see no difference.</summary>
    private async Task<string> DefinitionAsync()
    {
        var digest = (await AwsAsync(
            "ecr", "describe-images", "--repository-name", name, "--image-ids", "imageTag=latest", "--query", "imageDetails[0].imageDigest", "--output", "text")).Trim();
        var container = new JsonObject
        {
            ["name"] = name,
            ["image"] = $"{sandbox.RegistryUri}/{name}@{digest}",
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }),
            ["logConfiguration"] = new JsonObject
            {
                ["logDriver"] = "awslogs",
                ["options"] = new JsonObject
                {
                    ["awslogs-group"] = "/ecs/" + name,
                    ["awslogs-region"] = sandbox.Region,
                    ["awslogs-stream-prefix"] = "ecs",
                },
            },
        };
        return Text(
            await JsonAsync(
                "ecs", "register-task-definition", "--family", name, "--network-mode", "awsvpc", "--requires-compatibilities", "FARGATE", "--cpu", "256",
                "--memory", "512", "--execution-role-arn", _role, "--container-definitions", new JsonArray(container).ToJsonString()),
            "taskDefinition",
            "taskDefinitionArn");
    }

    private Task WaitAsync() => AwsAsync("ecs", "wait", "services-stable", "--cluster", name, "--services", name);

    private static string Text(JsonNode node, params string[] path) => (string)path.Aggregate(node, (inner, member) => inner[member]!)!;

    private async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse(await AwsAsync(arguments))!;

    private Task<string> AwsAsync(params string[] arguments)
        => RunAsync("aws", ["--endpoint-url", sandbox.EndpointUrl, .. arguments]);

    private async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (variable, value) in new[]
        {
            ("AWS_ACCESS_KEY_ID", sandbox.AccessKey), ("AWS_SECRET_ACCESS_KEY", sandbox.SecretKey), ("AWS_DEFAULT_REGION", sandbox.Region), ("AWS_PAGER", ""),
            ("DOCKER_CONFIG", dockerConfig),
        })
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException(
            $"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await error}");
    }
}
