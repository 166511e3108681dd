using System;

namespace EcsTools;

/// <summary>
/// Content from outside is malformed: a file or an answer that EcsTools did not write. The readers throw this exception and say at which place. The one
/// layer that knows the file's name turns it into an <see cref="EcsToolsException"/>.
/// </summary>
#pragma warning disable CA1032 // An exception without a problem would say nothing.
public sealed class MalformedContentException : FormatException
{
    private const int LongestProblem = 500;

    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong and where, as a clause without a full stop, such as <c>the entry 'a' has no name</c>.</param>
    /// <param name="inner">The cause.</param>
    public MalformedContentException(string problem, Exception? inner = null)
        : base(Sentence(UntrustedText.Sanitize(problem, LongestProblem)), inner)
    {
        Problem = UntrustedText.Sanitize(problem, LongestProblem);
    }

    /// <summary>What is wrong and where, as a clause for use inside a sentence. <see cref="Exception.Message"/> is the same text as a sentence.</summary>
    public string Problem { get; }

    /// <summary>What to do about it, if there is advice for this problem; otherwise null.</summary>
    public string? Remedy { get; init; }

    private static string Sentence(string problem)
        => problem.Length == 0 ? "The content is malformed." : char.ToUpperInvariant(problem[0]) + problem.Substring(1) + ".";
}
