using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Scheduler;

/// <summary>Schedule groups: named sets of schedules. Only groups have tags.</summary>
internal sealed class ScheduleGroups
{
    public const string Default = "default";

    private readonly SandboxCloud _cloud;
    private readonly object _gate;
    private readonly SortedDictionary<string, JsonObject> _groups = new(StringComparer.Ordinal);
    private readonly Action<string> _removeSchedules;
    private readonly Action _changed;

    /// <param name="cloud">The sandbox.</param>
    /// <param name="gate">The lock of the service.</param>
    /// <param name="removeSchedules">Removes the schedules of a deleted group.</param>
    /// <param name="changed">Called after a change.</param>
    public ScheduleGroups(SandboxCloud cloud, object gate, Action<string> removeSchedules, Action changed)
    {
        _cloud = cloud;
        _gate = gate;
        _removeSchedules = removeSchedules;
        _changed = changed;
        _groups[Default] = New(Default, []);
    }

    public JsonObject Create(SandboxCall call)
    {
        var name = call.Input.Text("Name")!;
        RequireOwn(name);
        CheckTags(call.Input.Objects("Tags"));
        lock (_gate)
        {
            if (_groups.TryGetValue(name, out var known))
            {
                return call.Input.Text("ClientToken") is { } again && known.Text("ClientToken") == again
                    ? new JsonObject { ["ScheduleGroupArn"] = Arn(name) }
                    : throw new AwsError("ConflictException", $"Schedule group {name} already exists.", 409);
            }

            _groups[name] = New(name, call.Input.Objects("Tags").ToJson());
            _groups[name]["ClientToken"] = call.Input.Text("ClientToken");
        }

        _changed();
        return new JsonObject { ["ScheduleGroupArn"] = Arn(name) };
    }

    public JsonObject Get(SandboxCall call)
    {
        lock (_gate)
        {
            return Describe(Find(call.Input.Text("Name")!));
        }
    }

    public JsonObject Delete(SandboxCall call)
    {
        var name = call.Input.Text("Name")!;
        RequireOwn(name);
        lock (_gate)
        {
            _ = Find(name);
            _groups.Remove(name);
            _removeSchedules(name);
        }

        _changed();
        return [];
    }

    public JsonObject List(SandboxCall call)
    {
        lock (_gate)
        {
            var prefix = call.Input.Text("NamePrefix") ?? "";
            var groups = _groups.Values.Where(group => group.Text("Name")!.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            return SchedulerPages.Of(call.Input, "ScheduleGroups", groups, group => group.Text("Name")!, Describe);
        }
    }

    public JsonObject TagResource(SandboxCall call) => ChangeTags(call, tags =>
    {
        CheckTags(call.Input.Objects("Tags"));
        var added = call.Input.Objects("Tags").ToDictionary(tag => tag.Text("Key")!, tag => tag, StringComparer.Ordinal);
        return tags.Where(tag => !added.ContainsKey(tag.Text("Key")!)).Concat(added.Values);
    });

    public JsonObject UntagResource(SandboxCall call) => ChangeTags(
        call, tags => tags.Where(tag => !call.Input.Texts("TagKeys").Contains(tag.Text("Key"))));

    public JsonObject ListTags(SandboxCall call)
    {
        lock (_gate)
        {
            return new JsonObject { ["Tags"] = FindByArn(call.Input.Text("ResourceArn")!)["Tags"]!.DeepClone() };
        }
    }

    /// <summary>Throws if the group does not exist.</summary>
    public void Require(string name) => Find(name);

    /// <summary>All groups with their tags.</summary>
    public IReadOnlyList<TaggedResource> Tagged() => _groups.Values
        .Select(group => new TaggedResource(
            group.Text("Arn")!, group.Objects("Tags").Select(tag => new KeyValuePair<string, string>(tag.Text("Key")!, tag.Text("Value") ?? "")).ToList()))
        .ToList();

    public JsonArray Save() => _groups.Values.ToJson();

    public void Load(JsonObject saved)
    {
        foreach (var group in saved.Objects("groups"))
        {
            _groups[group.Text("Name")!] = group.Copy();
        }
    }

    private static JsonObject Describe(JsonObject group)
    {
        var answer = group.Copy();
        answer.Remove("Tags");
        answer.Remove("ClientToken");
        return answer;
    }

    private static void RequireOwn(string name)
    {
        if (name == Default)
        {
            throw ScheduleRules.Invalid($"This operation cannot be performed on schedule group {name}.");
        }
    }

    private static void CheckTags(IReadOnlyList<JsonObject> tags)
    {
        var keys = tags.Select(tag => tag.Text("Key")!).ToList();
        if (keys.Exists(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
        {
            throw ScheduleRules.Invalid("Tag keys that begin with aws: are reserved for system use.");
        }

        if (keys.Distinct(StringComparer.Ordinal).Count() < keys.Count)
        {
            throw ScheduleRules.Invalid("Tag keys must be unique.");
        }
    }

    private JsonObject ChangeTags(SandboxCall call, Func<IReadOnlyList<JsonObject>, IEnumerable<JsonObject>> change)
    {
        lock (_gate)
        {
            var group = FindByArn(call.Input.Text("ResourceArn")!);
            var tags = change(group.Objects("Tags")).ToJson();
            if (tags.Count > 200)
            {
                throw new AwsError("ServiceQuotaExceededException", "A schedule group can have at most 200 tags.", 402);
            }

            group["Tags"] = tags;
            group["LastModificationDate"] = _cloud.Clock.EpochSeconds;
        }

        _changed();
        return [];
    }

    private JsonObject FindByArn(string arn) => Find(arn.Substring(arn.LastIndexOf('/') + 1));

    private JsonObject Find(string name) => _groups.TryGetValue(name, out var group)
        ? group
        : throw new AwsError("ResourceNotFoundException", $"Schedule group {name} does not exist.", 404);

    private string Arn(string name) => _cloud.Arn("scheduler", "schedule-group/" + name);

    private JsonObject New(string name, JsonArray tags) => new()
    {
        ["Arn"] = Arn(name),
        ["Name"] = name,
        ["State"] = "ACTIVE",
        ["CreationDate"] = _cloud.Clock.EpochSeconds,
        ["LastModificationDate"] = _cloud.Clock.EpochSeconds,
        ["Tags"] = tags,
    };
}

/// <summary>Lists of the Scheduler.</summary>
internal static class SchedulerPages
{
    public static JsonObject Of(
        JsonObject input, string member, IReadOnlyList<JsonObject> items, Func<JsonObject, string> key, Func<JsonObject, JsonObject> describe)
    {
        var (page, next) = Paging.Page(
            items, key, input.Text("NextToken"), (int)(input.Integer("MaxResults") ?? 100), () => ScheduleRules.Invalid("Invalid NextToken."));
        var answer = new JsonObject { [member] = page.Select(describe).ToJson() };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }
}
