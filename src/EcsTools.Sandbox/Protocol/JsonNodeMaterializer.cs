using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol;

/// <summary>
/// Creates all nodes of parsed JSON. A JsonNode creates its children when they are first read. That is not safe if several threads read
/// it, and only then does it report a name that occurs twice. So all of it is read once, when it is parsed.
/// </summary>
internal static class JsonNodeMaterializer
{
    /// <exception cref="System.ArgumentException">An object has a name twice.</exception>
    public static void Materialize(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var member in members)
            {
                Materialize(member.Value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Materialize(item);
            }
        }
    }
}
