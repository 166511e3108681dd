using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Failures.Rules;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Failures.Rules;

/// <summary>Each reason AWS has for a stopped task, in AWS's words, with the kind, the cause and the remedy it must get.</summary>
public class FailureRulesTests
{
    private const string Image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:9";

    private static readonly FailureEvidence Task = new()
    {
        StopCode = "TaskFailedToStart",
        Container = "web",
        Image = Image,
        Family = "web",
        TaskDefinition = "web:3",
        Cluster = "demo",
        Cpu = 256,
        Memory = 512,
        ExecutionRole = "ecsTaskExecutionRole",
        LogGroup = "/ecs/web",
        Region = "eu-west-1",
        AccountId = "123456789012",
        TaskId = "0123",
    };

    /// <summary>Rows: reason, exit code, kind, part of the cause, part of the remedy, part of the fix.</summary>
    public static TheoryData<string, int?, string, string, string, string?> Rows => new()
    {
        { "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref " + Image
            + ": dial tcp 3.5.1.2:443: i/o timeout", null, FargateFailureKind.NetworkUnreachable, "could not reach the registry",
            "ecr.api, ecr.dkr, s3", "-AssignPublicIp" },
        { "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: failed to do "
            + "request: context deadline exceeded", null, FargateFailureKind.NetworkUnreachable, "could not reach", "443",
            "Start-FargateTask web:3 -Cluster demo" },
        { "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref " + Image
            + ": unexpected status code [manifests 9]: 403 Forbidden", null, FargateFailureKind.PullDenied,
            "'ecsTaskExecutionRole' is not allowed to pull", "AmazonECSTaskExecutionRolePolicy",
            "Initialize-EcsRole TaskExecution; Start-FargateTask" },
        { "CannotPullContainerError: Error response from daemon: Get https://" + Image
            + ": no basic auth credentials", null, FargateFailureKind.PullDenied, "is not allowed to pull", "repository's policy",
            "Initialize-EcsRole" },
        { "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref " + Image + ": " + Image
            + ": not found", null, FargateFailureKind.ImageMissing, "is not in its registry", "Check the repository and the tag",
            "Push-EcrImage <folder> -RepositoryName team/web -Tag 9" },
        { "CannotPullContainerError: manifest unknown: Requested image not found", null, FargateFailureKind.ImageMissing,
            "is not in its registry", "Push-EcrImage", "Push-EcrImage" },
        { "CannotPullContainerError: pull access denied for web, repository does not exist or may require 'docker login'", null,
            FargateFailureKind.ImageMissing, "is not in its registry", "Check the repository and the tag", null },
        { "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor "
            + "matching platform 'linux/amd64'", null, FargateFailureKind.ImagePlatform, "the task runs on linux/amd64",
            "-Architecture", "-Platform linux/amd64" },
        { "Essential container in task exited\nexec /app: exec format error", 1, FargateFailureKind.ImagePlatform, "another processor",
            "-Architecture", "Push-EcrImage" },
        { "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit", null, FargateFailureKind.PullRateLimited,
            "Docker Hub", "Copy-EcrImage", "Copy-EcrImage" },
        { "CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer: write /tmp/x: no space left on "
            + "device", null, FargateFailureKind.StorageFull, "20 GiB", "-EphemeralStorage", "-EphemeralStorage 40" },
        { "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
            + "retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "
            + "\"https://api.ecr.eu-west-1.amazonaws.com/\": dial tcp 1.2.3.4:443: i/o timeout", null,
            FargateFailureKind.NetworkUnreachable, "ECR for its token", "NAT gateway", "-AssignPublicIp" },
        { "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: "
            + "There is a connection issue between the task and Amazon ECR. Check your task network configuration.", null,
            FargateFailureKind.NetworkUnreachable, "ECR for its token", "endpoints", null },
        { "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
            + "retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: "
            + "arn:aws:sts::1:assumed-role/x/y is not authorized to perform: ecr:GetAuthorizationToken", null,
            FargateFailureKind.PullDenied, "is not allowed to get a token from ECR", "ecr:GetAuthorizationToken", "Initialize-EcsRole" },
        { "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
            + "retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
            + "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf from secrets manager: AccessDeniedException: not "
            + "authorized to perform: secretsmanager:GetSecretValue", null, FargateFailureKind.SecretDenied, "secret:db-AbCdEf",
            "kms:Decrypt", "-SecretArn arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf" },
        { "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
            + "retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
            + "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db from secrets manager: ResourceNotFoundException: Secrets Manager "
            + "can't find the specified secret.", null, FargateFailureKind.SecretMissing, "does not exist", "Create the secret", "-Secret" },
        { "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
            + "retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: "
            + "context deadline exceeded", null, FargateFailureKind.NetworkUnreachable, "Parameter Store", "endpoints for ssm", null },
        { "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
            + "retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /web/key", null,
            FargateFailureKind.SecretMissing, "/web/key", "Create the secret", null },
        { "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create "
            + "Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1", null,
            FargateFailureKind.LogGroupMissing, "/ecs/web does not exist", "Register-FargateTask",
            "Get-FargateTaskDefinition web:3 | Register-FargateTask | Start-FargateTask -Cluster demo" },
        { "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create "
            + "Cloudwatch log group: AccessDeniedException: not authorized to perform: logs:CreateLogGroup", null,
            FargateFailureKind.LogDenied, "create the log group /ecs/web", "logs:CreateLogGroup", "-AllowCreateLogGroup" },
        { "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create "
            + "Cloudwatch log stream: RequestError: dial tcp 1.2.3.4:443: i/o timeout", null, FargateFailureKind.NetworkUnreachable,
            "CloudWatch Logs", "endpoints for logs", null },
        { "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "
            + "\"fs-1.efs.eu-west-1.amazonaws.com\"", null, FargateFailureKind.VolumeFailed, "cannot be mounted", "2049", null },
        { "ResourceInitializationError: failed to download env files: file download command: non empty error stream: AccessDenied",
            null, FargateFailureKind.EnvironmentFileFailed, "environment file", "s3:GetObject", null },
        { "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/web-task' that was provided for this task.", null,
            FargateFailureKind.RoleNotAssumable, "cannot assume the role web-task", "ecs-tasks.amazonaws.com",
            "Initialize-EcsRole Task -Name web-task" },
        { "Task failed to start\nCannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: "
            + "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "
            + "\"/start.sh\": stat /start.sh: no such file or directory: unknown", null, FargateFailureKind.CannotStart,
            "no program '/start.sh'", "-EntryPoint", "-Command" },
        { "Task failed to start\nCannotCreateContainerError: container init: cannot allocate memory", null,
            FargateFailureKind.CannotStart, "its memory is too small", "-Memory", "-Memory 1024" },
        { "Essential container in task exited\nOutOfMemoryError: Container killed due to memory usage", 137,
            FargateFailureKind.OutOfMemory, "needed more memory than it has: 512 MiB", "-Memory",
            "Register-FargateTask -Memory 1024 | Start-FargateTask" },
        { "Essential container in task exited", 137, FargateFailureKind.Killed, "killed (exit code 137)", "stop timeout", "-Memory 1024" },
        { "Essential container in task exited", 126, FargateFailureKind.NotExecutable, "cannot be executed", "chmod", "Push-EcrImage" },
        { "Essential container in task exited", 127, FargateFailureKind.CommandNotFound, "is not found", "-EntryPoint", "-Command" },
        { "Essential container in task exited", 139, FargateFailureKind.Crashed, "segmentation fault", "built for linux/amd64",
            "-Platform linux/amd64" },
        { "Essential container in task exited", 143, FargateFailureKind.Terminated, "SIGTERM", "sent SIGTERM",
            "Get-FargateLog 0123 -Cluster demo" },
        { "Essential container in task exited", 3, FargateFailureKind.ExitCode, "'web' ended with exit code 3", "Get-FargateLog",
            "Get-FargateLog" },
        { "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/0123abcd)", 143,
            FargateFailureKind.LoadBalancerHealthCheck, "target group web", "0.0.0.0", null },
        { "Task failed container health checks", 143, FargateFailureKind.ContainerHealthCheck, "failed its health check",
            "exists in the image", "-HealthCheckStartPeriod" },
        { "Your Spot Task was interrupted.", 143, FargateFailureKind.SpotInterruption, "two minutes' notice", "without -Spot",
            "Start-FargateTask web:3 -Cluster demo" },
        { "Capacity is unavailable at this time. Please try again later or in a different availability zone", null,
            FargateFailureKind.CapacityUnavailable, "AWS could not run the task", "other availability zones", null },
        { "InternalError: something", null, FargateFailureKind.CapacityUnavailable, "something", "again", null },

        // Names and numbers that contain the words and statuses of other rules.
        { "CannotPullContainerError: pull image manifest has been retried 401 time(s): failed to resolve ref "
            + "123401234567.dkr.ecr.eu-west-1.amazonaws.com/team/secret:403: dial tcp 3.5.1.2:403: i/o timeout", null,
            FargateFailureKind.NetworkUnreachable, "could not reach the registry", "443", "-AssignPublicIp" },
        { "CannotPullContainerError: failed to resolve ref 404403401429.dkr.ecr.eu-west-1.amazonaws.com/denied/not-found@sha256:"
            + "4031c5f0a86fb4290b49b94a7c9bf1a0b63e0d8d4014034294045003e4f3e5f0: dial tcp: lookup unauthorized.example.com on 10.0.0.2:53: "
            + "no such host", null, FargateFailureKind.NetworkUnreachable, "could not reach the registry", "443", null },
        { "CannotPullContainerError: failed to resolve ref localhost:4031/timeout/eof:429: unexpected status code "
            + "[manifests 429]: 403 Forbidden", null, FargateFailureKind.PullDenied, "is not allowed to pull", "repository's policy", null },
        { "CannotPullContainerError: failed to resolve ref 123401234567.dkr.ecr.eu-west-1.amazonaws.com/denied:403: unexpected status from "
            + "HEAD request to https://123401234567.dkr.ecr.eu-west-1.amazonaws.com/v2/denied/manifests/403: 404 Not Found", null,
            FargateFailureKind.ImageMissing, "is not in its registry", "Check the repository and the tag", null },
        { "CannotPullContainerError: failed to resolve ref " + Image + ": unexpected status code [manifests 403]: 429", null,
            FargateFailureKind.PullRateLimited, "ECR limits the rate", "later", "Start-FargateTask web:3" },
        { "CannotPullContainerError: failed to resolve ref " + Image + ": unexpected status code [manifests 403]: 503 Service Unavailable",
            null, FargateFailureKind.PullFailed, "The registry of", "later", "Start-FargateTask web:3" },
        { "CannotPullContainerError: ref pull has been retried 1 time(s): failed to extract layer sha256:4030: archive/tar: invalid tar "
            + "header: unknown", null, FargateFailureKind.ImageInvalid, "invalid tar header", "one compression", "Push-EcrImage" },
        { "CannotPullContainerError: failed to unpack image on snapshotter overlayfs: number of layers and diffIDs don't match: 404 != 3",
            null, FargateFailureKind.ImageInvalid, "diffIDs don't match", "force-compression=true", "Push-EcrImage" },
        { "CannotPullContainerError: The task cannot pull 'denied:403' from the Amazon ECR repository 'not-found'. There is a connection issue "
            + "between the task and Amazon ECR. Check your task network configuration.", null, FargateFailureKind.NetworkUnreachable,
            "could not reach the registry", "ecr.api", null },
        { Secret("not-authorized") + "InvalidRequestException: You can't perform this operation on the secret because it was marked for "
            + "deletion.", null, FargateFailureKind.SecretMissing, "marked for deletion", "restore-secret", null },
        { Secret("timeout-403") + "InvalidRequestException: You can't perform this operation on the secret because it was scheduled for "
            + "deletion.", null, FargateFailureKind.SecretMissing, "marked for deletion", "restore-secret", null },
        { Resource + "unable to retrieve secret from asm: unexpected ARN format with parameters when trying to retrieve ASM secret", null,
            FargateFailureKind.SecretInvalid, "has a form that ECS does not accept", "<version stage>", ":<JSON key>::" },
        { Resource + "unable to retrieve secret from asm: an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a "
            + "valid ARN and try again.", null, FargateFailureKind.SecretInvalid, "has a form that ECS does not accept", "<JSON key>", null },
        { Resource + "unable to retrieve secrets from ssm: service call has been retried 403 time(s): ValidationException: Invalid parameter "
            + "name. Please use correct syntax for referencing a version/label <name>:<version/label>", null,
            FargateFailureKind.SecretInvalid, "invalid name of a parameter", "Parameter Store", "<ARN of the parameter>" },
        { Resource + "unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character 'p' looking for "
            + "beginning of value", null, FargateFailureKind.SecretInvalid, "not a JSON object", "JSON object", "-Secret" },
        { Resource + "unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did "
            + "not contain json key access-denied", null, FargateFailureKind.SecretMissing, "no such JSON key", "Add the key", "-Secret" },
        { Resource + "unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: timeout, denied",
            null, FargateFailureKind.SecretMissing, "timeout", "Create the secret", null },
        { Secret("db") + "InternalServiceError: 403401 something new", null, FargateFailureKind.SecretFailed, "something new",
            "does not know this reason", null },
        { "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: There is a connection "
            + "issue between the task and AWS Secrets Manager. failed to fetch secret arn:aws:secretsmanager:eu-west-1:401403404500:secret:"
            + "denied from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 0, RequestID: , "
            + "canceled, context deadline exceeded", null, FargateFailureKind.NetworkUnreachable, "Secrets Manager", "secretsmanager", null },
        { Resource + "unable to get registry auth from asm: service call has been retried 1 time(s): asm fetching secret from the service for "
            + "timeout: AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue", null,
            FargateFailureKind.SecretDenied, "is not allowed to read", "secretsmanager:GetSecretValue", null },
        { "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the "
            + "task definition. There is a connection issue between the task and Amazon CloudWatch.", null,
            FargateFailureKind.NetworkUnreachable, "CloudWatch Logs", "endpoints for logs", null },
        { "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the "
            + "task definition.", null, FargateFailureKind.LogGroupMissing, "does not exist", "Register-FargateTask", null },
        { "ResourceInitializationError: failed to download env files: There is a connection issue between the task and Amazon S3.", null,
            FargateFailureKind.NetworkUnreachable, "Amazon S3", "endpoints for s3", null },
        { "Task failed to start\nCannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: exec "
            + "/entrypoint.sh: no such file or directory", null, FargateFailureKind.CannotStart, "'/entrypoint.sh' is in the image", "CRLF",
            "Push-EcrImage" },
    };

