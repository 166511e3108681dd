using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Images.Build;

/// <summary>
/// The patterns of a .dockerignore file, which exclude paths from a build context. The result for a path depends on the result for its folder, because a
/// pattern that matches a folder also matches its content, until an exception says otherwise.
/// </summary>
internal sealed class DockerIgnore
{
    private readonly IReadOnlyList<DockerIgnorePattern> _patterns;
    private readonly bool _hasExceptions;

    private DockerIgnore(IReadOnlyList<DockerIgnorePattern> patterns)
    {
        _patterns = patterns;
        _hasExceptions = patterns.Any(pattern => pattern.IsException);
    }

    /// <summary>The patterns of a missing file: nothing is excluded.</summary>
    public static DockerIgnore None { get; } = new(Array.Empty<DockerIgnorePattern>());

    /// <summary>
    /// Parses the lines of a file. <paramref name="backslashSeparates"/> is true on Windows, where a backslash is not an escape character.
    /// </summary>
    /// <exception cref="FormatException">Docker refuses one of the patterns. The message says which line, and why.</exception>
    public static DockerIgnore Parse(IEnumerable<string> lines, bool backslashSeparates)
    {
        var patterns = new List<DockerIgnorePattern>();
        var number = 0;
        foreach (var raw in lines)
        {
            var line = ++number == 1 ? raw.TrimStart('\uFEFF') : raw;
            // A line is a comment if its first character is '#'. After a space, '#' begins a pattern.
            if (line.StartsWith("#", StringComparison.Ordinal) || line.Trim().Length == 0)
            {
                continue;
            }

            try
            {
                patterns.Add(DockerIgnorePattern.Parse(line, backslashSeparates));
            }
            catch (FormatException e)
            {
                throw new FormatException($"line {number}, '{line.Trim()}': {e.Message}", e);
            }
        }

        return new DockerIgnore(patterns);
    }

    /// <summary>Returns a copy with exceptions for excluded files that the engine needs in any case.</summary>
    public DockerIgnore Keeping(params string[] files)
    {
        var kept = new List<DockerIgnorePattern>(_patterns);
        foreach (var file in files)
        {
            if (new DockerIgnore(kept).Excludes(file))
            {
                kept.Add(DockerIgnorePattern.ExceptionFor(file));
            }
        }

        return new DockerIgnore(kept);
    }

    /// <summary>Whether a path is excluded, if nothing is known about its folders.</summary>
    public bool Excludes(string path)
    {
        var parts = path.Split('/');
        DockerIgnoreVerdict? verdict = null;
        for (var i = 1; i <= parts.Length; i++)
        {
            verdict = Judge(string.Join("/", parts.Take(i)), verdict);
        }

        return verdict!.Excluded;
    }

    /// <summary>Decides about a path. <paramref name="folder"/> is the result for its folder; null at the top.</summary>
    public DockerIgnoreVerdict Judge(string path, DockerIgnoreVerdict? folder)
    {
        var excluded = false;
        var matched = new bool[_patterns.Count];
        for (var i = 0; i < matched.Length; i++)
        {
            var pattern = _patterns[i];
            var match = folder?.Matched[i] == true;
            if (!match)
            {
                // Only a pattern that would change the result is tested. Other patterns count as no match, also for the content of a folder.
                if (pattern.IsException != excluded)
                {
                    continue;
                }

                match = pattern.Matches(path);
            }

            matched[i] = match;
            excluded = match ? !pattern.IsException : excluded;
        }

        return new DockerIgnoreVerdict(excluded, matched);
    }

    /// <summary>Whether an excluded folder must be searched, because an exception names something in it.</summary>
    public bool MayHoldExceptions(string folder) =>
        _hasExceptions && _patterns.Any(pattern =>
            pattern.IsException && (pattern.Text + "/").StartsWith(folder + "/", StringComparison.Ordinal));
}

/// <summary>Whether a path is excluded, and which patterns matched it or a folder above it.</summary>
internal sealed record DockerIgnoreVerdict(bool Excluded, bool[] Matched);
