using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>Errors of Application Auto Scaling that its model does not describe, and its pages.</summary>
internal static class AutoScalingErrors
{
    private const string Namespace = "ecs";
    private const string Dimension = "ecs:service:DesiredCount";
    private const int PageSize = 50;

    private static readonly Regex ServiceId = new("^service/[^/]+/[^/]+$", RegexOptions.CultureInvariant);

    public static AwsError Invalid(string message) => new("ValidationException", message);

    /// <summary>The resource of a request, which must be the count of an ECS service.</summary>
    public static string Resource(JsonObject input)
    {
        RequireNamespace(input);
        var resource = input.Text("ResourceId")!;
        return input.Text("ScalableDimension") is null or Dimension && ServiceId.IsMatch(resource)
            ? resource
            : throw Invalid("Unsupported service namespace, resource type or scalable dimension");
    }

    /// <summary>The resource to list, or null for all.</summary>
    public static string? Filter(JsonObject input)
    {
        RequireNamespace(input);
        return input.Text("ResourceId") is null && input.Text("ScalableDimension") is not null
            ? throw Invalid("ResourceId must be specified if ScalableDimension is specified")
            : input.Text("ResourceId");
    }

    public static AwsError NotFound(string what, string resource, string? name = null)
        => new(
            "ObjectNotFoundException",
            $"No {what} found for service namespace: {Namespace}, resource ID: {resource}, scalable dimension: {Dimension}"
                + (name is null ? "" : $": {name}"));

    public static AwsError NotRegistered(string resource) => new(
        "ObjectNotFoundException",
        $"No scalable target registered for service namespace: {Namespace}, resource ID: {resource}, scalable dimension: {Dimension}");

    /// <summary>The members that identify the target in every response.</summary>
    public static JsonObject Named(string resource) => new()
    {
        ["ServiceNamespace"] = Namespace,
        ["ResourceId"] = resource,
        ["ScalableDimension"] = Dimension,
    };

    public static JsonObject Page(JsonObject input, string member, IReadOnlyList<JsonObject> found, string key)
    {
        var size = input.Integer("MaxResults") ?? PageSize;
        if (size is < 1 or > PageSize)
        {
            throw Invalid($"MaxResults must be between 1 and {PageSize}");
        }

        var (page, next) = Paging.Page(
            found,
            item => item.Text(key)!,
            input.Text("NextToken"),
            (int)size,
            () => new AwsError("InvalidNextTokenException", "The NextToken value is invalid."));
        var answer = new JsonObject { [member] = page.Select(item => item.Copy()).ToJson() };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }

    public static string NewId() => Guid.NewGuid().ToString();

    private static void RequireNamespace(JsonObject input)
    {
        if (input.Text("ServiceNamespace") is { } other && other != Namespace)
        {
            throw Invalid($"The sandbox scales services of ECS, and nothing of {other}.");
        }
    }
}
