using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Registry;

/// <summary>What a request is about: a repository, and whether it changes it. Tokens are given for no more than that.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Push">Whether anything is written.</param>
internal sealed record RegistryScope(string Repository, bool Push);

/// <summary>How a registry is told who asks.</summary>
internal interface IRegistryAuthorization
{
    /// <summary>The header for a request, or null to go without.</summary>
    Task<AuthenticationHeaderValue?> GetAsync(RegistryScope scope, CancellationToken cancellationToken);

    /// <summary>Takes note that a request was answered with 401.</summary>
    /// <param name="scope">What was asked for.</param>
    /// <param name="refused">The header that the request had.</param>
    /// <param name="answer">The refusal, whose challenge may say what is wanted.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>Whether there is something new to try with.</returns>
    Task<bool> RenewAsync(RegistryScope scope, AuthenticationHeaderValue? refused, HttpResponseMessage answer, CancellationToken cancellationToken);
}
