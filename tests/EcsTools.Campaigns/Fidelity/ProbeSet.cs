using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>
/// Probes of one kind of thing, with the calls that prepare them. A set begins with an empty account; its steps are taken in order. <c>${name}</c> in a body
/// or an expectation is what an earlier step took from its answer, and <c>${account}</c> the account.
/// </summary>
internal sealed class ProbeSet(string service, string name)
{
    private readonly List<ProbeStep> _steps = [];

    /// <summary>The service that its probes call unless they name another.</summary>
    public string Service => service;

    public string Name => name;

    public IReadOnlyList<ProbeStep> Steps => _steps;

    /// <summary>A call that prepares what follows, and is not counted.</summary>
    /// <param name="operation">The operation; <c>ec2:DescribeSubnets</c> is one of another service.</param>
    /// <param name="body">The request.</param>
    /// <param name="takes">What to keep of the answer: <c>task=tasks.0.taskArn</c>.</param>
    public ProbeSet Given(string operation, string body, params string[] takes)
    {
        var (of, call) = Split(operation);
        _steps.Add(new ProbeStep.Preparation(of, call, Parse(body), takes.Select(Pair).ToList()));
        return this;
    }

    /// <summary>A call that is repeated until a place of its answer has a value, and is not counted.</summary>
    public ProbeSet Until(string operation, string body, string path, string value)
    {
        var (of, call) = Split(operation);
        _steps.Add(new ProbeStep.Wait(of, call, Parse(body), path, value));
        return this;
    }

    public ProbeSet Accepted(string operation, string what, string body) => Add(operation, what, Parse(body), new Expectation.Accepted());

    /// <summary>A request whose answer has a value at a place: <c>services.0.status</c>.</summary>
    public ProbeSet Answered(string operation, string what, string body, string path, string? value)
        => Add(operation, what, Parse(body), new Expectation.Answered(path, value));

    /// <param name="operation">The operation.</param>
    /// <param name="what">What is wrong with the request.</param>
    /// <param name="body">The request.</param>
    /// <param name="codes">The error code; several, with | between them, where AWS's documentation leaves open which.</param>
    /// <param name="text">A part of the message, where it is known.</param>
    public ProbeSet Refused(string operation, string what, string body, string codes, string? text = null)
        => Add(operation, what, Parse(body), new Expectation.Refused(codes, text));

    /// <summary>Many variants of one request: each body is merged (RFC 7396) over <paramref name="valid"/>.</summary>
    public ProbeVariants Variants(string operation, string valid) => new(this, operation, Parse(valid));

    public ProbeSet Add(string operation, string what, JsonObject body, Expectation expected, JsonObject? valid = null)
    {
        var (of, call) = Split(operation);
        _steps.Add(new ProbeStep.Check(new Probe(of, call, what, body, expected) { Valid = valid }));
        return this;
    }

    private static JsonObject Parse(string body) => JsonNode.Parse(body)!.AsObject();

    private static (string Name, string Path) Pair(string take)
    {
        var at = take.IndexOf('=');
        return (take[..at], take[(at + 1)..]);
    }

    private (string Service, string Operation) Split(string operation)
    {
        var at = operation.IndexOf(':');
        return at < 0 ? (service, operation) : (operation[..at], operation[(at + 1)..]);
    }
}
