namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>How a health check ended.</summary>
/// <param name="Passed">Whether the target is healthy by it.</param>
/// <param name="Reason">Why not, in the word of the API.</param>
/// <param name="Description">Why not, as a sentence.</param>
internal sealed record CheckResult(bool Passed, string? Reason = null, string? Description = null)
{
    public static CheckResult Pass { get; } = new(true);

    public static CheckResult Timeout { get; } = new(false, "Target.Timeout", "Request timed out");

    public static CheckResult Failed { get; } = new(false, "Target.FailedHealthChecks", "Health checks failed");

    public static CheckResult Mismatch(int status)
        => new(false, "Target.ResponseCodeMismatch", $"Health checks failed with these codes: [{status}]");
}
