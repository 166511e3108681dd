using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Images.Oci;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>
/// Rules for what prevents an image from being pulled. Source: "CannotPullContainer task errors in Amazon ECS" in the Amazon ECS Developer
/// Guide.
/// </summary>
internal static class PullRules
{
    /// <summary>Phrases that mark a network error, in any program.</summary>
    public static readonly string[] NetworkPhrases =
    [
        "timeout", "timed out", "deadline exceeded", "request canceled", "RequestCanceled", "connection refused", "connection reset",
        "connection issue", "no such host", "network is unreachable", "no route to host", "dial tcp", "TLS handshake",
        "server misbehaving", "request send failed", "send request failed",
    ];

    private static readonly string[] Pull = ["CannotPull"];

    private static readonly string[] MissingPhrases =
    [
        "manifest unknown", "MANIFEST_UNKNOWN", "not found", "does not exist", "name unknown", "NAME_UNKNOWN", "HTTP404",
        "check whether the image exists",
    ];

    private static readonly string[] DeniedPhrases =
    [
        "HTTP401", "HTTP403", "forbidden", "no basic auth", "denied", "not authorized", "unauthorized", "has the permissions to pull",
    ];

    // Other registries than ECR do not tell whether an image exists to those who may not pull it.
    private static readonly string[] PrivatePhrases = ["may require", "insufficient_scope"];

    private static readonly string[] InvalidPhrases =
    [
        "invalid tar header", "diffIDs don't match", "mismatched image rootfs and manifest layers", "wrong diff id", "unexpected commit digest",
    ];

