using System;
using System.Globalization;
using System.Linq;

namespace EcsTools.Apps.Definition;

/// <summary>The names of what is created for a service of an app. They are the same in every run, so that a run finds what an earlier one created.</summary>
internal static class AppNames
{
    /// <summary>The cluster and the load balancer of apps that name none.</summary>
    public const string Shared = "ecstools";

    private const string GroupPrefix = "ecstools-";

    // Elastic Load Balancing's limit. A second target group has two more characters.
    private const int LongestTargetGroup = 30;

    /// <summary>Name of the service in ECS, and of its task definition: the app's name, followed by the service's name if that is another one.</summary>
    public static string Of(string app, string service) => service == app ? app : app + "-" + service;

    /// <summary>Name of a repository, which has no capital letters.</summary>
    public static string Repository(string app, AppService service, AppContainer container)
    {
        var name = Of(app, service.Name) + (ReferenceEquals(container, service.Container) ? "" : "-" + container.Name);
        return name.ToLowerInvariant();
    }

    /// <summary>Name of a target group: at most 32 letters, digits and hyphens.</summary>
    public static string TargetGroup(string app, string service)
    {
        var name = new string(Of(app, service).Select(letter => letter == '_' ? '-' : letter).ToArray()).Trim('-');
        return name.Length <= LongestTargetGroup ? name : name.Substring(0, LongestTargetGroup - 9) + "-" + Hash(name);
    }

    /// <summary>The Service Connect namespace of an app.</summary>
    public static string Namespace(string app) => GroupPrefix + app;

    /// <summary>Name of a port: at most 64 small letters, digits, hyphens and underscores. It is unique in the namespace of the app.</summary>
    public static string Port(string container, int port)
    {
        const int Longest = 64;
        var number = "-" + port.ToString(CultureInfo.InvariantCulture);
        var letters = container.ToLowerInvariant().Select(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' ? letter : '-');
        var name = new string(letters.ToArray());
        name = name.Trim('-', '_');
        return (name.Length + number.Length <= Longest ? name : name.Substring(0, Longest - number.Length - 9) + "-" + Hash(name)) + number;
    }

    /// <summary>Schedules have no tags. Their group has the name of the app.</summary>
    public static string ScheduleGroup(string app) => GroupPrefix + app;

    /// <summary>The app of a schedule group; null if it is another group.</summary>
    public static string? AppOfScheduleGroup(string? group)
        => group?.StartsWith(GroupPrefix, StringComparison.Ordinal) == true ? group.Substring(GroupPrefix.Length) : null;

    /// <summary>The name of a service within its app: the reverse of <see cref="Of"/>.</summary>
    public static string ServiceOf(string app, string name)
        => name.StartsWith(app + "-", StringComparison.Ordinal) ? name.Substring(app.Length + 1) : name;

    /// <summary>FNV-1a with 32 bits, as eight digits: the same on every machine, unlike the hash of .NET.</summary>
    private static string Hash(string text)
        => text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u)).ToString("x8", CultureInfo.InvariantCulture);
}
