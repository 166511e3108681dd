using EcsTools.Pipeline.Arguments;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Reads the conditions of a route from the parameters of a command.</summary>
internal static class RouteConditionArguments
{
    public static RouteConditionRequest Read(IRouteConditions given) => new()
    {
        Paths = given.Path,
        PathRegexes = given.PathRegex,
        HostNames = given.HostName,
        Methods = given.Method,
        Headers = TextListDictionary.From(given.Header, nameof(given.Header)),
        Query = TextListDictionary.From(given.Query, nameof(given.Query)),
        SourceAddresses = given.SourceAddress,
    };
}
