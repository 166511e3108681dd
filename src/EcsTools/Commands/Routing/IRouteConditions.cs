using System.Collections;

namespace EcsTools.Commands.Routing;

/// <summary>The conditions of a route.</summary>
internal interface IRouteConditions
{
    /// <summary>
    /// Paths, such as /api/users*. An asterisk stands for any number of characters, also slashes, and ? for one. The whole path is compared, without the query,
    /// and upper and lower case differ. /users/* does not include /users.
    /// </summary>
    string[]? Path { get; }

    /// <summary>Regular expressions for the path, such as ^/api/v[12]/. Lookarounds and backreferences are not supported.</summary>
    string[]? PathRegex { get; }

    /// <summary>Host names, such as api.example.com or *.example.com, which does not include example.com.</summary>
    string[]? HostName { get; }

    /// <summary>HTTP methods in capital letters, such as GET.</summary>
    string[]? Method { get; }

    /// <summary>Headers that a request must have, such as @{ 'X-Version' = '2', '3' }: of each header one of its values.</summary>
    Hashtable? Header { get; }

    /// <summary>Parameters of the query that a request must have, such as @{ version = '2' }: of each parameter one of its values.</summary>
    Hashtable? Query { get; }

    /// <summary>Addresses of clients, such as 203.0.113.0/24. Behind a proxy or a CDN this is the address of the proxy.</summary>
    string[]? SourceAddress { get; }
}
