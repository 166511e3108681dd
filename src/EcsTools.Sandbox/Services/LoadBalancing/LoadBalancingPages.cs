using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Pages of Describe calls: up to 400 items, continued with a marker.</summary>
internal static class LoadBalancingPages
{
    private const int Most = 400;

    public static JsonObject Page<T>(
        JsonObject input, string member, IReadOnlyList<T> found, Func<T, JsonObject> write, Func<T, string> key)
    {
        var marker = input.Text("Marker");
        var (page, next) = Paging.Page(
            found,
            key,
            marker,
            (int)(input.Integer("PageSize") ?? Most),
            () => LoadBalancingErrors.Invalid($"Marker '{marker}' is not valid"));
        var answer = new JsonObject { [member] = page.Select(write).ToJson() };
        if (next is not null)
        {
            answer["NextMarker"] = next;
        }

        return answer;
    }
}