    private const string Resource = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ";

    private static string Secret(string name)
        => Resource + "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
            + $"arn:aws:secretsmanager:eu-west-1:403401404500:secret:{name}-AbCdEf from secrets manager: ";

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_reason_has_its_kind_cause_remedy_and_fix(string reason, int? exitCode, string kind, string cause,
        string remedy, string? fix)
    {
        var evidence = Task with { Reasons = reason.Split('\n'), ExitCode = exitCode };
        var rule = FailureClassifier.Find(evidence);
        var explanation = rule!.Explain(evidence);

        Assert.Equal(kind, rule.Kind);
        Assert.Contains(cause, explanation.Cause);
        Assert.DoesNotContain("..", explanation.Cause);
        Assert.DoesNotContain("  ", explanation.Cause);
        Assert.EndsWith(".", explanation.Cause);
        Assert.Contains(remedy, explanation.Remedy);
        if (fix is not null)
        {
            Assert.Contains(fix, explanation.Fix);
        }
    }

    /// <summary>The names that the rows contain, and others with the words and statuses of every rule in them.</summary>
    [Theory]
    [InlineData("401403404429", "denied/not-found-secret", "403")]
    [InlineData("500429404401", "ecr/timeout.unauthorized_eof", "404")]
    [InlineData("429123401403", "access-denied/no-space-left/toomanyrequests", "429")]
    public void Names_in_a_reason_do_not_change_its_kind(string account, string repository, string tag)
    {
        string Rename(string text) => text.Replace("123456789012", account, StringComparison.Ordinal)
            .Replace("team/web:9", $"{repository}:{tag}", StringComparison.Ordinal)
            .Replace(":443", ":403", StringComparison.Ordinal)
            .Replace("secret:db", "secret:denied-timeout/not-found", StringComparison.Ordinal)
            .Replace("role/web-task", "role/timeout-denied", StringComparison.Ordinal);

        Assert.All(Rows, row =>
        {
            var evidence = Task with
            {
                Reasons = Rename((string)row[0]!).Split('\n'),
                ExitCode = (int?)row[1],
                Image = Rename(Image),
                AccountId = account,
            };
            Assert.Equal((string)row[2]!, FailureClassifier.Find(evidence)!.Kind);
        });
    }

