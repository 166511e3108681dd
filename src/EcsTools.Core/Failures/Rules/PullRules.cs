using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>
/// Rules for what prevents an image from being pulled. Source: "CannotPullContainer task errors in Amazon ECS" in the Amazon ECS Developer
/// Guide.
/// </summary>
internal static class PullRules
{
    private const string Pull = "CannotPull";

    /// <summary>Words that mark a network error, in any program.</summary>
    public static readonly string[] NetworkWords =
    [
        "timeout", "timed out", "deadline exceeded", "request canceled", "RequestCanceled", "connection refused", "connection reset",
            "no such host",
        "network is unreachable", "no route to host", "dial tcp", "TLS handshake",
    ];

    public static IReadOnlyList<FailureRule> All { get; } =
    [
        // For an image with only one platform, a mismatch shows when its program starts, and only in the log.
        new(
            FargateFailureKind.ImagePlatform,
            evidence => evidence.Says("descriptor matching platform", "no matching manifest for",
                "does not match the specified platform", "exec format error")
                || (evidence.ExitCode is not (null or 0) && evidence.Logs("exec format error")),
            Platform,
            FailureNeeds.Image),
        new(FargateFailureKind.PullRateLimited, evidence
            => evidence.Says("toomanyrequests", "pull rate limit", "too many requests"), RateLimited),
        new(FargateFailureKind.StorageFull, evidence
            => evidence.Says("no space left")
            || (evidence.ExitCode is not (null or 0) && evidence.Logs("no space left on device")), StorageFull),
        new(
            FargateFailureKind.ImageMissing,
            evidence => evidence.Says(Pull) && evidence.Says("manifest unknown", "not found", "does not exist", "name unknown")
                && !evidence.Says("no such host"),
            Missing,
            FailureNeeds.Image),
        new(
            FargateFailureKind.PullDenied,
            evidence => evidence.Says(Pull) && evidence.Says("403", "no basic auth", "denied", "not authorized", "unauthorized", "401"),
            Denied),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.Says(Pull) && (evidence.Says(NetworkWords) || evidence.Says("i/o", "EOF")),
            Unreachable,
            FailureNeeds.Network),
        new(FargateFailureKind.PullFailed, evidence => evidence.Says(Pull), Failed),
    ];

    private static FailureExplanation Platform(FailureEvidence evidence)
    {
        var found = evidence.ImageFacts?.Platforms ?? [];
        var other = found.Select(platform
            => platform.StartsWith("linux/arm64", StringComparison.Ordinal) ? "ARM64" : platform == "linux/amd64" ? "X86_64" : null)
            .FirstOrDefault(architecture => architecture is not null && architecture != evidence.Architecture);
        var has = found.Count > 0 ? $"is built for {string.Join(" and ", found)}" : "is built for another processor";
        var cause = found.Contains(evidence.Platform)
            ? $"A program in the image {Name(evidence)} is built for another processor, although the image says {evidence.Platform} (exec "
                + "format error). A script without its #! line fails in the same way."
            : $"The image {Name(evidence)} {has}, but the task runs on {evidence.Platform} ({evidence.Architecture}).";
        return other is null || found.Contains(evidence.Platform)
            ? new(cause, $"Build the image for {evidence.Platform} and register it, or register the task with the -Architecture of the "
                + "image.", FixCommand.Push(evidence, $"-Platform {evidence.Platform} | Register-FargateTask {evidence.Family}"))
            : new(cause, $"Register the task with -Architecture {other}, or build the image for {evidence.Platform}.",
                FixCommand.Derive(evidence, $"-Architecture {other}"));
    }

    private static FailureExplanation RateLimited(FailureEvidence evidence)
    {
        return new(
            $"The registry limits pulls and did not send the image {Name(evidence)}: Docker Hub limits anonymous pulls.",
            "Copy the image to ECR (Copy-EcrImage) and run it from there, or use a pull-through cache of ECR.",
            FixCommand.Copy(evidence));
    }

    private static FailureExplanation StorageFull(FailureEvidence evidence)
    {
        var more = Math.Min(200, Math.Max(30, evidence.EphemeralStorage * 2));
        return evidence.EphemeralStorage >= 200
            ? new($"The task's {evidence.EphemeralStorage} GiB of ephemeral storage are full, and that is the maximum.",
                "Make the image smaller, or write to a volume (EFS).")
            : new(
                $"The task's {evidence.EphemeralStorage} GiB of ephemeral storage are full: the unpacked image and what the task "
                    + "writes do not fit.",
                "Register the task with more -EphemeralStorage (21 to 200 GiB), or make the image smaller.",
                FixCommand.Derive(evidence, $"-EphemeralStorage {more}"));
    }

    private static FailureExplanation Missing(FailureEvidence evidence)
    {
        var image = evidence.Image is null ? null : Reference.TryParse(evidence.Image);
        if (evidence.ImageFacts is not { } facts)
        {
            var docker = image is { Registry: null } ? " Docker Hub gives the same answer for private images." : "";
            return new(
                $"The image {Name(evidence)} is not in its registry.{docker}",
                "Check the repository and the tag, or push the image: Push-EcrImage emits the ImageUri to register.",
                FixCommand.Then(evidence, FixCommand.Push(evidence)));
        }

        if (!facts.RepositoryExists)
        {
            return new(
                $"The image {Name(evidence)} does not exist: {evidence.Region} has no repository '{facts.Repository}'.",
                "Check the name and the region of the repository, or push the image, which creates the "
                    + $"repository.{Near(" Repositories with a similar name: ", facts.Nearest)}",
                FixCommand.Then(evidence, FixCommand.Push(evidence)));
        }

        var what = image?.Tag is { } tag ? $"tag '{tag}'" : image?.Digest is { } digest ? $"image {digest}" : "tag 'latest'";
        if (facts.TagExists)
        {
            return new(
                $"The image {Name(evidence)} was not in its registry when the task was started, but it is there now.",
                "Start the task again: the tag was pushed in the meantime.",
                FixCommand.Run(evidence));
        }

        return new(
            $"The repository '{facts.Repository}' has no {what}.",
            facts.Nearest.Count == 0
                ? "Check the repository and the tag, or push the image: the repository has no tagged image."
                : $"Check the repository and the tag, or push the image.{Near(" The repository has: ", facts.Nearest)}",
            facts.Nearest is [var nearest, ..] && image is not null
                ? FixCommand.Derive(evidence, $"-ImageUri {image.Name}:{nearest}")
                : FixCommand.Then(evidence, FixCommand.Push(evidence)));
    }

    private static FailureExplanation Denied(FailureEvidence evidence)
    {
        var host = evidence.Image is null ? null : Reference.TryParse(evidence.Image)?.Registry;
        var parts = host?.Split('.') ?? [];
        var account = parts is [var id, "dkr", "ecr", ..] && id != evidence.AccountId && evidence.AccountId.Length > 0
            && !evidence.InSandbox ? id : null;
        var region = parts is [_, "dkr", "ecr", var named, ..] && named != evidence.Region && evidence.Region.Length > 0 ? named : null;
        var role = evidence.ExecutionRole is { } name ? $"The execution role '{name}'" : "The execution role";
        var where = region is null ? ""
            : $" The image is in {region}, but the task runs in {evidence.Region}: check the region of the image.";
        return account is not null
            ? new(
                $"The registry of account {account} does not let the task pull {Name(evidence)}.{where}",
                $"Allow account {evidence.AccountId} to pull (ecr:BatchGetImage, ecr:GetDownloadUrlForLayer) in the repository's policy, "
                    + "and attach AmazonECSTaskExecutionRolePolicy to the execution role; or copy the image into this account (Copy-EcrImage).",
                $"Copy-EcrImage {evidence.Image} | Register-FargateTask {evidence.Family}")
            : new(
                $"{role} is not allowed to pull the image {Name(evidence)}.{where}",
                "Attach AmazonECSTaskExecutionRolePolicy to the execution role (ecr:GetAuthorizationToken, ecr:BatchGetImage, "
                    + "ecr:GetDownloadUrlForLayer), and if the repository's policy restricts access, allow the role in it.",
                FixCommand.Then(evidence, FixCommand.ExecutionRole(evidence)));
    }

    private static FailureExplanation Unreachable(FailureEvidence evidence)
        => Reference.TryParse(evidence.Image ?? "")?.Registry is { } registry
            && (registry.IndexOf(".dkr.ecr.", StringComparison.Ordinal) > 0 || evidence.InSandbox)
            ? NetworkReasons.Explain(evidence, $"the registry of {Name(evidence)}", "ecr.api", "ecr.dkr", "s3")
            : NetworkReasons.Explain(evidence, $"the registry of {Name(evidence)}");

    private static FailureExplanation Failed(FailureEvidence evidence)
        => new(
            $"The image {Name(evidence)} cannot be pulled: {RuleText.Said(evidence, "CannotPullContainerError")}",
            "Check the image's name and registry. 'docker pull' with the same name on this machine often tells more.",
            null);

    private static string Name(FailureEvidence evidence) => evidence.Image ?? "of the task";

    private static string Near(string before, IReadOnlyList<string> names)
        => names.Count == 0 ? "" : $"{before}{string.Join(", ", names)}.";
}
