using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EcsTools.TaskDefinitions;

/// <summary>Recognises files that describe a task definition in the format of another tool.</summary>
internal static class ForeignFormat
{
    private static readonly Regex GoTemplate = new(@"\{\{-?\s*[.$\w]", RegexOptions.CultureInvariant);
    private static readonly Regex YamlLine = new(@"^\s*(?:-\s+)?[\w.-]+\s*:(?:\s|$)", RegexOptions.CultureInvariant);

    /// <summary>What a text is that is not JSON, and what to do; null if it is not known.</summary>
    public static (string Problem, string Remedy)? OfText(string text)
    {
        if (GoTemplate.IsMatch(text))
        {
            return ("is a template of Go or Helm, which contains {{ }}", "Render the template first, and give the file that the rendering writes.");
        }

        var first = text.Split('\n').Select(line => line.TrimEnd('\r')).FirstOrDefault(line => line.Trim().Length > 0 && line.TrimStart()[0] != '#');
        return first is not null && (first.TrimEnd() == "---" || YamlLine.IsMatch(first))
            ? ("is YAML, and not JSON", "Convert it to JSON first, for example with 'yq -o json'.")
            : null;
    }

    /// <summary>What a JSON document of another tool is, and what to do; null if it may be a task definition.</summary>
    public static (string Problem, string Remedy)? OfJson(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("image", out _))
                ? ("holds only a list of containers", "Put the list into an object: { \"family\": \"web\", \"containerDefinitions\": [ ... ] }")
                : null;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (root.TryGetProperty("AWSTemplateFormatVersion", out _) || root.TryGetProperty("Resources", out _))
        {
            return ("is a template of CloudFormation", "Deploy it with CloudFormation, or export the task definition that it made: Export-FargateTask");
        }

        return root.EnumerateObject().Select(member => member.Name).FirstOrDefault(IsCloudFormation) is { } name
            ? ($"has the member '{UntrustedText.Sanitize(name)}', as CloudFormation writes it",
                "Begin the names of members with a small letter, as the AWS CLI does: containerDefinitions, not ContainerDefinitions.")
            : null;
    }

    private static bool IsCloudFormation(string name)
        => name is "ContainerDefinitions" or "Properties" or "RequiresCompatibilities" or "NetworkMode" or "ExecutionRoleArn" or "TaskRoleArn" or "Family";
}
