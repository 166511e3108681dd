using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Adds a route to a load balancer: which requests go to which service.</summary>
/// <remarks>
/// <para>
/// A route forwards to a target group (-Name), redirects (-RedirectTo) or answers itself (-StatusCode). The target group is created if it does not exist.
/// Pipe the output to New-FargateService: it registers the tasks of the service with the target group, and lets the load balancer connect to them.
/// </para>
/// <para>
/// All conditions must hold; of several values of one condition, one. The priority is chosen so that the more specific route answers a request: by the host
/// name, then by the path, then by the number of other conditions. More than five values become several rules, because AWS allows no more in one rule.
/// -WhatIf shows them.
/// </para>
/// <para>
/// With a -Weight below 100, the target group that answers these requests now keeps the rest. So you can add a route before its service runs: begin with
/// -Weight 0, and move the traffic later with Set-FargateRoute.
/// </para>
/// </remarks>
/// <example>
///   <code>Add-FargateRoute ecstools /api/users* -Name users -ContainerPort 3000 | New-FargateService users users -Cluster demo -Wait</code>
///   <para>Forwards the requests for users to a service, and creates the service.</para>
/// </example>
/// <example>
///   <code>Add-FargateRoute ecstools -Default -Name monolith -ContainerPort 3000 -HealthCheckPath /api/ -HealthCheckInterval 10s</code>
///   <para>Forwards every request without another route to the target group monolith, and checks the health of its tasks every ten seconds.</para>
/// </example>
/// <example>
///   <code>Add-FargateRoute ecstools /api/users* -Name users -ContainerPort 3000 -Weight 0 -WhatIf</code>
///   <para>Shows what would be created for a route that receives no requests yet. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Add-FargateRoute ecstools /users* -Name users -ContainerPort 3000 -TwoTargetGroups -TestHeader @{ 'X-Test' = 'yes' }</code>
///   <para>Prepares blue/green deployments. Requests with the header X-Test reach the new tasks first.</para>
/// </example>
/// <example>
///   <code>Add-FargateRoute ecstools /old/* -RedirectTo '/new/#{path}' -Temporary</code>
///   <para>Redirects requests to other paths. Browsers do not remember it.</para>
/// </example>
/// <example>
///   <code>Add-FargateRoute ecstools -HostName old.example.com -StatusCode 410 -Body 'This site is closed.'</code>
///   <para>Answers every request for a host without a service.</para>
/// </example>
/// <seealso cref="NewFargateLoadBalancerCommand"/>
/// <seealso cref="SetFargateRouteCommand"/>
[Cmdlet(VerbsCommon.Add, "FargateRoute", SupportsShouldProcess = true, DefaultParameterSetName = ForwardSet)]
[OutputType(typeof(FargateRoute), typeof(EcsPlanStep))]
public sealed partial class AddFargateRouteCommand : AwsCommand, IRouteConditions, ITargetGroupSettings, IPlannedCommand
{
    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var request = Request();
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var applier = new RouteApplier(connection);
        var plan = await applier.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        foreach (var warning in plan.Warnings)
        {
            pipeline.WriteWarning(warning);
        }

        if (!await pipeline.ShouldProcessAsync(plan.ToPlan()).ConfigureAwait(false))
        {
            return;
        }

        foreach (var route in await applier.ApplyAsync(plan, pipeline.Progress, cancellationToken).ConfigureAwait(false))
        {
            pipeline.WriteObject(route);
        }
    }

    private RouteRequest Request()
    {
        // Paths in the place of the load balancer mean the load balancer of the default name.
        var isPath = LoadBalancer is { Length: > 0 } && Path is null && LoadBalancer.All(name => name.StartsWith("/", StringComparison.Ordinal));
        return new RouteRequest
        {
            LoadBalancer = isPath || LoadBalancer is null ? LoadBalancers.DefaultName : OneBalancer(LoadBalancer),
            ListenerPort = ListenerPort,
            Conditions = RouteConditionArguments.Read(this) with { Paths = isPath ? LoadBalancer : Path },
            IsDefault = Default,
            Priority = Priority,
            Weight = Weight,
            Target = ParameterSetName == ForwardSet
                ? TargetGroupArguments.Read(this, Name) with
                {
                    ContainerPort = ContainerPort,
                    RewritePath = Rewrite(),
                    TwoTargetGroups = TwoTargetGroups,
                }
                : null,
            Test = TestHeader is null && TestListenerPort is null
                ? null
                : new TestTrafficRequest(TestListenerPort, TextListDictionary.From(TestHeader, nameof(TestHeader))),
            Redirect = RedirectTo is null ? null : new RedirectRequest(RedirectTo, Temporary),
            Answer = ParameterSetName == AnswerSet ? new AnswerRequest(StatusCode, Body, ContentType) : null,
            Tags = TextDictionary.From(Tag, nameof(Tag)),
        };
    }

    private static string OneBalancer(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : throw new EcsToolsException(
        ErrorCode.InvalidValue(nameof(LoadBalancer)),
        $"-LoadBalancer has {names.Count} values, {string.Join(" and ", names)}, and a route belongs to one load balancer.",
        names.Any(name => name.StartsWith("/", StringComparison.Ordinal))
            ? "Name the load balancer first and then all paths, such as Add-FargateRoute ecstools /a, /b. Without a load balancer, begin every path with "
                + "a slash."
            : $"Run the command once for each, such as -LoadBalancer {names[0]}.",
        nameof(LoadBalancer),
        string.Join(", ", names));

    private KeyValuePair<string, string>? Rewrite()
    {
        var pairs = TextDictionary.From(RewritePath, nameof(RewritePath));
        return pairs is null ? null : pairs.Count == 1 ? pairs.First() : throw new EcsToolsException(
            ErrorCode.InvalidValue(nameof(RewritePath)),
            $"-RewritePath has {pairs.Count} replacements, and a rule has one.",
            "Give one regular expression with its replacement: -RewritePath @{ '^/api/(.*)$' = '/$1' }",
            nameof(RewritePath),
            pairs.Count);
    }
}
