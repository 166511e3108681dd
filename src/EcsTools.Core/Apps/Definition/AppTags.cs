using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Apps.Definition;

/// <summary>The tags by which the parts of an app are found again.</summary>
public static class AppTags
{
    /// <summary>On everything that belongs to one app: the name of the app.</summary>
    public const string App = "ecstools:app";

    /// <summary>On what belongs to one service of an app: the name of the service within the app.</summary>
    public const string Service = "ecstools:service";

    /// <summary>On what several apps can share: the cluster, the load balancer and the execution role that were created for an app.</summary>
    public const string Shared = "ecstools:shared";

    /// <summary>On a revision of a task definition that runs once: that a task of it has succeeded.</summary>
    public const string Completed = "ecstools:completed";

    /// <summary>On a service that is suspended: the count that it had, and the limits of its scaling.</summary>
    public const string Suspended = "ecstools:suspended";

    /// <summary>Value of <see cref="Shared"/> and <see cref="Completed"/>.</summary>
    public const string Yes = "true";

    /// <summary>Tags of something of one service.</summary>
    public static IReadOnlyDictionary<string, string> Of(AppDefinition app, AppService service)
    {
        var tags = app.Tags.Concat(service.Tags).GroupBy(tag => tag.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        tags[App] = app.Name;
        tags[Service] = service.Name;
        return tags;
    }

    /// <summary>Tags of something that apps share.</summary>
    public static IReadOnlyDictionary<string, string> OfShared { get; } = new Dictionary<string, string> { [Shared] = Yes };
}
