namespace EcsTools.Routing.Targets;

/// <summary>What CloudWatch has counted for a target group.</summary>
/// <param name="Requests">Requests that were sent to its targets.</param>
/// <param name="Errors">Answers of its targets with a status of 500 to 599, and connections to them that failed.</param>
internal readonly record struct AnswerTotals(double Requests, double Errors)
{
    public double ErrorPercent => Requests > 0 ? 100 * Errors / Requests : Errors > 0 ? 100 : 0;

    public static AnswerTotals operator -(AnswerTotals one, AnswerTotals other) => new(one.Requests - other.Requests, one.Errors - other.Errors);
}
