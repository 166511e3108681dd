using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECS.Model;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// A task definition in the JSON of the AWS CLI. It knows where each member is, so that an error can name the file, the line and the column.
/// </summary>
public sealed class TaskDefinitionFile
{
    /// <summary>ECS accepts 64 KiB. Comments and white space may add to that.</summary>
    private const int Longest = 1 << 20;

    /// <summary>The most characters of a member's path to show.</summary>
    private const int LongestShown = 200;

    private const string Wrapper = "taskDefinition";

    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly byte[] _text;
    private readonly string? _path;
    private readonly JsonPlaces _places;
    private readonly bool _isWrapped;

    private TaskDefinitionFile(byte[] text, string? path, JsonPlaces places, JsonObject root)
    {
        _text = text;
        _path = path;
        _places = places;
        _isWrapped = root[Wrapper] is JsonObject;
        Definition = Unwrapped(root);
    }

    /// <summary>The definition, without the members that only AWS sets.</summary>
    internal JsonObject Definition { get; }

    /// <summary>A warning for each member that occurs twice. The last one is used, as in the AWS CLI.</summary>
    internal IEnumerable<string> Warnings
        => _places.Repeated.Select(one => $"{Subject(one.Path, one.Offset)} is given twice in one object. The last one counts.");

    /// <summary>Reads the text of a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="EcsToolsException">It is too large to be a task definition.</exception>
    public static string ReadText(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= Longest ? File.ReadAllText(path) : throw new EcsToolsException(
            ErrorCodes.InvalidTaskDefinitionFile,
            $"'{path}' has {ByteSize.Format(length)}, and a task definition has at most 64 KiB.",
            "Check that -Path names the task definition, and not another file.",
            "Path",
            path);
    }

    /// <summary>Parses a definition.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="path">Path of the file, for messages; null if it is from no file.</param>
    /// <exception cref="EcsToolsException">It is not the JSON of a task definition.</exception>
    internal static TaskDefinitionFile Parse(string text, string? path)
    {
        var bytes = JsonProblem.WithoutMark(Encoding.UTF8.GetBytes(text));
        var name = path is null ? "The task definition" : $"'{path}'";
        try
        {
            using var document = JsonDocument.Parse(
                bytes, new JsonDocumentOptions { AllowTrailingCommas = Options.AllowTrailingCommas, CommentHandling = Options.CommentHandling });
            var places = JsonPlaces.Read(bytes, Options);
            if (ForeignFormat.OfJson(document.RootElement) is { } foreign)
            {
                throw Invalid(name, foreign.Problem, foreign.Remedy);
            }

            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new TaskDefinitionFile(bytes, path, places, (JsonObject)ToNode(document.RootElement)!)
                : throw Invalid(name, "is not a JSON object", "Give a file that 'aws ecs register-task-definition --cli-input-json' takes.");
        }
        catch (JsonException problem)
        {
            var (what, remedy) = ForeignFormat.OfText(text) ?? (JsonProblem.Describe(bytes, problem), "Correct the file at that place.");
            throw Invalid(name, what, remedy, problem);
        }
        catch (InvalidOperationException problem)
        {
            throw Invalid(name, "has a text with characters that are not Unicode", "Write the file again in UTF-8.", problem);
        }
    }

    /// <summary>Checks that it has only members of the API, of the right types, and no placeholder that nobody filled in.</summary>
    /// <param name="definition">The definition, with its <c>${…}</c> placeholders filled in.</param>
    /// <param name="overridden">Members that a parameter overrides, so that they may have placeholders; null to allow placeholders everywhere.</param>
    /// <exception cref="EcsToolsException">A member is wrong.</exception>
    internal void Check(JsonObject definition, IReadOnlyCollection<string>? overridden)
    {
        _ = AwsModelJson.FromJson<RegisterTaskDefinitionRequest>(
            definition,
            (member, problem) => Wrong(
                member, problem.Trim(), "Correct the file: it must be what 'aws ecs register-task-definition --cli-input-json' takes."));
        foreach (var (member, text) in overridden is null ? [] : UnfilledText.In(definition).Where(one => !overridden.Contains(one.Member)))
        {
            throw Wrong(
                member,
                $"contains {UntrustedText.Sanitize(text)}, which is a placeholder without a value.",
                "Write the value into the file.",
                ErrorCodes.PlaceholderWithoutValue);
        }
    }

    /// <summary>Creates the error for a member.</summary>
    /// <param name="member">Path of the member in the definition.</param>
    /// <param name="problem">What is wrong, as the end of a sentence that begins with the member.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="code">Which error; by default InvalidTaskDefinitionFile.</param>
    internal EcsToolsException Wrong(string member, string problem, string remedy, ErrorCode? code = null)
        => new(code ?? ErrorCodes.InvalidTaskDefinitionFile, $"{Subject(member)} {problem}", remedy, "Path", member);

    /// <summary>Names a member, with the place in the file if there is a file.</summary>
    internal string Subject(string member) => Subject(member, OffsetOf(member));

    /// <summary>The file, line and column of a member; null if there is no file, or the file has no such member.</summary>
    internal string? PlaceOf(string member)
        => _path is not null && OffsetOf(member) is { } offset ? $"'{_path}', {JsonProblem.Place(_text, offset)}" : null;

    private long? OffsetOf(string member) => _places.OffsetOf(_isWrapped && member != "tags" ? $"{Wrapper}.{member}" : member);

    private string Subject(string member, long? offset)
        => _path is null ? $"The task definition's '{UntrustedText.Sanitize(member, LongestShown)}'"
            : $"'{_path}'{(offset is { } at ? ", " + JsonProblem.Place(_text, at) : "")}: '{UntrustedText.Sanitize(member, LongestShown)}'";

    private static EcsToolsException Invalid(string name, string problem, string remedy, Exception? inner = null)
        => new(ErrorCodes.InvalidTaskDefinitionFile, $"{name} {problem}.", remedy, "Path", inner: inner);

    /// <summary>describe-task-definition prints the definition and its tags next to each other.</summary>
    private static JsonObject Unwrapped(JsonObject root)
    {
        var definition = root[Wrapper] is JsonObject described ? (JsonObject)described.DeepClone() : root;
        if (!ReferenceEquals(definition, root) && root["tags"] is { } tags)
        {
            definition["tags"] = tags.DeepClone();
        }

        foreach (var member in TaskDefinitionDocument.ReadOnlyMembers)
        {
            definition.Remove(member);
        }

        return definition;
    }

    /// <summary>JsonNode refuses an object with two members of one name. Here the last one counts.</summary>
    private static JsonNode? ToNode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var json = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    json[member.Name] = ToNode(member.Value);
                }

                return json;
            case JsonValueKind.Array:
                return new JsonArray(element.EnumerateArray().Select(ToNode).ToArray());
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
