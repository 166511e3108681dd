using System.Collections.Generic;

namespace EcsTools.Routing.Rules;

/// <summary>What a request must have for a route to apply. A null value was not given. All conditions must hold; of each, one value.</summary>
public sealed record RouteConditionRequest
{
    /// <summary>Paths, with the wildcards <c>*</c> and <c>?</c>.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Regular expressions for the path.</summary>
    public IReadOnlyList<string>? PathRegexes { get; init; }

    /// <summary>Host names, with wildcards.</summary>
    public IReadOnlyList<string>? HostNames { get; init; }

    /// <summary>HTTP methods.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>Headers, each with its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Headers { get; init; }

    /// <summary>Parameters of the query, each with its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Query { get; init; }

    /// <summary>Addresses of clients, in CIDR notation.</summary>
    public IReadOnlyList<string>? SourceAddresses { get; init; }

    /// <summary>Whether nothing was given.</summary>
    public bool IsEmpty => Paths is null && PathRegexes is null && HostNames is null && Methods is null && Headers is null && Query is null
        && SourceAddresses is null;
}
