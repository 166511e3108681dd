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
    private const string Error = "ResourceInitializationError";

    private static readonly string[] Resources = [Error];
    private static readonly string[] Denied = ["AccessDenied", "access denied", "not authorized", "is not allowed", "forbidden", "HTTP403"];
    private static readonly string[] Log = ["log group", "log stream", "logger args", "logging driver"];
    private static readonly string[] EnvironmentFiles =
    [
        "env file", "env files", "environment file", "environment files", "environment variable file", "environment variable files",
    ];

    private static readonly string[] RegistryToken = ["ecr registry auth", "registry auth from Amazon ECR"];
    private static readonly string[] SecretPhrases =
    [
        "retrieve secret", "retrieve secrets", "retrieve the secret", "retrieved secret", "fetch secret", "fetching secret", "from asm", "from ssm",
        "secrets manager", "parameter store", "ssm parameters", "ASM secret",
    ];

    private static readonly string[] MissingSecret =
    [
        "ResourceNotFoundException", "can't find", "invalid ssm parameters", "did not contain json key", "ParameterNotFound",
        "marked for deletion", "scheduled for deletion",
    ];

    private static readonly string[] InvalidArn = ["unexpected ARN format", "invalid ARN format", "arn: invalid prefix", "arn: not enough sections"];
    private static readonly string[] InvalidParameter = ["invalid parameter name", "parameter name"];
    private static readonly string[] InvalidJson = ["looking for beginning of", "cannot unmarshal", "unexpected end of JSON input"];
    private static readonly Regex SecretName = new(
        @"arn:aws[\w-]*:(?:secretsmanager|ssm):[^\s,\]'""]+|(?<=fetch secret )\S+|(?<=invalid ssm parameters: )\S+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static IReadOnlyList<FailureRule> All { get; } =
    [
        new(FargateFailureKind.LogDenied, evidence => evidence.SaysTogether(Resources, Log, Denied), LogDenied),

        // "The task cannot find the log group" can also mean that it cannot reach CloudWatch. The text then says so.
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.SaysTogether(Resources, Log, PullRules.NetworkPhrases),
            evidence => NetworkReasons.Explain(evidence, "CloudWatch Logs", "logs"),
            FailureNeeds.Network),
        new(
            FargateFailureKind.LogGroupMissing,
            evidence => evidence.SaysTogether(Resources, Log, ["does not exist", "ResourceNotFoundException", "not found", "cannot find", "can't find"]),
            LogGroupMissing),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.SaysTogether(Resources, EnvironmentFiles, PullRules.NetworkPhrases),
            evidence => NetworkReasons.Explain(evidence, "Amazon S3 for its environment files", "s3"),
            FailureNeeds.Network),
        new(FargateFailureKind.EnvironmentFileFailed, evidence => evidence.Says(EnvironmentFiles), EnvironmentFile),
        new(
            FargateFailureKind.VolumeFailed,
            evidence => evidence.Says("EFS utils", "EFS volume", "EFS volumes", "mount volume", "failed to mount", "CannotCreateVolume"),
            Volume),
        new(FargateFailureKind.SecretDenied, evidence => evidence.SaysTogether(Resources, SecretPhrases, Denied) && !IsToken(evidence), SecretDenied),
        new(
            FargateFailureKind.SecretMissing,
            evidence => evidence.SaysTogether(Resources, SecretPhrases, MissingSecret) && !IsToken(evidence),
            SecretMissing),
        new(
            FargateFailureKind.SecretInvalid,
            evidence => evidence.SaysTogether(Resources, SecretPhrases, [.. InvalidArn, .. InvalidParameter, .. InvalidJson]) && !IsToken(evidence),
            SecretInvalid),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.SaysTogether(Resources, SecretPhrases, PullRules.NetworkPhrases) && !IsToken(evidence),
            evidence => IsParameter(evidence) ? NetworkReasons.Explain(evidence, "Parameter Store for its secrets", "ssm")
                : NetworkReasons.Explain(evidence, "Secrets Manager for its secrets", "secretsmanager"),
            FailureNeeds.Network),
        new(
            FargateFailureKind.SecretFailed,
            evidence => evidence.SaysTogether(Resources, SecretPhrases) && !IsToken(evidence),
            evidence => new(
                $"The secret {Secret(evidence)} cannot be read: {RuleText.Said(evidence, Error)}",
                "EcsTools does not know this reason, so it suggests no remedy. The cause above is the text of ECS.")),
        new(
            FargateFailureKind.PullDenied,
            evidence => evidence.SaysTogether(Resources, RegistryToken, Denied),
            evidence => new(
                $"{Role(evidence)} is not allowed to get a token from ECR, so it cannot pull the image.",
                "Attach AmazonECSTaskExecutionRolePolicy to the execution role (ecr:GetAuthorizationToken).",
                FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence)))),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.SaysTogether(Resources, RegistryToken, PullRules.NetworkPhrases),
            evidence => NetworkReasons.Explain(evidence, "ECR for its token", "ecr.api", "ecr.dkr", "s3"),
            FailureNeeds.Network),
        new(FargateFailureKind.RoleNotAssumable, evidence => evidence.Says("unable to assume"), RoleNotAssumable),
        new(
            FargateFailureKind.Unknown,
            evidence => evidence.Says(Resources),
            evidence => new(
                $"The task could not be prepared: {RuleText.Said(evidence, Error)}",
                "EcsTools does not know this reason. Check the execution role, the network of the task, and the secrets, log group and volumes in its "
                    + "definition.")),
    ];

    private static bool IsToken(FailureEvidence evidence) => evidence.SaysTogether(Resources, RegistryToken);

    private static bool IsParameter(FailureEvidence evidence)
        => evidence.Says("from ssm", "ssm parameters", "parameter store", "parameter name", "Systems Manager");

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
            "Allow the execution role secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt if it is encrypted with your own key.",
            FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence,
                $"-SecretArn {(secret.StartsWith("arn:", StringComparison.Ordinal) ? secret : "<ARN of the secret>")}")));
    }

    private static FailureExplanation SecretMissing(FailureEvidence evidence)
    {
        var secret = Secret(evidence);
        if (evidence.Says("marked for deletion", "scheduled for deletion"))
        {
            return new(
                $"The secret {secret} is marked for deletion.",
                "Restore it (aws secretsmanager restore-secret), or use another secret in the definition.",
                FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>' }"));
        }

        return evidence.Says("json key")
            ? new(
                $"The value of the secret {secret} has no such JSON key: {RuleText.Said(evidence, Error)}",
                "Add the key to the value of the secret, or correct the key in the definition.",
                FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>:<JSON key>::' }"))
            : new(
                $"The secret {secret} does not exist.",
                "Create the secret, or correct its ARN in the definition: the name, the region, and the six characters that Secrets Manager adds.",
                FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>' }"));
    }

    private static FailureExplanation SecretInvalid(FailureEvidence evidence)
    {
        if (evidence.Says(InvalidJson))
        {
            return new(
                $"The value of the secret {Secret(evidence)} is not a JSON object, but the definition asks for one of its keys.",
                "Store a JSON object in the secret. Or use the ARN of the secret without a key in the definition: the container then gets the whole value.",
                FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>' }"));
        }

        return evidence.Says(InvalidArn)
            ? new(
                "The ARN of a secret in the definition has a form that ECS does not accept.",
                "Use the ARN of the secret as it is. To choose a JSON key, a version stage or a version id, add all three after it, also "
                    + "those that are empty: <ARN of the secret>:<JSON key>:<version stage>:<version id>.",
                FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the secret>:<JSON key>::' }"))
            : new(
                $"The definition has an invalid name of a parameter: {RuleText.Said(evidence, Error)}",
                "Use the name or the ARN of a parameter in Parameter Store. A name has letters, digits and . - _ /, and does not begin with aws or ssm.",
                FixCommand.Derive(evidence, "-Secret @{ <NAME> = '<ARN of the parameter>' }"));
    }

    private static FailureExplanation EnvironmentFile(FailureEvidence evidence)
        => new(
            $"An environment file cannot be read: {RuleText.Said(evidence, Error)}",
            "Check that the file is in S3, that its name ends with .env, and that the task can reach S3. Allow the execution role s3:GetObject on the file "
                + "and s3:GetBucketLocation on its bucket.");

    private static FailureExplanation Volume(FailureEvidence evidence)
        => new(
            $"A volume cannot be mounted: {RuleText.Said(evidence, Error)}",
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
