using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Registry;

/// <summary>What a request needs access to. A token is asked for this scope and no more.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="Push">Whether the request writes.</param>
public sealed record RegistryScope(string Repository, bool Push);

/// <summary>Authorizes the requests to a registry.</summary>
public interface IRegistryAuthorization
{
    /// <summary>Gives the Authorization header for a request; null sends none.</summary>
    /// <param name="scope">What the request needs access to.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    Task<AuthenticationHeaderValue?> GetAsync(RegistryScope scope, CancellationToken cancellationToken);

    /// <summary>Takes note that a request was answered with 401.</summary>
    /// <param name="scope">What was asked for.</param>
    /// <param name="refused">The header that the request had.</param>
    /// <param name="answer">The refusal, whose challenge may say what is wanted.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>Whether there is something new to try with.</returns>
    Task<bool> RenewAsync(RegistryScope scope, AuthenticationHeaderValue? refused, HttpResponseMessage answer, CancellationToken cancellationToken);
}
