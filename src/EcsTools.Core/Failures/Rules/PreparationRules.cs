using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>
/// What keeps a task from being prepared: secrets, registry token, log, volumes, roles.
/// Source: "ResourceInitializationError" and "Resolve stopped task errors" of the Amazon ECS Developer Guide.
/// </summary>
internal static class PreparationRules
{
    private const string Resources = "ResourceInitializationError";

    private static readonly string[] DeniedWords = ["AccessDenied", "not authorized", "403"];
    private static readonly Regex SecretName = new(
        @"arn:aws[\w-]*:(?:secretsmanager|ssm):[^\s,\]]+|(?<=fetch secret )\S+|(?<=invalid ssm parameters: )\S+",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static IReadOnlyList<FailureRule> All { get; } =
    [
        new(
            FargateFailureKind.LogDenied,
            evidence => evidence.Says(Resources) && IsLog(evidence) && evidence.Says(DeniedWords),
            LogDenied),
        new(
            FargateFailureKind.LogGroupMissing,
            evidence => evidence.Says(Resources) && IsLog(evidence)
                && evidence.Says("does not exist", "ResourceNotFoundException", "not found"),
            LogGroupMissing),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.Says(Resources) && IsLog(evidence) && evidence.Says(PullRules.NetworkWords),
            evidence => NetworkReasons.Explain(evidence, "CloudWatch Logs", "logs"),
            FailureNeeds.Network),
        new(FargateFailureKind.EnvironmentFileFailed, evidence => evidence.Says("env file", "environment file"), EnvironmentFile),
        new(FargateFailureKind.VolumeFailed, evidence
            => evidence.Says("EFS utils", "EFS volume", "mount volume", "failed to mount"), Volume),
        new(
            FargateFailureKind.SecretDenied,
            evidence => evidence.Says(Resources) && IsSecret(evidence) && evidence.Says(DeniedWords),
            SecretDenied),
        new(
            FargateFailureKind.SecretMissing,
            evidence => evidence.Says(Resources) && IsSecret(evidence)
                && evidence.Says("ResourceNotFoundException", "can't find", "invalid ssm parameters", "did not contain json key",
                "ParameterNotFound"),
            SecretMissing),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.Says(Resources) && IsSecret(evidence),
            evidence => IsParameter(evidence) ? NetworkReasons.Explain(evidence, "Parameter Store for its secrets", "ssm")
                : NetworkReasons.Explain(evidence, "Secrets Manager for its secrets", "secretsmanager"),
            FailureNeeds.Network),
        new(
            FargateFailureKind.PullDenied,
            evidence => evidence.Says(Resources) && evidence.Says("registry auth", "ecr") && evidence.Says(DeniedWords),
            evidence => new(
                $"{Role(evidence)} may not ask ECR for a token, so that nothing can be pulled.",
                "The execution role needs AmazonECSTaskExecutionRolePolicy (ecr:GetAuthorizationToken).",
                FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence)))),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.Says(Resources) && evidence.Says("registry auth", "ecr"),
            evidence => NetworkReasons.Explain(evidence, "ECR for its token", "ecr.api", "ecr.dkr", "s3"),
            FailureNeeds.Network),
        new(FargateFailureKind.RoleNotAssumable, evidence => evidence.Says("unable to assume"), RoleNotAssumable),
        new(
            FargateFailureKind.Unknown,
            evidence => evidence.Says(Resources),
            evidence => new(
                $"The task could not be prepared: {RuleText.Said(evidence, Resources)}",
                "Check the execution role, the network of the task, and what its definition refers to: secrets, log group, volumes.")),
    ];

    private static bool IsLog(FailureEvidence evidence) => evidence.Says("log group", "log stream", "logger args", "Cloudwatch log");

    private static bool IsSecret(FailureEvidence evidence)
        => evidence.Says("retrieve secret", "retrieve the secret", "fetch secret", "from asm", "from ssm", "secretsmanager",
            "secrets manager", "parameter store", "ssm parameters")
            && !evidence.Says("ecr registry auth", "get registry auth");

    private static bool IsParameter(FailureEvidence evidence) => evidence.Says("from ssm", "ssm parameters", "parameter store");

    private static string Role(FailureEvidence evidence)
        => evidence.ExecutionRole is { } role ? $"The execution role '{role}'" : "The execution role";

    private static string Secret(FailureEvidence evidence)
        => SecretName.Match(evidence.Text) is { Success: true } match ? match.Value.TrimEnd('.', ':', ',') : "of the definition";

    private static FailureExplanation LogGroupMissing(FailureEvidence evidence)
        => new(
            $"The log group {evidence.LogGroup ?? "of the definition"} does not exist.",
            "Make the log group: Register-FargateTask does where it is missing. Or let ECS make it: option awslogs-create-group, and "
                + "logs:CreateLogGroup for the execution role.",
            FixCommand.Derive(evidence, ""));

    private static FailureExplanation LogDenied(FailureEvidence evidence)
    {
        var group = evidence.Says("CreateLogGroup", "log group");
        return new(
            $"{Role(evidence)} may not {(group ? "make the log group" : "write to the log group")} {evidence.LogGroup}.".Replace(" .", "."),
            group
                ? "Make the log group beforehand, as Register-FargateTask does, or allow logs:CreateLogGroup to the execution role."
                : "The execution role needs AmazonECSTaskExecutionRolePolicy (logs:CreateLogStream, logs:PutLogEvents) on the log group.",
            FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence, group ? "-AllowCreateLogGroup" : "")));
    }

    private static FailureExplanation SecretDenied(FailureEvidence evidence)
    {
        var secret = Secret(evidence);
        return new(
            $"{Role(evidence)} may not read the secret {secret}.",
            "The execution role needs secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt where it has a key of "
                + "your own.",
            FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence,
                $"-SecretArn {(secret.StartsWith("arn:", StringComparison.Ordinal) ? secret : "<ARN of the secret>")}")));
    }

    private static FailureExplanation SecretMissing(FailureEvidence evidence)
        => new(
            $"The secret {Secret(evidence)} does not exist{(evidence.Says("json key") ? " or has no such JSON key" : "")}.",
            "Make the secret, or correct its ARN in the definition: name, region, and the six characters that Secrets Manager adds.",
            FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>' }"));

    private static FailureExplanation EnvironmentFile(FailureEvidence evidence)
        => new(
            $"An environment file cannot be read: {RuleText.Said(evidence, Resources)}",
            "The file must be in S3 and end with .env, and the execution role needs s3:GetObject on it and s3:GetBucketLocation on its "
                + "bucket; the task needs a way to S3.");

    private static FailureExplanation Volume(FailureEvidence evidence)
        => new(
            $"A volume cannot be mounted: {RuleText.Said(evidence, Resources)}",
            "The file system needs a mount target in the task's availability zone whose security group lets port 2049 in from the "
                + "task's; with IAM authorization, the task role needs elasticfilesystem:ClientMount.");

    private static FailureExplanation RoleNotAssumable(FailureEvidence evidence)
    {
        var named = Regex.Match(evidence.Text, @"arn:aws[\w-]*:iam::\d*:role/[\w+=,.@/-]+", RegexOptions.CultureInvariant);
        var role = named.Success ? named.Value.Split('/').Last() : null;
        return new(
            $"ECS cannot assume the role {role ?? "of the task"}.".Replace("  ", " "),
            "The role must be there and trust ecs-tasks.amazonaws.com; one made just now takes up to a minute to be known everywhere. "
                + "Who starts tasks needs iam:PassRole on it.",
            FixCommand.Then(evidence, role is null || role == evidence.ExecutionRole ? FixCommand.ExecutionRole(evidence)
                : $"Initialize-EcsRole Task -Name {role}"));
    }
}
