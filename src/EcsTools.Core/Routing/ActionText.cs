using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsTools.Routing;

/// <summary>Describes what a rule or listener does with a request.</summary>
internal static class ActionText
{
    /// <summary>The action that answers: the last one, after any authentication.</summary>
    public static Action? Last(IEnumerable<Action>? actions) => actions?.OrderBy(action => action.Order ?? 0).LastOrDefault();

    /// <summary>The target groups that an action forwards to, with their weights; empty if it does not forward.</summary>
    public static IReadOnlyList<(string Arn, int Weight)> Targets(Action? action)
        => action?.Type?.Value != "forward" ? []
            : action.ForwardConfig?.TargetGroups is { Count: > 0 } groups
                ? groups.Select(group => (group.TargetGroupArn, group.Weight ?? 1)).ToList()
                : action.TargetGroupArn is { Length: > 0 } single ? [(single, 1)] : [];

    /// <summary>The action as text, such as <c>forwards to users 10, web 90</c>.</summary>
    public static string Describe(Action? action) => action?.Type?.Value switch
    {
        "forward" => "forwards to " + string.Join(", ", Weights(action)),
        "redirect" => $"redirects to {RedirectTo(action.RedirectConfig)} ({Digits(action.RedirectConfig.StatusCode?.Value)})",
        "fixed-response" => $"answers {action.FixedResponseConfig?.StatusCode}",
        null => "",
        var other => other,
    };

    /// <summary>The address of a redirect. Parts that stay as in the request are left out, except the path of another host.</summary>
    public static string RedirectTo(RedirectActionConfig redirect)
    {
        var protocol = redirect.Protocol is null or "#{protocol}" ? "#{protocol}" : redirect.Protocol.ToLowerInvariant();
        var port = redirect.Port is null or "#{port}" ? ":#{port}" : (protocol, redirect.Port) is ("https", "443") or ("http", "80") ? "" : ":" + redirect.Port;
        var query = redirect.Query switch
        {
            null or "#{query}" => "?#{query}",
            "" => "",
            var given => "?" + given,
        };
        return $"{protocol}://{redirect.Host ?? "#{host}"}{port}{redirect.Path ?? "/#{path}"}{query}";
    }

    /// <summary>The number in a status such as <c>HTTP_301</c>.</summary>
    public static string Digits(string? status) => new((status ?? "").Where(char.IsDigit).ToArray());

    public static int? Number(string? status)
        => int.TryParse(Digits(status), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Name of a target group: the middle part of <c>targetgroup/users/0123456789abcdef</c>.</summary>
    public static string NameOf(string targetGroupArn) => targetGroupArn.Split('/') is [_, var name, ..] ? name : targetGroupArn;

    private static IEnumerable<string> Weights(Action action)
    {
        var targets = Targets(action);
        return targets.Select(target => targets.Count == 1
            ? NameOf(target.Arn) : FormattableString.Invariant($"{NameOf(target.Arn)} {target.Weight}"));
    }
}
