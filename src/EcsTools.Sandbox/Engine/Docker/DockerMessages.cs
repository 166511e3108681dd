using System.Text.Json;
using System.Text.Json.Nodes;
using Docker.DotNet;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>What an engine says when it refuses.</summary>
internal static class DockerMessages
{
    public static string Of(DockerApiException refusal)
    {
        try
        {
            return (string?)JsonNode.Parse(refusal.ResponseBody ?? "{}")?["message"] ?? refusal.Message;
        }
        catch (JsonException)
        {
            return refusal.ResponseBody ?? refusal.Message;
        }
    }

    public static bool IsPortTaken(DockerApiException refusal)
    {
        var message = Of(refusal);
        return message.Contains("port is already allocated") || message.Contains("address already in use")
            || message.Contains("ports are not available") || IsForeignAddress(refusal);
    }

    /// <summary>Whether ports cannot be published at an address because the engine's host does not have it.</summary>
    public static bool IsForeignAddress(DockerApiException refusal) => Of(refusal).Contains("cannot assign requested address");
}
