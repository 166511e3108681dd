using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Maps the actions of rules from and to the members of the service model.</summary>
internal static class ActionJson
{
    public static RuleAction Read(JsonObject from)
    {
        var type = from.Text("Type")!;
        var (own, configurations) = (ConfigurationOf(type), new[] { "ForwardConfig", "RedirectConfig", "FixedResponseConfig" });
        if (configurations.FirstOrDefault(other => other != own && from[other] is not null) is { } foreign)
        {
            throw LoadBalancingErrors.Invalid($"'{foreign}' is not compatible with an action of type '{type}'");
        }

        return type switch
        {
            "forward" => ReadForward(from),
            "redirect" => ReadRedirect(from.Object(own) ?? throw Missing(own, type)),
            _ => ReadFixed(from.Object(own) ?? throw Missing(own, type)),
        };
    }

    public static JsonObject Write(RuleAction action, long? order)
    {
        var members = action switch
        {
            RuleAction.Forward forward => WriteForward(forward),
            RuleAction.Redirect redirect => WriteRedirect(redirect),
            RuleAction.FixedResponse answer => WriteFixed(answer),
            _ => throw new InvalidOperationException("Unknown action."),
        };
        if (order is not null)
        {
            members["Order"] = order;
        }

        return members;
    }

    private static string ConfigurationOf(string type) => type switch
    {
        "forward" => "ForwardConfig",
        "redirect" => "RedirectConfig",
        _ => "FixedResponseConfig",
    };

    private static Protocol.AwsError Missing(string configuration, string type)
        => LoadBalancingErrors.Invalid($"A '{configuration}' must be specified with an action of type '{type}'");

    private static RuleAction.Forward ReadForward(JsonObject from)
    {
        var configuration = from.Object("ForwardConfig");
        var groups = configuration?.Objects("TargetGroups") ?? [];
        if (from.Text("TargetGroupArn") is { } single)
        {
            if (groups.Count > 0 && (groups.Count > 1 || groups[0].Text("TargetGroupArn") != single))
            {
                throw LoadBalancingErrors.Invalid("You cannot specify both a target group ARN and a forward configuration with other target groups");
            }

            groups = groups.Count > 0 ? groups : [new JsonObject { ["TargetGroupArn"] = single }];
        }

        var read = groups.Select(group => new WeightedGroup(
            group.Text("TargetGroupArn") ?? "", (int)(group.Integer("Weight") ?? (groups.Count == 1 ? 1 : throw NoWeight())))).ToList();
        return new RuleAction.Forward(read, ReadStickiness(configuration?.Object("TargetGroupStickinessConfig")));
    }

    private static Protocol.AwsError NoWeight()
        => LoadBalancingErrors.Invalid("A weight must be specified for each target group of a forward action with several target groups");

    private static TimeSpan? ReadStickiness(JsonObject? from)
    {
        if (from?.Flag("Enabled") != true)
        {
            return null;
        }

        return from.Integer("DurationSeconds") is >= 1 and <= 604800 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw LoadBalancingErrors.Invalid("Target group stickiness duration must be between '1-604800' seconds inclusive");
    }

    private static RuleAction.Redirect ReadRedirect(JsonObject from)
    {
        var redirect = new RuleAction.Redirect { IsPermanent = from.Text("StatusCode") == "HTTP_301" };
        redirect = redirect with
        {
            Protocol = from.Text("Protocol") ?? redirect.Protocol,
            Host = from.Text("Host") ?? redirect.Host,
            Port = from.Text("Port") ?? redirect.Port,
            Path = from.Text("Path") ?? redirect.Path,
            Query = from.Text("Query") ?? redirect.Query,
        };
        if (redirect.Path[0] != '/')
        {
            throw LoadBalancingErrors.Action("The redirect path must begin with '/'");
        }

        return redirect.Port == "#{port}" || AttributeDefinition.IsWithin(redirect.Port, 1, 65535)
            ? redirect
            : throw LoadBalancingErrors.Action($"The redirect port '{redirect.Port}' must be '#{{port}}' or a number between '1-65535' inclusive");
    }

    private static RuleAction.FixedResponse ReadFixed(JsonObject from)
    {
        var type = from.Text("ContentType");
        return type is null or "" or "text/plain" or "text/css" or "text/html" or "application/javascript" or "application/json"
            ? new RuleAction.FixedResponse(
                int.Parse(from.Text("StatusCode")!, CultureInfo.InvariantCulture), string.IsNullOrEmpty(type) ? null : type, from.Text("MessageBody"))
            : throw LoadBalancingErrors.Action(
                "The ContentType must be one of:'text/html', 'application/json', 'application/javascript', 'text/css', 'text/plain'");
    }

    private static JsonObject WriteForward(RuleAction.Forward forward)
    {
        var members = new JsonObject { ["Type"] = "forward" };
        if (forward.Groups.Count == 1)
        {
            members["TargetGroupArn"] = forward.Groups[0].GroupId;
        }

        var stickiness = new JsonObject { ["Enabled"] = forward.Stickiness is not null };
        if (forward.Stickiness is { } duration)
        {
            stickiness["DurationSeconds"] = (long)duration.TotalSeconds;
        }

        members["ForwardConfig"] = new JsonObject
        {
            ["TargetGroups"] = forward.Groups
                .Select(group => new JsonObject { ["TargetGroupArn"] = group.GroupId, ["Weight"] = group.Weight })
                .ToJson(),
            ["TargetGroupStickinessConfig"] = stickiness,
        };
        return members;
    }

    private static JsonObject WriteRedirect(RuleAction.Redirect redirect) => new()
    {
        ["Type"] = "redirect",
        ["RedirectConfig"] = new JsonObject
        {
            ["Protocol"] = redirect.Protocol,
            ["Port"] = redirect.Port,
            ["Host"] = redirect.Host,
            ["Path"] = redirect.Path,
            ["Query"] = redirect.Query,
            ["StatusCode"] = redirect.IsPermanent ? "HTTP_301" : "HTTP_302",
        },
    };

    private static JsonObject WriteFixed(RuleAction.FixedResponse answer)
    {
        var configuration = new JsonObject { ["StatusCode"] = answer.StatusCode.ToString(CultureInfo.InvariantCulture) };
        if (answer.ContentType is not null)
        {
            configuration["ContentType"] = answer.ContentType;
        }

        if (answer.Body is not null)
        {
            configuration["MessageBody"] = answer.Body;
        }

        return new JsonObject { ["Type"] = "fixed-response", ["FixedResponseConfig"] = configuration };
    }
}