    [Theory]
    [InlineData("CannotPullContainerError: pull access denied for web, repository does not exist or may require login", "node:20")]
    [InlineData("CannotPullContainerError: failed to resolve ref quay.io/team/web:1: unexpected status code [manifests 1]: 401 Unauthorized",
        "quay.io/team/web:1")]
    public void A_registry_that_is_not_ECR_is_not_opened_by_the_execution_role(string reason, string image)
    {
        var evidence = Task with { Image = image, Reasons = [reason] };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.DoesNotContain("AmazonECSTaskExecutionRolePolicy", explanation.Remedy);
        Assert.DoesNotContain("Initialize-EcsRole", explanation.Fix);
    }

    [Fact]
    public void An_image_that_may_be_private_is_told_with_the_way_to_give_a_login()
    {
        var evidence = Task with
        {
            Image = "quay.io/team/web:1",
            Reasons =
            [
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref quay.io/team/web:1: pull access denied, "
                    + "repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            ],
        };

        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);

        Assert.Contains("-PullCredential", explanation.Remedy);
        Assert.Contains("Register-FargateTask -PullCredential (Get-Credential)", explanation.Fix);
    }

    [Theory]
    [InlineData("exec /entrypoint.sh: no such file or directory", "'/entrypoint.sh'")]
    [InlineData("standard_init_linux.go:228: exec user process caused: no such file or directory", "its program")]
    [InlineData("standard_init_linux.go:211: exec user process caused \"no such file or directory\"", "its program")]
    public void A_script_with_the_line_ends_of_Windows_shows_in_the_log(string line, string program)
    {
        var evidence = Task with
        {
            StopCode = "EssentialContainerExited",
            Reasons = ["Essential container in task exited"],
            ExitCode = 255,
            LogLines = [line]
        };
        var rule = FailureClassifier.Find(evidence)!;
        Assert.Equal(FargateFailureKind.CannotStart, rule.Kind);
        Assert.Contains($"{program} is in the image", rule.Explain(evidence).Cause);
        Assert.Contains("CRLF", rule.Explain(evidence).Remedy);
    }

