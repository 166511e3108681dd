using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Tests.Support;

/// <summary>The AWS CLI: in a fork of a process that has loaded it, where it is a Python package and processes can fork.</summary>
internal static class AwsProgram
{
    /// <summary>Runs it to its end; skips the test, saying why, where there is none.</summary>
    /// <param name="arguments">What follows <c>aws</c>.</param>
    /// <param name="environment">Variables of this call; null takes one away.</param>
    /// <param name="input">What a person would type.</param>
    public static async Task<ToolResult> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string? input = null)
    {
        if (await PythonServer.Clients.MissingAsync("aws_cli") is not null || !await PythonServer.Clients.ForksAsync())
        {
            Tool.Require("aws");
            return await Tool.RunAsync("aws", arguments, environment, input);
        }

        using var call = await PythonServer.Clients.CallAsync("aws_cli", new JsonObject
        {
            ["arguments"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]),
            ["environment"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["input"] = input,
        });
        var end = await call.ReadLineAsync();
        return new ToolResult((int)end["code"]!, (string)end["output"]!, (string)end["error"]!);
    }
}
