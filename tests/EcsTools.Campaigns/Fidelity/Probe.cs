using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>One request to an operation of AWS, and what AWS answers.</summary>
/// <param name="Service">The service in the signature, such as <c>ecs</c>.</param>
/// <param name="Operation">Such as <c>RunTask</c>.</param>
/// <param name="What">What is special about the request, in a few words.</param>
/// <param name="Body">The members of the request, in the names of the service model, of whatever types.</param>
/// <param name="Expected">What AWS does.</param>
internal sealed record Probe(string Service, string Operation, string What, JsonObject Body, Expectation Expected)
{
    /// <summary>
    /// The same request without its fault, or null. A refusal shows something only if this one is not refused in the same words.
    /// </summary>
    public JsonObject? Valid { get; init; }

    public override string ToString() => $"{Service} {Operation}: {What}";
}
