using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Images.Build;

/// <summary>
/// A .dockerignore file: which paths of a context are not sent. A path is judged together with the verdicts on the folder it is in,
/// because a pattern that matches a folder matches what is in it, until an exception says otherwise.
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

    /// <summary>No file: everything is sent.</summary>
    public static DockerIgnore None { get; } = new(Array.Empty<DockerIgnorePattern>());

    /// <summary>Reads the lines of a file; <paramref name="backslashSeparates"/> on Windows, where a backslash is not an escape.</summary>
    /// <exception cref="FormatException">A pattern Docker refuses; the message names line and reason.</exception>
    public static DockerIgnore Parse(IEnumerable<string> lines, bool backslashSeparates)
    {
        var patterns = new List<DockerIgnorePattern>();
        var number = 0;
        foreach (var raw in lines)
        {
            var line = ++number == 1 ? raw.TrimStart('\uFEFF') : raw;
            // A comment is told by the first character of the line as it is; with a space before, '#' begins a pattern.
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

    /// <summary>The same, with exceptions for files the engine must have whatever the patterns say, where these exclude them.</summary>
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

    /// <summary>Whether a path is excluded, with nothing known of its folders.</summary>
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

    /// <summary>Judges a path; <paramref name="folder"/> is the verdict on the folder it is in, null at the top.</summary>
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
                // Only a pattern that would change the verdict is asked. Others count as not matching, for what is in the folder too.
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

    /// <summary>Whether an excluded folder must be looked into, because an exception names something in it.</summary>
    public bool MayHoldExceptions(string folder) =>
        _hasExceptions && _patterns.Any(pattern =>
            pattern.IsException && (pattern.Text + "/").StartsWith(folder + "/", StringComparison.Ordinal));
}

/// <summary>Whether a path is excluded, and which patterns matched it or a folder above it.</summary>
internal sealed record DockerIgnoreVerdict(bool Excluded, bool[] Matched);
