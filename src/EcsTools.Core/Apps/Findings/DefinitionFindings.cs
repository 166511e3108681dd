using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Findings;

/// <summary>What a task definition alone tells. No call is made, so that a publication can always check it.</summary>
internal static class DefinitionFindings
{
    // The access key ids of users begin with AKIA, those of sessions with ASIA: "IAM identifiers" in the IAM User Guide.
    private static readonly Regex KeyId = new("(?<![A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])", RegexOptions.CultureInvariant);

    private static readonly string[] KeyVariables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    public static IEnumerable<AppFinding> Of(CheckedService service)
        => service.Containers.SelectMany(container => Keys(service, container).Concat(Tag(service, container)));

    private static IEnumerable<AppFinding> Keys(CheckedService service, JsonObject container)
    {
        var variables = Names(container, "environment", HoldsKey);
        var secrets = Names(container, "secrets", IsKeyVariable);
        if (variables.Count + secrets.Count == 0)
        {
            yield break;
        }

        var name = TaskDefinitionDocument.Text(container["name"])!;
        var all = string.Join(", ", variables.Concat(secrets));
        var role = TaskDefinitionDocument.Text(service.Document["taskRoleArn"]) is { } own ? own.Substring(own.LastIndexOf('/') + 1) : null;
        var wanted = role ?? "EcsTools-" + service.ServiceName;
        var where = service.Source is null ? ""
            : service.Source.Position is null ? $" Leave {all} out of -Environment and -Secret." : " " + service.InPlace($"remove {all}.");
        yield return AppFinding.Error(
            service,
            FargateAppFindingCode.AccessKeyInEnvironment,
            $"{name}: {all}",
            $"Container '{name}' gets an access key of AWS in {all}. It does not expire, and the program can have a role instead, whose keys AWS renews.",
            $"Give the task a role with the permissions that the program needs, and remove the variables.{where} Then delete the access key.",
            secrets.Count > 0 || service.Derive("") is null ? null : (role is null ? $"$null = Initialize-EcsRole Task -Name {wanted}; " : "")
                + service.Derive($"-ContainerName {name} -Environment @{{ {string.Join("; ", variables.Select(variable => $"{variable} = ''"))} }}"
                    + (role is null ? $" -TaskRole {wanted}" : "")));
    }

    /// <summary>Whether a variable has an access key as its value.</summary>
    public static bool HoldsKey(JsonObject variable)
        => TaskDefinitionDocument.Text(variable["value"]) is { Length: > 0 } value && (IsKeyVariable(variable) || KeyId.IsMatch(value));

    private static bool IsKeyVariable(JsonObject item)
        => KeyVariables.Contains(TaskDefinitionDocument.Text(item["name"]), StringComparer.OrdinalIgnoreCase);

    private static List<string> Names(JsonObject container, string member, Func<JsonObject, bool> isMeant)
        => (container[member] as JsonArray ?? []).OfType<JsonObject>().Where(isMeant)
            .Select(item => TaskDefinitionDocument.Text(item["name"]) ?? "").ToList();

    private static IEnumerable<AppFinding> Tag(CheckedService service, JsonObject container)
    {
        var name = TaskDefinitionDocument.Text(container["name"])!;
        var image = TaskDefinitionDocument.Text(container["image"]) ?? "";
        var isBuilt = service.Source is { } source && source.Sidecars.Prepend(source.Container).Any(built => built.Name == name && built.Build is not null);
        if (isBuilt || Reference.TryParse(image) is not { Digest: null, Tag: null or "latest" } reference)
        {
            yield break;
        }

        yield return AppFinding.Warning(
            service,
            FargateAppFindingCode.LatestTag,
            $"{name}: {image}",
            $"Container '{name}' runs {image}, and the tag latest can be moved. Tasks that start later may run another image than those that run now.",
            service.InPlace($"use the tag of a version, such as {reference.Repository}:1.4.0, or the digest of the image."));
    }
}