    [Fact]
    public void An_unknown_reason_gets_no_remedy_for_another_one()
    {
        var evidence = Task with { Reasons = [Resource + "unable to retrieve ecr registry auth: something new"] };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.Equal(FargateFailureKind.Unknown, FailureClassifier.Find(evidence)!.Kind);
        Assert.Contains("does not know this reason", explanation.Remedy);
        Assert.Null(explanation.Fix);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("shop")]
    public void A_fix_is_a_line_of_commands_and_parameters_that_there_are(string? service)
    {
        foreach (var row in Rows)
        {
            var evidence = Task with { Reasons = ((string)row[0]!).Split('\n'), ExitCode = (int?)row[1], ServiceName = service };
            foreach (var line in (FailureClassifier.Find(evidence)!.Explain(evidence).Fix ?? "").Split([';', '|'], StringSplitOptions.TrimEntries))
            {
                var name = line.Split(' ')[0];
                var page = Path.Combine(Oracle.RepositoryRoot, "docs", "commands", name + ".md");
                if (name.Length == 0)
                {
                    continue;
                }

                Assert.True(File.Exists(page), $"There is no command {name}: {line}");
                var text = File.ReadAllText(page);
                Assert.All(
                    Regex.Matches(line, @"(?<=\s)-[A-Z]\w+"),
                    parameter => Assert.True(Regex.IsMatch(text, parameter.Value + @"\b"), $"{name} has no parameter {parameter.Value}: {line}"));
            }
        }
    }

