using System;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Balancing.Routing;
using EcsTools.Sandbox.Balancing.Targets;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Does with a request what its rule says.</summary>
internal static class RuleExecution
{
    /// <returns>Whether the connection of the client goes on.</returns>
    public static ValueTask<bool> RunAsync(ClientConnection client, Serving serving, ServedRule rule, IRequestFacts facts)
        => rule.Action switch
        {
            RuleAction.Redirect redirect => new(RedirectAsync(client, serving, redirect, facts)),
            RuleAction.FixedResponse response => new(RespondAsync(client, serving, response)),
            _ => ForwardAsync(client, serving, rule),
        };

    private static Task<bool> RedirectAsync(ClientConnection client, Serving serving, RuleAction.Redirect redirect, IRequestFacts facts)
    {
        serving.BalancerResponses.CountRedirect();
        var status = redirect.IsPermanent ? 301 : 302;
        var location = RedirectLocation.Of(redirect, facts, serving.IsHttps ? "https" : "http", serving.Listener.Port, serving.ReachablePort);
        return client.RespondAsync(status, StandardPage.Of(status), "text/html", $"Location: {location}\r\n");
    }

    private static Task<bool> RespondAsync(ClientConnection client, Serving serving, RuleAction.FixedResponse response)
    {
        serving.BalancerResponses.CountFixedResponse();
        return client.RespondAsync(
            response.StatusCode,
            Encoding.UTF8.GetBytes(response.Body ?? ""),
            response.ContentType is { } type ? type + (type.StartsWith("text/", StringComparison.Ordinal) ? "; charset=utf-8" : "") : null);
    }

    private static ValueTask<bool> ForwardAsync(ClientConnection client, Serving serving, ServedRule rule)
    {
        var head = client.Head;
        var isSticky = ((RuleAction.Forward)rule.Action).Stickiness is not null;
        var group = (isSticky ? Stickiness.Group(serving, rule, head) : null) ?? rule.NextGroup();
        if (group is not null && group.Settings.ProtocolVersion != TargetProtocolVersion.Http1)
        {
            return new(client.RespondAsync(464));
        }

        if (!TryRewrite(rule.Compiled, head, out var target, out var host))
        {
            return new(client.RespondAsync(500));
        }

        if (group?.Enter(Stickiness.Target(serving, group, head)) is not { } entered)
        {
            return new(client.RespondAsync(503));
        }

        if (entered.Target.IsSimulated)
        {
            return new(SimulateAsync(client, group, entered));
        }

        RequestHeadWriter.Write(client.Outgoing.Clear(), head, serving, client.Address, target, host);
        return new Exchange(client, serving, rule, group, entered).RunAsync();
    }

    private static async Task<bool> SimulateAsync(ClientConnection client, RunningGroup group, RunningTarget target)
    {
        try
        {
            group.Counters.CountRequest();
            group.Counters.CountAnswer(200);
            group.Counters.NoteTime(TimeSpan.Zero);
            return await client.RespondAsync(200, Array.Empty<byte>(), null).ConfigureAwait(false);
        }
        finally
        {
            target.Exit();
        }
    }

    /// <summary>Applies the transforms. False if one makes what cannot be sent.</summary>
    private static bool TryRewrite(CompiledRule rule, RequestHead head, out string? target, out string? host)
    {
        target = rule.Url?.Apply(HttpBytes.Text(head.Target));
        host = rule.Host?.Apply(head.Host);
        return (target is null || (target.StartsWith("/", StringComparison.Ordinal) && IsAscii(target) && HttpBytes.IsTarget(Encoding.ASCII.GetBytes(target))))
            && (host is null || (IsAscii(host) && (host.Length == 0 || HttpBytes.IsHost(Encoding.ASCII.GetBytes(host)))));
    }

    private static bool IsAscii(string text)
    {
        foreach (var letter in text)
        {
            if (letter > '\x7f')
            {
                return false;
            }
        }

        return true;
    }
}
