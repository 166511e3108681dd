namespace EcsTools.Models;

/// <summary>How serious a finding about a schedule is. Text, so that JSON shows words.</summary>
public static class ScheduleFindingSeverity
{
    /// <summary>Something to know. The schedule works.</summary>
    public const string Information = nameof(Information);

    /// <summary>The schedule does something else than expected, at some times or in some cases.</summary>
    public const string Warning = nameof(Warning);

    /// <summary>The schedule does not work.</summary>
    public const string Error = nameof(Error);
}

/// <summary>Something that a schedule needs, or that it does in another way.</summary>
public sealed record ScheduleFinding
{
    /// <summary>Name of the schedule.</summary>
    public string ScheduleName { get; init; } = "";

    /// <summary>How serious it is: Information, Warning or Error.</summary>
    public required string Severity { get; init; }

    /// <summary>What it is, in one word for scripts, such as <c>ClusterMissing</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What it is, with the value that it is about.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The command line that corrects it; null if one line does not.</summary>
    public string? FixCommand { get; init; }

    /// <summary>Region of the schedule; null if it does not exist yet.</summary>
    public string? Region { get; init; }

    /// <summary>Returns the code and the message.</summary>
    public override string ToString() => $"{Code}: {Message}";
}
