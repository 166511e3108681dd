using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Images.Build;

/// <summary>A failed build as an error: the step, the builder's words, the last lines, and what to do.</summary>
internal static class BuildFailure
{
    // What the builders and registries write, and what helps. The first that fits is taken.
    private static readonly (string[] Words, string Remedy)[] Remedies =
    {
        (new[] { "toomanyrequests", "rate limit" },
            "Docker Hub limits anonymous pulls: sign in with 'docker login', wait, or take the base image from public.ecr.aws or your own registry."),
        (new[] { "no such host", "i/o timeout", "connection refused", "name resolution", "network is unreachable", "TLS handshake timeout", "Client.Timeout", "proxyconnect", "connection reset" },
            "The engine cannot reach what the step needs: check the network, DNS and proxy of the Docker engine (not only of this shell), or use a base image the engine has."),
        (new[] { "no basic auth credentials", "unauthorized", "authorization failed", "denied: requested access", "403 Forbidden" },
            "The registry of the base image wants credentials: sign in with Invoke-EcrLogin or 'docker login', or check that this account may pull it."),
        (new[] { "pull access denied", "repository does not exist", "manifest unknown", "not found: manifest", "manifest for", "failed to resolve source metadata", "No such image" },
            "The base image was not found: check the name and tag after FROM, and sign in if the repository is private."),
        (new[] { "no matching manifest", "does not match the specified platform", "no match for platform" },
            "The base image does not exist for this platform: choose another base image or another platform."),
        (new[] { "exec format error" },
            "The step's program is for another processor: build for the engine's own platform, or set up emulation (docker run --privileged --rm tonistiigi/binfmt --install all)."),
        (new[] { "no space left on device" },
            "The engine's disk is full: free some with 'docker system df' and 'docker image prune'."),
        (new[] { "forbidden path", "COPY failed", "ADD failed", "failed to compute cache key", "failed to calculate checksum", "no source files were specified" },
            "The path after COPY or ADD is relative to the build context and must be in it: check the path, the folder given, and that .dockerignore does not exclude it."),
        (new[] { "non-zero code: 127", "exit code: 127", "executable file not found", "not found in $PATH" },
            "The command does not exist in the image at that step: install it in an earlier step, or correct its name."),
        (new[] { "non-zero code: 137", "exit code: 137" },
            "The step was killed, most likely for want of memory: give the engine more, or make the step need less."),
        (new[] { "requires BuildKit", "requires buildkit", "BuildKit is enabled but the buildx component is missing" },
            "Install the Docker CLI with buildx, and it is used by itself."),
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
        // The builder's own words first: a log line may mention a timeout that was survived.
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

        return "Correct the step; its output is above, and whole with -Verbose.";
    }
}
