using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A certificate of a listener. The host makes one for these names, signed by an authority of its own.</summary>
/// <param name="Id">The same id is the same certificate.</param>
/// <param name="DomainNames">The subject first. A name may begin with <c>*.</c>.</param>
internal sealed record BalancerCertificate(string Id, IReadOnlyList<string> DomainNames);
