using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Services.Ecs.Exec;

/// <summary>The agent that runs commands in a container, as DescribeTasks tells of it.</summary>
internal static class ExecAgent
{
    public const string Name = "ExecuteCommandAgent";

    /// <summary>The agents of a container, where commands were enabled for its task; null else.</summary>
    /// <param name="status">RUNNING, or STOPPED where the task role may not open its channels.</param>
    /// <param name="now">When it started.</param>
    public static JsonArray Describe(string status, double now)
    {
        var agent = new JsonObject { ["name"] = Name, ["lastStatus"] = status };
        if (status == "RUNNING")
        {
            agent["lastStartedAt"] = now;
        }

        return new JsonArray(agent);
    }
}
