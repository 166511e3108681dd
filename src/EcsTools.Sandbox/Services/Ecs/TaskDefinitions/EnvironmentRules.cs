using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what ECS refuses in the environment of a container: variables, secrets and files.</summary>
internal static class EnvironmentRules
{
    private const int MostFiles = 10;

    private static readonly Regex FileArn = new("^arn:aws[a-z-]*:s3:::[^/]+/.+$", RegexOptions.CultureInvariant);

    public static void Check(JsonObject container)
    {
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (var secret in container.Objects("secrets"))
        {
            if (string.IsNullOrEmpty(secret.Text("name")) || string.IsNullOrEmpty(secret.Text("valueFrom")))
            {
                throw EcsErrors.Client("Secret name and valueFrom cannot be blank.");
            }

            if (!names.Add(secret.Text("name")!))
            {
                throw NotUnique(secret.Text("name")!);
            }
        }

        foreach (var name in container.Objects("environment").Select(variable => variable.Text("name")))
        {
            if (string.IsNullOrEmpty(name))
            {
                throw EcsErrors.Client("Environment variable name cannot be blank.");
            }

            if (names.Contains(name!))
            {
                throw NotUnique(name!);
            }
        }

        CheckFiles(container, EcsErrors.Client);
    }

    /// <param name="container">A container or its override.</param>
    /// <param name="refuse">Makes the error of the operation from a text.</param>
    public static void CheckFiles(JsonObject container, System.Func<string, AwsError> refuse)
    {
        var files = container.Objects("environmentFiles");
        if (files.Count > MostFiles)
        {
            throw refuse("The maximum number of environment files was exceeded. Specify ten or less and try again.");
        }

        if (files.Any(file => !FileArn.IsMatch(file.Text("value")!)))
        {
            throw refuse("Invalid arn syntax.");
        }
    }

    private static AwsError NotUnique(string name) => EcsErrors.Client(
        $"The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '{name}'.");
}
