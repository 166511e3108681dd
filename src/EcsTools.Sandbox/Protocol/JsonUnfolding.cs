using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol;

/// <summary>
/// A JsonNode unfolds itself when first read, which is not safe from several threads, and only then reports a name given twice.
/// So it is all done at once, where the text came in.
/// </summary>
internal static class JsonUnfolding
{
    /// <exception cref="System.ArgumentException">An object has a name twice.</exception>
    public static void Unfold(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var member in members)
            {
                Unfold(member.Value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Unfold(item);
            }
        }
    }
}
