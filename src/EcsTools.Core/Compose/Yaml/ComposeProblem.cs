using System;
using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Yaml;

/// <summary>An error at a place of a compose file.</summary>
internal static class ComposeProblem
{
    /// <summary>The most characters of a problem to show. It may quote values of the file.</summary>
    private const int Longest = 500;

    /// <summary>Creates the error.</summary>
    /// <param name="position">Where.</param>
    /// <param name="problem">What is wrong, as a clause without a full stop.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The cause.</param>
    public static EcsToolsException At(SourcePosition position, string problem, string remedy, Exception? inner = null)
        => new(ErrorCodes.InvalidComposeFile, $"{position}: {UntrustedText.Sanitize(problem, Longest)}.", remedy, "Path", position.ToString(), inner);
}
