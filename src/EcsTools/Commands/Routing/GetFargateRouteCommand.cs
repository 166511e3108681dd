using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Gets the routes of load balancers, with their targets, weights and health.</summary>
/// <remarks>
/// <para>
/// The routes come in the order in which the load balancer tries them: the first one that fits a request answers it. The default route comes last.
/// UnhealthyReason of a target says why a health check fails.
/// </para>
/// <para>
/// With -Url the command shows which route answers a request, and why. It sends no request.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateRoute</code>
///   <para>Gets the routes of all load balancers of the region.</para>
/// </example>
/// <example>
///   <code>Get-FargateRoute -LoadBalancer ecstools -Url http://example.com/api/users/1</code>
///   <para>Shows which route answers this address, and why.</para>
/// </example>
/// <example>
///   <code>(Get-FargateRoute users).Targets | Where-Object Unhealthy | Select-Object TargetGroupName, UnhealthyReason</code>
///   <para>Shows why targets of the route users fail their health checks.</para>
/// </example>
/// <seealso cref="SetFargateRouteCommand"/>
[Cmdlet(VerbsCommon.Get, "FargateRoute")]
[OutputType(typeof(FargateRoute))]
public sealed class GetFargateRouteCommand : RouteSelectionCommand
{
    /// <summary>Names of routes: those of the target groups that they were added for. Wildcards are allowed.</summary>
    /// <value>every route</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("RouteName", Only = [typeof(FargateRoute)])]
    [Subject(typeof(FargateRoute), Rank = 1)]
    public override string[]? RouteName { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LoadBalancerName", "LoadBalancerArn")]
    [ArgumentCompleter(typeof(LoadBalancerCompleter))]
    [IdentifiedBy("LoadBalancer", "LoadBalancerArn")]
    [Subject(typeof(FargateLoadBalancer), Rank = 2)]
    public override string? LoadBalancer { get; set; }

    /// <summary>Address, such as https://shop.example.com/api/users/1. The command gets the route that answers it.</summary>
    [Parameter]
    public string? Url { get; set; }

    /// <summary>HTTP method for -Url.</summary>
    /// <value>GET</value>
    [Parameter]
    [ArgumentCompleter(typeof(MethodCompleter))]
    public string Method { get; set; } = "GET";

    /// <summary>Headers for -Url, such as @{ 'X-Version' = '2' }.</summary>
    [Parameter]
    public Hashtable? Header { get; set; }

    /// <summary>Address of the client for -Url. Without it, a route with a condition about addresses does not fit.</summary>
    [Parameter]
    public string? SourceAddress { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var query = Selection() with { Answering = Url is null ? null : Request(Url) };
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await foreach (var route in new Routes(connection)
            .GetAsync(query, problem => pipeline.WriteError(problem), cancellationToken)
            .ConfigureAwait(false))
        {
            pipeline.WriteObject(route);
        }
    }

    private RoutedRequest Request(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new RoutedRequest
            {
                Url = address,
                Method = Method,
                Headers = TextDictionary.From(Header, nameof(Header)) ?? new Dictionary<string, string>(),
                SourceAddress = SourceAddress,
            }
            : throw new EcsToolsException(
                ErrorCode.InvalidValue(nameof(Url)),
                $"-Url '{url}' is not an address that begins with http:// or https://.",
                $"Use -Url http://{(url.StartsWith("/", StringComparison.Ordinal) ? "example.com" : "")}{url}",
                nameof(Url),
                url);
}
