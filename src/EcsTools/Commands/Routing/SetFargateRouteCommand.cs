using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Changes routes: weights, health check, priority and conditions.</summary>
/// <remarks>
/// <para>
/// -Weight moves the traffic between target groups. A number is the percentage for the target group of the route, and the others share the rest as before. A
/// hashtable gives each group its weight, and a group that it does not name leaves the route. The weights before the change are kept in a tag of the rule, and
/// -Revert restores them.
/// </para>
/// <para>
/// With -StepPercent the traffic moves in steps, and the command runs until the last one. With -MaximumErrorPercent it looks at the targets that receive
/// more requests: if a larger part of them fails the health checks, or a larger part of their answers are errors, it restores the weights from before the
/// first step and ends with an error. CloudWatch counts answers with a delay of a minute or two, so use a -StepInterval of a few minutes.
/// </para>
/// <para>
/// If the route has a rule for test traffic (Add-FargateRoute -TestHeader or -TestListenerPort), that rule gets the same new conditions, keeps its own header,
/// and stays before the route.
/// </para>
/// <para>
/// The weights of a route that the deployments of a service move (BlueGreen, Linear, Canary) are not changed, because the next deployment would not expect
/// it. -Force changes them while no deployment is in progress.
/// </para>
/// </remarks>
/// <example>
///   <code>Set-FargateRoute users -Weight 10</code>
///   <para>Forwards ten percent of the requests of the route to the service users, and the rest to the target group that answered them before.</para>
/// </example>
/// <example>
///   <code>Set-FargateRoute users -Weight 100 -StepPercent 50 -StepInterval 2s -MaximumErrorPercent 1</code>
///   <para>Moves all of the traffic in steps, and moves it back if targets of users fail.</para>
/// </example>
/// <example>
///   <code>Set-FargateRoute users -Revert</code>
///   <para>Restores the weights before the last change.</para>
/// </example>
/// <example>
///   <code>Set-FargateRoute users -Weight @{ users = 50; monolith = 50 } -WhatIf</code>
///   <para>Shows what would change if both groups received the same number of requests. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Set-FargateRoute users -HealthCheckPath /health -HealthCheckInterval 10s -DeregistrationDelay 30s</code>
///   <para>Changes the health check of the target group, and gives stopping tasks 30 seconds to finish their requests.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "FargateRoute", SupportsShouldProcess = true)]
[OutputType(typeof(FargateRoute), typeof(EcsPlanStep))]
public sealed partial class SetFargateRouteCommand : RouteSelectionCommand, IRouteConditions, ITargetGroupSettings, IPlannedCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = Request();
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var routes = await new RouteSelection(connection).RequireAsync(Selection(), Default, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false);
        if (routes.Count > 1 && (Priority is not null || !request.Conditions.IsEmpty))
        {
            throw new EcsToolsException(
                ErrorCodes.SeveralRules,
                $"{routes.Count} rules have the name '{routes[0].RouteName}': priorities {string.Join(", ", routes.Select(route => route.Priority))}.",
                $"Choose one with -ListenerRuleArn, such as -ListenerRuleArn {routes[0].ListenerRuleArn}",
                Priority is null ? nameof(Path) : nameof(Priority),
                routes[0].RouteName);
        }

        foreach (var route in routes)
        {
            await ChangeAsync(route, request, connection, pipeline, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ChangeAsync(
        FargateRoute route, RouteChangeRequest request, AwsConnection connection, CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var changer = new RouteChanger(connection);
        var plan = await changer.PlanAsync(route, request, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        if (await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
        {
            pipeline.WriteObject(await changer.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
    }

    private RouteChangeRequest Request()
    {
        var weight = Weight is PSObject wrapped ? wrapped.BaseObject : Weight;
        if (Revert && weight is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.WeightAndRevert,
                "-Weight and -Revert both say what the weights shall be.",
                "Use -Revert for the weights before the last change, or -Weight for other ones.",
                nameof(Revert),
                true);
        }

        return new RouteChangeRequest
        {
            Percent = weight is null or IDictionary ? null : Number(weight),
            Weights = (weight as IDictionary)?.Cast<DictionaryEntry>().ToDictionary(
                entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry => Number(entry.Value)),
            Revert = Revert,
            Force = Force,
            Steps = Steps(),
            Priority = Priority,
            Conditions = RouteConditionArguments.Read(this),
            Target = TargetGroupArguments.Read(this, "route"),
        };
    }

    private WeightSteps? Steps()
    {
        if (StepPercent is { } percent)
        {
            return new WeightSteps(percent, StepInterval, MaximumErrorPercent);
        }

        foreach (var parameter in new[] { nameof(StepInterval), nameof(MaximumErrorPercent) })
        {
            if (IsBound(parameter))
            {
                throw new EcsToolsException(
                    ErrorCodes.StepPercentMissing,
                    $"-{parameter} applies to steps, but there is no -StepPercent.",
                    "Add -StepPercent, such as -StepPercent 20, or leave it out.",
                    parameter);
            }
        }

        return null;
    }

    private static int Number(object? weight)
        => LanguagePrimitives.TryConvertTo<int>(weight, CultureInfo.InvariantCulture, out var number) && weight is not null
            ? number
            : throw new EcsToolsException(
                ErrorCode.InvalidValue(nameof(Weight)),
                $"-Weight '{weight}' is not a number.",
                "Give a percentage, such as -Weight 10, or a weight for each target group, such as -Weight @{ users = 10; api = 90 }.",
                nameof(Weight),
                weight);
}
