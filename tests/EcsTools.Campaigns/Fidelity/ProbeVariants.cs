using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>
/// Variants of a valid request. A body is merged over it as RFC 7396 says: its members replace, null removes. For a list, a body may name a place in it:
/// <c>{ "containerDefinitions": { "0": { "cpu": 1 } } }</c> changes the first element; a place after the last adds one.
/// </summary>
internal sealed class ProbeVariants(ProbeSet set, string operation, JsonObject valid, string path = "")
{
    /// <summary>The same request, with changes that are within one part of it: <c>containerDefinitions.0</c>.</summary>
    public ProbeVariants At(string part) => new(set, operation, valid, part);

    /// <summary>The valid request itself.</summary>
    public ProbeVariants Accepted(string what) => Accepted(what, "{}");

    public ProbeVariants Accepted(string what, string change)
    {
        set.Add(operation, what, Merge(change), new Expectation.Accepted());
        return this;
    }

    public ProbeVariants Answered(string what, string change, string answer, string? value)
    {
        set.Add(operation, what, Merge(change), new Expectation.Answered(answer, value));
        return this;
    }

    public ProbeVariants Refused(string what, string change, string codes, string? text = null)
    {
        set.Add(operation, what, Merge(change), new Expectation.Refused(codes, text));
        return this;
    }

    private JsonObject Merge(string change)
    {
        var whole = JsonNode.Parse(change)!;
        foreach (var step in path.Split('.', System.StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            whole = new JsonObject { [step] = whole };
        }

        return JsonMerge.Merge(valid, whole)!.AsObject();
    }
}