    [Fact]
    public void Every_kind_is_reached_by_a_row()
    {
        string[] elsewhere = [FargateFailureKind.Unknown, FargateFailureKind.PullFailed,
            FargateFailureKind.ServiceTaskEnded, FargateFailureKind.HostEnded];
        var reached = Rows.Select(row => (string)row[2]!).Concat(elsewhere);
        Assert.Empty(typeof(FargateFailureKind).GetFields().Select(kind => (string)kind.GetValue(null)!).Except(reached));
    }

    [Theory]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 0)]
    [InlineData("UserInitiated", "Stopped by EcsTools", 143)]
    [InlineData("ServiceSchedulerInitiated", "Scaling activity initiated by deployment ecs-svc/1", 137)]
    public void What_was_wanted_is_no_failure(string stopCode, string reason, int? exitCode)
        => Assert.Null(FailureClassifier.Find(Task with { StopCode = stopCode, Reasons = [reason], ExitCode = exitCode }));

    [Fact]
    public void A_server_that_ends_well_is_a_failure_of_its_service()
    {
        var evidence = Task with
        {
            StopCode = "EssentialContainerExited",
            Reasons = ["Essential container in task exited"],
            ExitCode = 0,
            ServiceName = "shop"
        };
        var rule = FailureClassifier.Find(evidence)!;
        Assert.Equal(FargateFailureKind.ServiceTaskEnded, rule.Kind);
        Assert.Contains("must keep running", rule.Explain(evidence).Cause);
    }

    [Theory]
    [InlineData("node:20", false)]
    [InlineData("quay.io/team/web:1", false)]
    [InlineData(Image, true)]
    public void Endpoints_of_ecr_lead_to_ecr_alone(string image, bool helps)
    {
        var evidence = Task with { Image = image, Reasons = [$"CannotPullContainerError: failed to resolve ref {image}: dial tcp: i/o timeout"] };
        Assert.Equal(helps, FailureClassifier.Find(evidence)!.Explain(evidence).Remedy!.Contains("ecr.api", StringComparison.Ordinal));
    }

    [Fact]
    public void What_mends_a_service_s_task_ends_in_the_service()
    {
        var evidence = Task with
        {
            Reasons = ["OutOfMemoryError: Container killed due to memory usage"],
            ExitCode = 137,
            ServiceName = "shop"
        };
        Assert.Equal(
            "Get-FargateTaskDefinition web:3 | Register-FargateTask -Memory 1024 | Set-FargateService shop -Cluster demo",
            FailureClassifier.Find(evidence)!.Explain(evidence).Fix);
    }

    [Theory]
    [InlineData(256, 512, "-Memory 1024")]
    [InlineData(256, 2048, "-Cpu 512 -Memory 4096")]
    [InlineData(1024, 8192, "-Cpu 2048 -Memory 16384")]
    public void More_memory_is_the_next_size_with_twice_as_much(int cpu, int memory, string fix)
    {
        var evidence = Task with
        {
            Reasons = ["OutOfMemoryError: Container killed due to memory usage"],
            ExitCode = 137,
            Cpu = cpu,
            Memory = memory
        };
        Assert.Contains(fix, FailureClassifier.Find(evidence)!.Explain(evidence).Fix);
    }

    [Fact]
    public void A_container_at_its_own_limit_gets_more_of_the_task_s_memory()
    {
        var evidence = Task with
        {
            Reasons = ["OutOfMemoryError: Container killed due to memory usage"],
            ExitCode = 137,
            ContainerMemory = 128
        };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.Contains("128 MiB of its own", explanation.Cause);
        Assert.Contains("-ContainerName web -ContainerMemory 256", explanation.Fix);
    }

    [Theory]
    [InlineData("Health checks failed with these codes: [404]", "of target group web with the status 404", "-HealthCheckPath", null)]
    [InlineData("Health checks failed with these codes: [302]", "with the status 302", "-SuccessCode", "Set-FargateRoute web -SuccessCode 200-399")]
    [InlineData("Request timed out", "of target group web: Request timed out", "0.0.0.0", "-HealthCheckGracePeriod 2m")]
    public void A_load_balancer_says_why_a_target_is_unhealthy(string reason, string cause, string remedy, string? fix)
    {
        var evidence = Task with
        {
            Reasons = ["Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/0123abcd)"],
            ServiceName = "web",
            TargetReason = reason,
        };
        var rule = FailureClassifier.Classify(evidence);
        Assert.True(rule.Needs.HasFlag(FailureNeeds.Targets));
        var explanation = rule.Explain(evidence);
        Assert.Contains(cause, explanation.Cause);
        Assert.Contains(remedy, explanation.Remedy);
        if (fix is null)
        {
            Assert.Null(explanation.Fix);
        }
        else
        {
            Assert.Contains(fix, explanation.Fix);
        }
    }

    [Fact]
    public void The_log_tells_what_ECS_does_not()
    {
        var evidence = Task with { StopCode = "EssentialContainerExited", Reasons = ["Essential container in task exited"], ExitCode = 1 };
        Assert.Equal(FargateFailureKind.ImagePlatform,
            FailureClassifier.Find(evidence with { LogLines = ["exec /usr/bin/node: exec format error"] })!.Kind);
        var plain = evidence with { LogLines = ["Error: Cannot find module 'express'", ""] };
        Assert.Contains("exit code 1: Error: Cannot find module 'express'", FailureClassifier.Find(plain)!.Explain(plain).Cause);
    }

    [Fact]
    public void A_missing_tag_names_the_nearest_ones()
    {
        var evidence = Task with
        {
            Reasons = ["CannotPullContainerError: " + Image + ": not found"],
            ImageFacts = new ImageFacts("team/web", RepositoryExists: true, TagExists: false, ["9.1", "8"], []),
        };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.Equal("The repository 'team/web' has no tag '9'.", explanation.Cause);
        Assert.Contains("The repository has: 9.1, 8.", explanation.Remedy);
        Assert.Contains("-ImageUri 123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:9.1", explanation.Fix);
        var nowhere = evidence with
        {
            ImageFacts = new ImageFacts("team/web", RepositoryExists: false, TagExists: false, ["team/wep"],
            [])
        };
        Assert.Contains("no repository 'team/web'", FailureClassifier.Find(nowhere)!.Explain(nowhere).Cause);
    }

    [Fact]
    public void An_image_of_the_other_architecture_changes_the_task_s()
    {
        var evidence = Task with
        {
            Reasons = ["CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'"],
            ImageFacts = new ImageFacts("team/web", RepositoryExists: true, TagExists: true, [], ["linux/arm64"]),
        };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.Equal($"The image {Image} is built for linux/arm64, but the task runs on linux/amd64 (X86_64).", explanation.Cause);
        Assert.Contains("Register-FargateTask -Architecture ARM64", explanation.Fix);
    }

    [Fact]
    public void An_image_of_another_account_asks_for_its_policy()
    {
        var evidence = Task with { AccountId = "999999999999", Reasons = ["CannotPullContainerError: 403 Forbidden"] };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.Contains("account 123456789012 does not let", explanation.Cause);
        Assert.Contains("account 999999999999", explanation.Remedy);
    }

    public static TheoryData<NetworkFactsRow> Networks => new()
    {
        new NetworkFactsRow(EgressKind.InternetGateway, "igw-1", false, [], "and the task has none", "-AssignPublicIp"),
        new NetworkFactsRow(EgressKind.InternetGateway, "igw-1", null, [], "seems to have had none", "-AssignPublicIp"),
        new NetworkFactsRow(EgressKind.InternetGateway, "igw-1", true, [], "although subnet-1 leads out through igw-1", "security group"),
        new NetworkFactsRow(EgressKind.NatGateway, "nat-1", false, [], "although subnet-1 leads out through nat-1", "network ACL"),
        new NetworkFactsRow(EgressKind.None, null, null, [], "has no route to the internet", "public subnets of the default VPC"),
        new NetworkFactsRow(EgressKind.None, null, null, ["ecr.dkr", "s3"], "and no endpoint for ecr.api", "endpoints for ecr.api"),
        new NetworkFactsRow(EgressKind.None, null, null, ["ecr.api", "ecr.dkr", "s3"], "although its VPC has the endpoints", "private DNS"),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void An_unreachable_registry_is_explained_by_the_subnet(NetworkFactsRow row)
    {
        var evidence = Task with
        {
            Reasons = ["CannotPullContainerError: dial tcp 3.5.1.2:443: i/o timeout"],
            Network = new NetworkFacts("subnet-1", "vpc-1", (EgressKind)row.Way, row.Gateway, row.PublicAddress, row.Endpoints),
        };
        var explanation = FailureClassifier.Find(evidence)!.Explain(evidence);
        Assert.Contains(row.Cause, explanation.Cause);
        Assert.Contains(row.Remedy, explanation.Remedy);
    }

    public sealed record NetworkFactsRow(object Way, string? Gateway, bool? PublicAddress, IReadOnlyList<string> Endpoints,
        string Cause, string Remedy);
}
