using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>
/// Rules for what prevents a task from being prepared: secrets, registry token, log, volumes, roles. Source: "ResourceInitializationError"
/// and "Resolve stopped task errors" in the Amazon ECS Developer Guide.
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
                $"{Role(evidence)} is not allowed to get a token from ECR, so that no image can be pulled.",
                "Attach AmazonECSTaskExecutionRolePolicy to the execution role (ecr:GetAuthorizationToken).",
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
                "Check the execution role, the network of the task, and the secrets, log group and volumes in its definition.")),
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
            "Create the log group: Register-FargateTask creates it if it does not exist. Or let ECS create it, with the option awslogs-create-group and "
                + "logs:CreateLogGroup for the execution role.",
            FixCommand.Derive(evidence, ""));

    private static FailureExplanation LogDenied(FailureEvidence evidence)
    {
        var group = evidence.Says("CreateLogGroup", "log group");
        return new(
            $"{Role(evidence)} is not allowed to {(group ? "create the log group" : "write to the log group")} {evidence.LogGroup}.".Replace(" .", "."),
            group
                ? "Create the log group first, as Register-FargateTask does, or allow logs:CreateLogGroup to the execution role."
                : "Attach AmazonECSTaskExecutionRolePolicy to the execution role (logs:CreateLogStream, logs:PutLogEvents on the log group).",
            FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence, group ? "-AllowCreateLogGroup" : "")));
    }

    private static FailureExplanation SecretDenied(FailureEvidence evidence)
    {
        var secret = Secret(evidence);
        return new(
            $"{Role(evidence)} is not allowed to read the secret {secret}.",
            "Allow the execution role secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt if it is encrypted with your "
                + "own key.",
            FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence,
                $"-SecretArn {(secret.StartsWith("arn:", StringComparison.Ordinal) ? secret : "<ARN of the secret>")}")));
    }

    private static FailureExplanation SecretMissing(FailureEvidence evidence)
        => new(
            $"The secret {Secret(evidence)} does not exist{(evidence.Says("json key") ? " or has no such JSON key" : "")}.",
            "Create the secret, or correct its ARN in the definition: the name, the region, and the six characters that Secrets Manager adds.",
            FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>' }"));

    private static FailureExplanation EnvironmentFile(FailureEvidence evidence)
        => new(
            $"An environment file cannot be read: {RuleText.Said(evidence, Resources)}",
            "Check that the file is in S3, that its name ends with .env, and that the task can reach S3. Allow the execution role s3:GetObject on the file "
                + "and s3:GetBucketLocation on its bucket.");

    private static FailureExplanation Volume(FailureEvidence evidence)
        => new(
            $"A volume cannot be mounted: {RuleText.Said(evidence, Resources)}",
            "Give the file system a mount target in the task's availability zone, and allow port 2049 from the task's security group to the mount target. "
                + "With IAM authorization, also allow elasticfilesystem:ClientMount to the task role.");

    private static FailureExplanation RoleNotAssumable(FailureEvidence evidence)
    {
        var named = Regex.Match(evidence.Text, @"arn:aws[\w-]*:iam::\d*:role/[\w+=,.@/-]+", RegexOptions.CultureInvariant);
        var role = named.Success ? named.Value.Split('/').Last() : null;
        return new(
            $"ECS cannot assume the role {role ?? "of the task"}.".Replace("  ", " "),
            "Check that the role exists, that it trusts ecs-tasks.amazonaws.com, and that the caller has iam:PassRole on it. A new role can take a "
                + "minute to be known everywhere.",
            FixCommand.Then(evidence, role is null || role == evidence.ExecutionRole ? FixCommand.ExecutionRole(evidence)
                : $"Initialize-EcsRole Task -Name {role}"));
    }
}
