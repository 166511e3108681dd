using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>
/// Variants of a valid request. A body is merged over it as RFC 7396 says: its members replace, null removes. For a list, a body may name a place in it:
/// <c>{ "containerDefinitions": { "0": { "cpu": 1 } } }</c> changes the first element; a place after the last adds one.
/// </summary>
internal sealed class ProbeVariants(ProbeSet set, string operation, JsonObject valid)
{
    /// <summary>The valid request itself.</summary>
    public ProbeVariants Accepted(string what) => Accepted(what, "{}");

    public ProbeVariants Accepted(string what, string change)
    {
        set.Add(operation, what, Merge(change), new Expectation.Accepted());
        return this;
    }

    public ProbeVariants Answered(string what, string change, string path, string? value)
    {
        set.Add(operation, what, Merge(change), new Expectation.Answered(path, value));
        return this;
    }

    public ProbeVariants Refused(string what, string change, string codes, string? text = null)
    {
        set.Add(operation, what, Merge(change), new Expectation.Refused(codes, text));
        return this;
    }

    private JsonObject Merge(string change) => JsonMerge.Merge(valid, JsonNode.Parse(change)!)!.AsObject();
}
