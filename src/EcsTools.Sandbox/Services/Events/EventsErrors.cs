using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>The errors of EventBridge, and its pages.</summary>
internal static class EventsErrors
{
    public static AwsError Invalid(string message) => new("ValidationException", message);

    public static AwsError NoRule(string name) => new("ResourceNotFoundException", $"Rule {name} does not exist on EventBus default.");

    public static AwsError WrongArn(string arn) => Invalid($"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format.");

    public static AwsError TooMany()
        => new("LimitExceededException", "The requested resource exceeds the maximum number allowed.");

    public static JsonObject Page<T>(
        JsonObject input,
        string member,
        System.Collections.Generic.IReadOnlyList<T> items,
        System.Func<T, string> key,
        System.Func<T, JsonNode> describe)
    {
        var (page, next) = Paging.Page(
            items, key, input.Text("NextToken"), (int)(input.Integer("Limit") ?? 100), () => Invalid("Parameter NextToken is not valid."));
        var list = new JsonArray();
        foreach (var item in page)
        {
            list.Add(describe(item));
        }

        var answer = new JsonObject { [member] = list };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }
}
