using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Tagging;

/// <summary>The Resource Groups Tagging API: the resources of all services by their tags. Unlike in AWS, a change is listed at once.</summary>
internal sealed class TaggingService : SandboxService
{
    private const int PageSize = 50;
    private const int LargestPage = 100;
    private const int KeysPerPage = 500;

    public TaggingService(SandboxCloud cloud)
        : base("AWSSDK.ResourceGroupsTaggingAPI", cloud)
    {
        Serve("GetResources", GetResources);
        Serve("GetTagKeys", call => Page(call, "TagKeys", Tags().Select(tag => tag.Key)));
        Serve("GetTagValues", call => Page(call, "TagValues", Tags().Where(tag => tag.Key == call.Input.Text("Key")).Select(tag => tag.Value)));
    }

    private static AwsError Invalid(string message) => new("InvalidParameterException", message);

    private static AwsError InvalidToken() => Invalid("Invalid pagination token");

    private JsonObject GetResources(SandboxCall call)
    {
        var input = call.Input;
        var arns = input.Texts("ResourceARNList");
        Check(input, arns);
        var found = Resources()
            .Where(resource => arns.Count == 0 ? resource.Tags.Count > 0 : arns.Contains(resource.Arn))
            .Where(resource => input.Objects("TagFilters").All(filter => HasTag(resource, filter)))
            .Where(resource => input.Texts("ResourceTypeFilters") is not { Count: > 0 } types || types.Any(type => IsOfType(resource.Arn, type)))
            .ToList();
        var (page, next) = Paging.Page(
            found, resource => resource.Arn, input.Text("PaginationToken"), (int)(input.Integer("ResourcesPerPage") ?? PageSize), InvalidToken);
        return new JsonObject
        {
            // The token of the last page is empty.
            ["PaginationToken"] = next ?? "",
            ["ResourceTagMappingList"] = page.Select(Write).ToJson(),
        };
    }

    private static void Check(JsonObject input, IReadOnlyList<string> arns)
    {
        if (arns.Count > 0 && (input.Objects("TagFilters").Count > 0 || input.Texts("ResourceTypeFilters").Count > 0 || input["ResourcesPerPage"] is not null))
        {
            throw Invalid("ResourceARNList can't be used together with ResourcesPerPage, ResourceTypeFilters or TagFilters.");
        }

        if (input.Integer("ResourcesPerPage") is < 1 or > LargestPage)
        {
            throw Invalid($"ResourcesPerPage must be between 1 and {LargestPage}.");
        }

        if (input.Integer("TagsPerPage") is { } tags && (tags is < 100 or > 500 || tags % 100 != 0))
        {
            throw Invalid("TagsPerPage must be between 100 and 500, in multiples of 100.");
        }

        if (input.Objects("TagFilters").Any(filter => filter.Text("Key") is null))
        {
            throw Invalid("A tag filter must have a key.");
        }

        if (input.Flag("ExcludeCompliantResources") == true && input.Flag("IncludeComplianceDetails") != true)
        {
            throw Invalid("ExcludeCompliantResources requires IncludeComplianceDetails.");
        }
    }

    private static bool HasTag(TaggedResource resource, JsonObject filter)
        => resource.Tags.Any(tag => tag.Key == filter.Text("Key") && (filter.Texts("Values") is not { Count: > 0 } values || values.Contains(tag.Value)));

    /// <summary>Whether an ARN is of a type such as <c>ecs</c> or <c>ecs:cluster</c>.</summary>
    private static bool IsOfType(string arn, string type)
    {
        var parts = arn.Split([':'], 6);
        var (service, kind) = (type.Split(':')[0], type.IndexOf(':') is var at and >= 0 ? type.Substring(at + 1) : null);
        return parts[2] == service && (kind is null || new[] { "/", ":" }.Any(mark => parts[5].StartsWith(kind + mark, StringComparison.Ordinal)));
    }

    private static JsonObject Write(TaggedResource resource) => new()
    {
        ["ResourceARN"] = resource.Arn,
        ["Tags"] = resource.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJson(),
    };

    private JsonObject Page(SandboxCall call, string member, IEnumerable<string> values)
    {
        var ordered = values.Distinct(StringComparer.Ordinal).OrderBy(value => value, StringComparer.Ordinal).ToList();
        var (page, next) = Paging.Page(ordered, value => value, call.Input.Text("PaginationToken"), KeysPerPage, InvalidToken);
        return new JsonObject { ["PaginationToken"] = next ?? "", [member] = page.ToJson() };
    }

    private IEnumerable<KeyValuePair<string, string>> Tags() => Resources().SelectMany(resource => resource.Tags);

    private IEnumerable<TaggedResource> Resources()
        => Cloud.Services.OfType<ITaggedResources>().SelectMany(service => service.Tagged()).OrderBy(resource => resource.Arn, StringComparer.Ordinal);
}
