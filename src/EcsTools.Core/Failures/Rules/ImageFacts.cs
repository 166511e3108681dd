using System.Collections.Generic;

namespace EcsTools.Failures.Rules;

/// <summary>What the registry knows about an image.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="RepositoryExists">Whether the repository exists.</param>
/// <param name="TagExists">Whether the tag or digest exists.</param>
/// <param name="Nearest">Similar tags, or the newest ones; similar repositories if the repository does not exist.</param>
/// <param name="Platforms">Platforms that the image is built for, such as <c>linux/arm64</c>.</param>
internal sealed record ImageFacts(
    string Repository, bool RepositoryExists, bool TagExists, IReadOnlyList<string> Nearest, IReadOnlyList<string> Platforms);
