using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.Engine;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>What the containers of a service are made of.</summary>
internal static class ServingContainers
{
    public const string Serve = "while true; do sleep 0.1; done";

    public static JsonObject ServiceDefinition(this DockerSandbox sandbox, string script, int? port = null, string? health = null)
    {
        var container = new JsonObject
        {
            ["image"] = sandbox.Image,
            ["command"] = new JsonArray("sh", "-c", script),
            ["stopTimeout"] = 2,
        };
        if (port is not null)
        {
            container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = port });
        }

        if (health is not null)
        {
            container["healthCheck"] = new JsonObject
            {
                ["command"] = new JsonArray("CMD-SHELL", health),
                ["interval"] = 5,
                ["timeout"] = 60,
                ["retries"] = 1,
            };
        }

        return EcsSandbox.Definition(container: container);
    }

    public static Task<JsonObject> DeleteServiceAsync(this EcsSandbox sandbox, JsonObject service) => sandbox.EcsAsync("DeleteService", new JsonObject
    {
        ["cluster"] = (string)service["clusterArn"]!,
        ["service"] = "web",
        ["force"] = true,
    });
}