    // The event of a service tells the image only in its text.
    private static readonly Regex ImageInText = new("(?<=resolve ref |access denied for )[^\\s,]+", RegexOptions.CultureInvariant);
    private static readonly string[] ServerPhrases = ["HTTP500", "HTTP502", "HTTP503", "HTTP504"];

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
        new(
            FargateFailureKind.PullRateLimited,
            evidence => evidence.Says("toomanyrequests", "pull rate limit", "too many requests")
                || evidence.SaysTogether(Pull, ["HTTP429"]),
            RateLimited),
        new(
            FargateFailureKind.StorageFull,
            evidence => evidence.Says("no space left")
                || (evidence.ExitCode is not (null or 0) && evidence.Logs("no space left on device")),
            StorageFull),
        new(FargateFailureKind.ImageInvalid, evidence => evidence.SaysTogether(Pull, InvalidPhrases), Invalid),
        new(
            FargateFailureKind.ImageMissing,
            evidence => evidence.SaysTogether(Pull, MissingPhrases) && !evidence.SaysTogether(Pull, ["no such host"]),
            Missing,
            FailureNeeds.Image),
        new(FargateFailureKind.PullDenied, evidence => evidence.SaysTogether(Pull, DeniedPhrases), Denied),
        new(
            FargateFailureKind.NetworkUnreachable,
            evidence => evidence.SaysTogether(Pull, [.. NetworkPhrases, "i/o", "EOF"]),
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
        => RegistryOf(evidence) switch
        {
            RegistryKind.Ecr when !evidence.Says("pull rate limit") => new(
                $"ECR limits the rate of pulls and did not send the image {Name(evidence)}.",
                "Start the task again later, and start fewer tasks at the same time.",
                FixCommand.Run(evidence)),
            RegistryKind.Ecr or RegistryKind.DockerHub => new(
                $"The registry limits pulls and did not send the image {Name(evidence)}: Docker Hub limits anonymous pulls.",
                "Copy the image to ECR (Copy-EcrImage) and run it from there, or use a pull-through cache of ECR.",
                FixCommand.Copy(evidence)),
            _ => new(
                $"The registry limits pulls and did not send the image {Name(evidence)}.",
                "Copy the image to ECR (Copy-EcrImage) and run it from there.",
                FixCommand.Copy(evidence)),
        };

    private static FailureExplanation Invalid(FailureEvidence evidence)
        => new(
            $"The image {Name(evidence)} cannot be unpacked: {RuleText.Said(evidence, "CannotPullContainerError")}",
            "Its layers do not match its manifest or its configuration. An image whose layers have different compressions (gzip and zstd) is a "
                + "frequent cause. Build it again with one compression for all layers (docker buildx: compression=gzip,force-compression=true), "
                + "and push it again.",
            $"{FixCommand.Push(evidence)} | Register-FargateTask {evidence.Family}");

    private static FailureExplanation StorageFull(FailureEvidence evidence)
    {
        var more = Math.Min(200, Math.Max(30, evidence.EphemeralStorage * 2));
        return evidence.EphemeralStorage >= 200
            ? new($"The task's {evidence.EphemeralStorage} GiB of ephemeral storage are full, and that is the maximum.",
                "Make the image smaller, or write to a volume (EFS).")
            : new(
                $"The task's {evidence.EphemeralStorage} GiB of ephemeral storage are full: the unpacked image and what the task writes do not fit.",
                "Register the task with more -EphemeralStorage (21 to 200 GiB), or make the image smaller.",
                FixCommand.Derive(evidence, $"-EphemeralStorage {more}"));
    }

    private static FailureExplanation Missing(FailureEvidence evidence)
    {
        var image = evidence.Image is null ? null : Reference.TryParse(evidence.Image);
        if (evidence.ImageFacts is not { } facts)
        {
            if (evidence.Says(PrivatePhrases))
            {
                return new(
                    $"The image {Name(evidence)} is not in its registry, or the registry does not let the task pull it without a login.",
                    "Check the repository and the tag. If the image is private, register the task definition with a login for the registry "
                        + "(-PullCredential), or copy the image to ECR with your own login (Copy-EcrImage).",
                    FixCommand.Derive(evidence, "-PullCredential (Get-Credential)"));
            }

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
        if (RegistryOf(evidence) is RegistryKind.DockerHub or RegistryKind.Other)
        {
            return new(
                $"The registry of {Name(evidence)} does not let the task pull it without credentials.",
                "Copy the image to ECR with your own credentials (Copy-EcrImage) and run it from there. Or register the task definition with "
                    + "a login for the registry (Register-FargateTask -PullCredential).",
                FixCommand.Copy(evidence));
        }

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
        => RegistryOf(evidence) == RegistryKind.Ecr
            ? NetworkReasons.Explain(evidence, $"the registry of {Name(evidence)}", "ecr.api", "ecr.dkr", "s3")
            : NetworkReasons.Explain(evidence, $"the registry of {Name(evidence)}");

    private static FailureExplanation Failed(FailureEvidence evidence)
        => evidence.Says(ServerPhrases)
            ? new(
                $"The registry of {Name(evidence)} failed: {RuleText.Said(evidence, "CannotPullContainerError")}",
                "Start the task again later.",
                FixCommand.Run(evidence))
            : new(
                $"The image {Name(evidence)} cannot be pulled: {RuleText.Said(evidence, "CannotPullContainerError")}",
                "EcsTools does not know this reason. 'docker pull' with the same name on this machine often tells more.",
                null);

    /// <summary>Which registry the image is in. In the sandbox, ECR is on this machine.</summary>
    private static RegistryKind RegistryOf(FailureEvidence evidence)
    {
        var named = ImageInText.Match(evidence.Text);
        var image = evidence.Image ?? (named.Success ? named.Value.TrimEnd(':', '.', ',') : "");
        return Reference.TryParse(image) switch
        {
            null => RegistryKind.Unknown,
            { Registry: null or "docker.io" or "registry-1.docker.io" } => RegistryKind.DockerHub,
            { Registry: { } host } when host.IndexOf(".dkr.ecr.", StringComparison.Ordinal) > 0 || (evidence.InSandbox && IsLocal(host))
                => RegistryKind.Ecr,
            _ => RegistryKind.Other,
        };
    }

    private static bool IsLocal(string host)
        => host.StartsWith("localhost", StringComparison.Ordinal) || host.StartsWith("127.", StringComparison.Ordinal);

    private static string Name(FailureEvidence evidence) => evidence.Image ?? "of the task";

    private static string Near(string before, IReadOnlyList<string> names)
        => names.Count == 0 ? "" : $"{before}{string.Join(", ", names)}.";

    private enum RegistryKind
    {
        Unknown,
        Ecr,
        DockerHub,
        Other,
    }
}
