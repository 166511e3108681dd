using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>Lists of tags and of repositories, a page of at most 1000 at a time with a Link to the next.</summary>
internal sealed class ListEndpoint
{
    private const int PageLimit = 1000;

    private readonly ImageRegistry _registry;

    public ListEndpoint(ImageRegistry registry)
    {
        _registry = registry;
    }

    public Task TagsAsync(SandboxHttpContext context, string repository)
    {
        var tags = _registry.Read(repository, found => found.ImageTags.Keys.OrderBy(tag => tag, StringComparer.Ordinal).ToList());
        return AnswerAsync(context, tags, page => new JsonObject { ["name"] = repository, ["tags"] = page });
    }

    public Task RepositoriesAsync(SandboxHttpContext context)
        => AnswerAsync(context, _registry.ReadAll(repository => repository.Name), page => new JsonObject { ["repositories"] = page });

    private static Task AnswerAsync(SandboxHttpContext context, List<string> names, Func<JsonArray, JsonObject> body)
    {
        if (context.Method != "GET")
        {
            throw OciError.Unsupported();
        }

        var size = PageSize(context);
        context.Query.TryGetValue("last", out var last);
        var rest = names.SkipWhile(name => last is not null && string.CompareOrdinal(name, last) <= 0).ToList();
        var page = rest.Take(size).ToList();
        if (page.Count < rest.Count)
        {
            var next = FormattableString.Invariant($"{context.Path}?last={Uri.EscapeDataString(page[page.Count - 1])}&n={size}");
            context.ResponseHeaders["Link"] = $"<{next}>; rel=\"next\"";
        }

        return context.RespondAsync(200, Encoding.UTF8.GetBytes(body(page.ToJson()).ToJsonString()), "application/json; charset=utf-8");
    }

    private static int PageSize(SandboxHttpContext context)
    {
        if (!context.Query.TryGetValue("n", out var text))
        {
            return PageLimit;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size < 1)
        {
            throw RegistryErrors.Invalid("maxResults", "Member must have value greater than or equal to 1");
        }

        return size <= PageLimit
            ? (int)size
            : throw RegistryErrors.Invalid("maxResults", "Member must have value less than or equal to 1000");
    }
}
