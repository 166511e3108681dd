using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Packages;

/// <summary>Asks botocore_oracle.py, and skips the test where there is no Python with botocore and moto.</summary>
internal static class Oracle
{
    /// <summary>The folder of the checkout.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Answers all questions in one call.</summary>
    public static async Task<IReadOnlyList<JsonObject>> AskAsync(IEnumerable<JsonObject> questions)
    {
        using var call = await PythonServer.Moto.CallAsync(
            "botocore_oracle", new JsonObject { ["questions"] = new JsonArray([.. questions.Select(question => (JsonNode)question)]) });
        return [.. (await call.ReadLineAsync()).AsArray().Select(answer => answer!.AsObject())];
    }

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(directory, "src", "Packages")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return directory;
    }
}
