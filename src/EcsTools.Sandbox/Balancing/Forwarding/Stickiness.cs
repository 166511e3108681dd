using System;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Balancing.Targets;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Keeps a client with its group and its target, by cookies.</summary>
internal static class Stickiness
{
    /// <summary>The group that the client stays with, or null.</summary>
    public static RunningGroup? Group(Serving serving, ServedRule rule, RequestHead head)
        => (StickyCookie.Find(head.Fields, StickyCookie.Group) ?? StickyCookie.Find(head.Fields, Cors(StickyCookie.Group))) is { } value
            && serving.Cookies.Read(StickyCookie.Group, rule.Compiled.Rule.Id, value, DateTimeOffset.UtcNow) is { } id
            ? rule.Group(id)
            : null;

    /// <summary>The target that the client stays with, or null.</summary>
    public static (string Address, int Port)? Target(Serving serving, RunningGroup group, RequestHead head)
    {
        if (group.Settings.Stickiness is not { } stickiness)
        {
            return null;
        }

        // Without the application's own cookie the session is over.
        if (stickiness.ApplicationCookie is { } own && StickyCookie.Find(head.Fields, own) is null)
        {
            return null;
        }

        var name = NameOf(stickiness);
        var value = StickyCookie.Find(head.Fields, name) ?? StickyCookie.Find(head.Fields, Cors(name));
        var key = value is null ? null : serving.Cookies.Read(name, group.Id, value, DateTimeOffset.UtcNow);
        var space = key?.LastIndexOf(' ') ?? -1;
        return space > 0 && int.TryParse(key!.Substring(space + 1), out var port) ? (key.Substring(0, space), port) : null;
    }

    /// <summary>The header lines that an answer of the target gets.</summary>
    public static string Cookies(Serving serving, ServedRule rule, RunningGroup group, RunningTarget target, ResponseHead answer)
    {
        if (group.Settings.Stickiness is null && ((RuleAction.Forward)rule.Action).Stickiness is null)
        {
            return "";
        }

        var lines = "";
        if (((RuleAction.Forward)rule.Action).Stickiness is { } duration)
        {
            var expires = DateTimeOffset.UtcNow + duration;
            lines += Lines(serving, StickyCookie.Group, serving.Cookies.Issue(StickyCookie.Group, rule.Compiled.Rule.Id, group.Id, expires), expires);
        }

        if (group.Settings.Stickiness is { } stickiness && (stickiness.ApplicationCookie is not { } own || Sets(answer, own)))
        {
            var expires = DateTimeOffset.UtcNow + stickiness.Duration;
            var name = NameOf(stickiness);
            var value = serving.Cookies.Issue(name, group.Id, $"{target.Target.Address} {target.Target.Port}", expires);
            lines += Lines(serving, name, value, expires);
        }

        return lines;
    }

    /// <summary>The cookie, and the same once more for requests from other sites.</summary>
    private static string Lines(Serving serving, string name, string value, DateTimeOffset expires)
    {
        var date = HttpDate.Of(expires);
        var line = $"Set-Cookie: {name}={value}; Expires={date}; Path=/\r\n";
        return name == StickyCookie.ApplicationTarget
            ? line
            : $"{line}Set-Cookie: {Cors(name)}={value}; Expires={date}; Path=/; SameSite=None{(serving.IsHttps ? "; Secure" : "")}\r\n";
    }

    private static string Cors(string name) => name + "CORS";

    private static string NameOf(TargetStickiness stickiness)
        => stickiness.ApplicationCookie is null ? StickyCookie.Target : StickyCookie.ApplicationTarget;

    private static bool Sets(ResponseHead answer, string cookie)
    {
        foreach (var field in answer.Fields.All)
        {
            if (field.Name == HeaderName.SetCookie
                && HttpBytes.Text(answer.Fields.Value(field)).StartsWith(cookie + "=", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
