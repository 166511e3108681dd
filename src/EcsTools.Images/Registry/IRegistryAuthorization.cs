using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Registry;

/// <summary>The access that a request needs. A token is requested for this scope only.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="Push">Whether the request writes.</param>
public sealed record RegistryScope(string Repository, bool Push)
{
    /// <summary>Another repository of the registry, from which the request mounts a blob. This requires the right to pull from it.</summary>
    public string? MountFrom { get; init; }

    /// <summary>The scope as token servers read it.</summary>
    internal string Text => $"repository:{Repository}:{(Push ? "pull,push" : "pull")}{(MountFrom is null ? "" : $" repository:{MountFrom}:pull")}";
}

/// <summary>Authorizes the requests to a registry.</summary>
public interface IRegistryAuthorization
{
    /// <summary>Returns the Authorization header for a request; null for no header.</summary>
    /// <param name="scope">The access that the request needs.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    Task<AuthenticationHeaderValue?> GetAsync(RegistryScope scope, CancellationToken cancellationToken);

    /// <summary>Handles a 401 answer to a request.</summary>
    /// <param name="scope">The access that the request needed.</param>
    /// <param name="refused">The header that was refused.</param>
    /// <param name="answer">The 401 answer. Its challenge may say what is required.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Whether the request can be tried again with a new header.</returns>
    Task<bool> RenewAsync(RegistryScope scope, AuthenticationHeaderValue? refused, HttpResponseMessage answer, CancellationToken cancellationToken);
}
