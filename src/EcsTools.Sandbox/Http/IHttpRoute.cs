using System.Threading.Tasks;

namespace EcsTools.Sandbox.Http;

/// <summary>A part of the sandbox with its own HTTP interface, in addition to the AWS APIs: the registry, or a stream of ECS Exec.</summary>
internal interface IHttpRoute
{
    /// <summary>Whether a request for <paramref name="path"/> (percent-decoded, without query) is for this route.</summary>
    bool Matches(string path);

    /// <summary>Answers the request. An exception before the answer has begun becomes HTTP 500; after it, a reset connection.</summary>
    Task HandleAsync(SandboxHttpContext context);
}
