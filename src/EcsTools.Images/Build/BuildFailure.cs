using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Images.Build;

/// <summary>Turns a failed build into an error with the step, the builder's message, the last lines of output, and a remedy.</summary>
internal static class BuildFailure
{
    // Messages of builders and registries, with a remedy for each. The first match is used.
    private static readonly (string[] Words, string Remedy)[] Remedies =
    {
        (new[] { "toomanyrequests", "rate limit" },
            "Sign in with 'docker login', wait, or use a base image from public.ecr.aws or your own registry: Docker Hub limits anonymous pulls."),
        (new[] { "no such host", "i/o timeout", "connection refused", "name resolution", "network is unreachable", "TLS handshake timeout", "Client.Timeout",
            "proxyconnect", "connection reset" },
            "Check the network, DNS and proxy of the Docker engine (not only of this shell): the engine cannot reach what the step "
                + "needs. Or use a base image that the engine has."),
        (new[] { "no basic auth credentials", "unauthorized", "authorization failed", "denied: requested access", "403 Forbidden" },
            "Sign in with Invoke-EcrLogin or 'docker login', and check that this account is allowed to pull the "
                + "base image: its registry requires credentials."),
        (new[] { "pull access denied", "repository does not exist", "manifest unknown", "not found: manifest", "manifest for",
            "failed to resolve source metadata", "No such image" },
            "Check the name and tag after FROM, and sign in if the repository is private: the base image was not found."),
        (new[] { "no matching manifest", "does not match the specified platform", "no match for platform" },
            "Choose another base image or another platform: the base image does not exist for this one."),
        (new[] { "exec format error" },
            "Build for the engine's own platform, or set up emulation (docker run --privileged --rm tonistiigi/binfmt --install all): "
                + "the step's program is for another processor."),
        (new[] { "no space left on device" },
            "Free some space on the engine's disk: see its use with 'docker system df', and remove unused images with 'docker image prune'."),
        (new[] { "forbidden path", "COPY failed", "ADD failed", "failed to compute cache key", "failed to calculate checksum",
            "no source files were specified" },
            "Check the path after COPY or ADD: it is relative to the build context, must be in it, and .dockerignore must not exclude it."),
        (new[] { "non-zero code: 127", "exit code: 127", "executable file not found", "not found in $PATH" },
            "Install the command in an earlier step, or correct its name: it does not exist in the image at that step."),
        (new[] { "non-zero code: 137", "exit code: 137" },
            "Give the engine more memory, or make the step need less: the step was killed, most likely because memory ran out."),
        (new[] { "requires BuildKit", "requires buildkit", "BuildKit is enabled but the buildx component is missing" },
            "Install the Docker CLI with its buildx plugin: EcsTools then uses it."),
    };

    public static EcsToolsException From(BuildTranscript transcript, string what, string contextPath, Exception? cause = null)
    {
        var why = transcript.Failure ?? cause?.Message ?? "the builder ended without an image";
        var step = transcript.CurrentStep is { } current ? $" at {current}" : "";
        var lines = transcript.LastLines.Where(line => line != why).ToList();
        var log = lines.Count == 0 ? "" : "\nThe last lines of its log:\n  " + string.Join("\n  ", lines);
        return new EcsToolsException(
            ErrorCodes.ImageBuildFailed,
            $"Building {what} failed{step}: {why}{log}",
            RemedyFor(why, lines),
            target: contextPath,
            inner: cause);
    }

    private static string RemedyFor(string why, IReadOnlyList<string> lines)
    {
        // The builder's message comes first. A line of output may mention a timeout that the build survived.
        foreach (var text in new[] { why, string.Join("\n", lines) })
        {
            foreach (var (words, remedy) in Remedies)
            {
                if (words.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))
                {
                    return remedy;
                }
            }
        }

        return "Correct the step. Its output is above; run the command with -Verbose to see all of it.";
    }
}
