namespace EcsTools;

/// <content>Apps.</content>
public static partial class ErrorCodes
{
    private const string AppsArea = "Apps";

    /// <summary>Services of an app depend on each other in a circle.</summary>
    /// <remarks>Remove one of the dependencies.</remarks>
    public static readonly ErrorCode AppDependencyCycle = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>A service of an app depends on a service that the app does not have.</summary>
    /// <remarks>Correct the name, or add the service.</remarks>
    public static readonly ErrorCode AppDependencyMissing = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>A service waits for the end of a service that keeps running.</summary>
    /// <remarks>Wait until the other service is healthy instead.</remarks>
    public static readonly ErrorCode AppDependencyNeverEnds = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>A container of an app has neither an image nor a build, or both.</summary>
    /// <remarks>Give one of the two.</remarks>
    public static readonly ErrorCode AppImageUnclear = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>No app has this name.</summary>
    /// <remarks>Get-FargateApp lists all apps.</remarks>
    public static readonly ErrorCode AppNotFound = Define(AppsArea, ErrorKind.NotFound);

    /// <summary>The port that receives the requests is not known: the image says none or several.</summary>
    /// <remarks>Give -Port, or -NoLoadBalancer for a program that answers no requests.</remarks>
    public static readonly ErrorCode AppPortUnclear = Define(AppsArea, ErrorKind.Unsuitable);

    /// <summary>Another app or service already answers the requests of this one.</summary>
    /// <remarks>Give the app its own path with -RoutePath, its own host name with -HostName, or its own load balancer with -LoadBalancer.</remarks>
    public static readonly ErrorCode AppRouteTaken = Define(AppsArea, ErrorKind.Conflict);

    /// <summary>A service of an app runs on a schedule and has no times, or has times and does not run on a schedule.</summary>
    /// <remarks>Give the times to the services that run on a schedule.</remarks>
    public static readonly ErrorCode AppScheduleUnclear = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>Two services of an app have the same name.</summary>
    /// <remarks>Rename one of them.</remarks>
    public static readonly ErrorCode AppServiceRepeated = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>A service that runs to its end has settings that only a running service can have.</summary>
    /// <remarks>Remove the settings, or let the service run all the time.</remarks>
    public static readonly ErrorCode AppTaskWithService = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>An app has no service.</summary>
    /// <remarks>Give it at least one service.</remarks>
    public static readonly ErrorCode AppWithoutServices = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>The command that runs before a service changes failed. The service was not changed.</summary>
    /// <remarks>Correct the command, and publish again.</remarks>
    public static readonly ErrorCode BeforeCommandFailed = Define(AppsArea, ErrorKind.Failed);

    /// <summary>The name of an app is not valid.</summary>
    /// <remarks>Begin it with a letter, and use 1 to 32 letters, digits and hyphens.</remarks>
    public static readonly ErrorCode InvalidAppName = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>The name of a service of an app is not valid.</summary>
    /// <remarks>Use 1 to 100 letters, digits, hyphens and underscores.</remarks>
    public static readonly ErrorCode InvalidAppService = Define(AppsArea, ErrorKind.InvalidArgument);

    /// <summary>-NoLoadBalancer was given together with a parameter of a load balancer.</summary>
    /// <remarks>Leave out one of the two.</remarks>
    public static readonly ErrorCode LoadBalancerNotWanted = Define(AppsArea, ErrorKind.InvalidArgument);
}
