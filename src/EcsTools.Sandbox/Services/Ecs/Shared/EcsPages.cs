using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>Lists of ECS: names or ARNs, at most 100 a page.</summary>
internal static class EcsPages
{
    public static JsonObject Of(JsonObject input, string member, IReadOnlyList<string> items, int defaultSize = 100)
    {
        var size = input.Integer("maxResults") ?? defaultSize;
        if (size is < 1 or > 100)
        {
            throw EcsErrors.InvalidParameter("maxResults must be between 1 and 100.");
        }

        var (page, next) = Paging.Page(items, item => item, input.Text("nextToken"), (int)size, EcsErrors.InvalidToken);
        var answer = new JsonObject { [member] = page.ToJson() };
        if (next is not null)
        {
            answer["nextToken"] = next;
        }

        return answer;
    }
}
