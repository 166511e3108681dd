using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Targets;

namespace EcsTools.Routing.Rules;

/// <summary>Moves the weights of a rule step by step, and turns back if targets or their answers fail.</summary>
internal sealed class WeightShift(AwsConnection connection)
{
    // Weights of a step are percentages with one decimal place.
    private const int Whole = 999;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly WeightChange _weights = new(connection);

    /// <summary>Moves the weights. They are the requested ones at the end.</summary>
    /// <exception cref="EcsToolsException">Too many targets failed. The weights are those from before the first step.</exception>
    public async Task RunAsync(
        FargateRoute route,
        IReadOnlyList<(string Arn, int Weight)> wanted,
        WeightSteps steps,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var before = route.Targets.Select(target => (Arn: target.TargetGroupArn, target.Weight)).ToList();
        var stages = Stages(before, wanted, steps.Percent);
        var gaining = Percentages(wanted).Where(target => target.Percent > PercentOf(before, target.Arn)).Select(target => target.Arn).ToList();
        var activity = $"Moving the traffic of route {route.RouteName}";
        var answers = steps.MaximumErrorPercent is null ? null : new AnswerWatch(connection, route.LoadBalancerArn, gaining);
        for (var i = 0; i < stages.Count; i++)
        {
            progress?.Report(new OperationProgress(activity, WeightChange.Describe(stages[i]), 100 * i / stages.Count));
            await (answers?.BeginAsync(cancellationToken) ?? System.Threading.Tasks.Task.CompletedTask).ConfigureAwait(false);
            await _weights.WriteAsync(route, stages[i], cancellationToken).ConfigureAwait(false);
            progress?.Report(new OperationProgress(
                activity, FormattableString.Invariant($"Step {i + 1} of {stages.Count}: {WeightChange.Describe(stages[i])}"), Level: ProgressLevel.Verbose));
            if (await ProblemAsync(gaining, answers, steps, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                await _weights.WriteAsync(route, before, CancellationToken.None).ConfigureAwait(false);
                progress?.Report(new OperationProgress(activity, "Turned back", Completed: true));
                var step = FormattableString.Invariant($"After step {i + 1} of {stages.Count} ({WeightChange.Describe(stages[i])})");
                throw TurnedBack(route, $"{step}, {problem}. The weights are again {WeightChange.Describe(before)}.");
            }
        }

        progress?.Report(new OperationProgress(activity, WeightChange.Describe(wanted), 100, Completed: true));
        WarnOfSilence(gaining.Where(group => answers is { CanRead: true } && !answers.Answered.Contains(group)).ToList(), activity, progress);
    }

    private static EcsToolsException TurnedBack(FargateRoute route, string message) => new(
        ErrorCodes.TrafficTurnedBack,
        message,
        $"Find the cause with Get-FargateRoute {route.RouteName} and Get-FargateFailure, and run the command again.",
        "MaximumErrorPercent",
        route.RouteName);

    private static void WarnOfSilence(IReadOnlyList<string> groups, string activity, IProgress<OperationProgress>? progress)
    {
        if (groups.Count > 0)
        {
            progress?.Report(new OperationProgress(
                activity,
                $"CloudWatch counted no answers of '{string.Join("', '", groups.Select(ActionText.NameOf))}' while the traffic moved, so only the health of "
                    + "the targets was judged. It counts them with a delay of a minute or two. Use a longer -StepInterval, such as -StepInterval 3m",
                Level: ProgressLevel.Warning));
        }
    }

    /// <summary>The weights of each step. The last ones are the requested ones.</summary>
    internal static IReadOnlyList<IReadOnlyList<(string Arn, int Weight)>> Stages(
        IReadOnlyList<(string Arn, int Weight)> before, IReadOnlyList<(string Arn, int Weight)> wanted, double stepPercent)
    {
        var goal = Percentages(wanted);
        var all = goal.Select(target => target.Arn).Union(before.Select(target => target.Arn)).ToList();
        var distance = all.Max(arn => Math.Abs(PercentOf(wanted, arn) - PercentOf(before, arn)));
        var stages = new List<IReadOnlyList<(string Arn, int Weight)>>();
        for (var moved = stepPercent; moved < distance - 0.05; moved += stepPercent)
        {
            var shares = all.Select(arn => PercentOf(before, arn) + ((PercentOf(wanted, arn) - PercentOf(before, arn)) * moved / distance)).ToList();
            var weights = RouteWeights.Distribute(shares.Select(share => (int)Math.Round(share * 1000)).ToList(), Whole);
            stages.Add(all.Select((arn, k) => (arn, weights[k])).ToList());
        }

        stages.Add(wanted);
        return stages;
    }

    /// <summary>What is wrong with the targets that receive more requests, or with their answers; null if nothing was in the whole pause.</summary>
    private async Task<string?> ProblemAsync(
        IReadOnlyList<string> groups, AnswerWatch? answers, WeightSteps steps, CancellationToken cancellationToken)
    {
        if (steps.MaximumErrorPercent is not { } limit || answers is null)
        {
            await connection.Clock.DelayAsync(steps.Interval, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var end = connection.Clock.UtcNow + steps.Interval;
        while (true)
        {
            if (await HealthProblemAsync(groups, limit, cancellationToken).ConfigureAwait(false) is { } sick)
            {
                return sick;
            }

            foreach (var (group, totals) in (await answers.SinceAsync(cancellationToken).ConfigureAwait(false)).Select(item => (item.Key, item.Value)))
            {
                if (totals.ErrorPercent > limit)
                {
                    return FormattableString.Invariant($"{totals.ErrorPercent:0.#} percent of the answers of '{ActionText.NameOf(group)}' are errors ")
                        + FormattableString.Invariant($"({totals.Errors:0} of {totals.Requests:0} requests)");
                }
            }

            var left = end - connection.Clock.UtcNow;
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await connection.Clock.DelayAsync(left < LongestPause ? left : LongestPause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> HealthProblemAsync(IReadOnlyList<string> groups, double limit, CancellationToken cancellationToken)
    {
        foreach (var group in groups)
        {
            var health = await TargetGroupHealth.ReadAsync(connection, group, cancellationToken).ConfigureAwait(false);
            var failing = health.Registered == 0 ? 100d : 100d * health.Unhealthy / health.Registered;
            if (failing > limit)
            {
                return health.Registered == 0
                    ? $"target group '{ActionText.NameOf(group)}' has no target"
                    : FormattableString.Invariant($"{failing:0.#} percent of the targets of '{ActionText.NameOf(group)}' fail: {health.Reason}");
            }
        }

        return null;
    }

    private static List<(string Arn, double Percent)> Percentages(IReadOnlyList<(string Arn, int Weight)> weights)
    {
        double sum = weights.Sum(weight => weight.Weight);
        return weights.Select(weight => (weight.Arn, sum == 0 ? 0 : 100 * weight.Weight / sum)).ToList();
    }

    private static double PercentOf(IReadOnlyList<(string Arn, int Weight)> weights, string arn)
        => Percentages(weights).Where(weight => weight.Arn == arn).Select(weight => weight.Percent).FirstOrDefault();
}
