using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Apps.Definition;

/// <summary>Checks an app before anything is read or created.</summary>
internal static class AppDefinitionChecks
{
    private static readonly Regex AppName = new("^[A-Za-z][A-Za-z0-9-]{0,31}$", RegexOptions.CultureInvariant);
    private static readonly Regex ServiceName = new("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", RegexOptions.CultureInvariant);

    /// <exception cref="EcsToolsException">The app is not complete, or contradicts itself.</exception>
    public static void Check(AppDefinition app)
    {
        Name(app.Name);
        if (app.Services.Count == 0)
        {
            throw new EcsToolsException(
                ErrorCodes.AppWithoutServices, $"App '{app.Name}' has no service.", "Give it at least one service.", "Path", app.Name);
        }

        foreach (var service in app.Services)
        {
            Service(service);
        }

        if (app.Services.GroupBy(service => service.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Wrong(twice.Last().Position, ErrorCodes.AppServiceRepeated, $"App '{app.Name}' has two services named '{twice.Key}'.", "Rename one of them.");
        }

        AppOrder.Levels(app);
    }

    public static void Name(string name)
    {
        if (!AppName.IsMatch(name) || name.EndsWith("-", StringComparison.Ordinal))
        {
            var letters = new string(name.Select(letter => letter < 128 && char.IsLetterOrDigit(letter) ? letter : '-').ToArray()).Trim('-');
            var fitting = letters.Length > 0 && char.IsLetter(letters[0]) ? letters : "app-" + letters;
            fitting = fitting.Substring(0, Math.Min(32, fitting.Length)).Trim('-');
            throw new EcsToolsException(
                ErrorCodes.InvalidAppName,
                $"'{name}' is not a name for an app: it must begin with a letter, and have 1 to 32 letters, digits and hyphens.",
                $"Use a name such as -Name {fitting}",
                "Name",
                name);
        }
    }

    /// <summary>An error whose message begins with the place in the file.</summary>
    public static EcsToolsException Wrong(SourcePosition? position, ErrorCode code, string message, string remedy)
        => new(code, position is null ? message : $"{position}: {message}", remedy, "Path", position?.ToString());

    private static void Service(AppService service)
    {
        if (!ServiceName.IsMatch(service.Name))
        {
            throw Wrong(
                service.Position,
                ErrorCodes.InvalidAppService,
                $"'{service.Name}' is not a name for a service: it must have 1 to 100 letters, digits, hyphens and underscores.",
                "Rename it.");
        }

        foreach (var container in service.Sidecars.Prepend(service.Container))
        {
            if ((container.Build is null) == (container.ImageUri is null))
            {
                throw Wrong(
                    container.Position ?? service.Position,
                    ErrorCodes.AppImageUnclear,
                    $"Container '{container.Name}' of service '{service.Name}' {(container.Build is null ? "has no image" : "has an image and a build")}.",
                    "Give either an image, or a folder with a Dockerfile to build.");
            }
        }

        if ((service.Kind == AppServiceKind.Scheduled) != (service.Schedule is not null))
        {
            throw Wrong(
                service.Position,
                ErrorCodes.AppScheduleUnclear,
                $"Service '{service.Name}' {(service.Schedule is null ? "runs on a schedule, but there is none" : "has a schedule, but does not run on one")}.",
                "Give a service that runs on a schedule the times, and any other service none.");
        }

        if (service.Kind != AppServiceKind.Service && (service.Route ?? (object?)service.Scaling ?? service.Before) is not null)
        {
            throw Wrong(
                service.Position,
                ErrorCodes.AppTaskWithService,
                $"Service '{service.Name}' runs to its end, so it can have no route, no scaling and no command before it.",
                "Remove these settings, or let it run all the time.");
        }
    }
}

/// <summary>The order in which services are rolled out.</summary>
internal static class AppOrder
{
    /// <summary>Groups of services, each of which depends only on services of earlier groups.</summary>
    /// <exception cref="EcsToolsException">A service depends on one that does not exist, or on itself over others.</exception>
    public static IReadOnlyList<IReadOnlyList<AppService>> Levels(AppDefinition app)
    {
        var names = new HashSet<string>(app.Services.Select(service => service.Name), StringComparer.Ordinal);
        foreach (var (service, dependency) in app.Services.SelectMany(service => service.DependsOn.Select(dependency => (service, dependency))))
        {
            Check(app, service, dependency, names);
        }

        var levels = new List<IReadOnlyList<AppService>>();
        var open = app.Services.ToList();
        while (open.Count > 0)
        {
            var ready = open.Where(service => !service.DependsOn.Any(other => open.Exists(waiting => waiting.Name == other.Service))).ToList();
            if (ready.Count == 0)
            {
                throw AppDefinitionChecks.Wrong(
                    open[0].Position,
                    ErrorCodes.AppDependencyCycle,
                    $"The services {string.Join(", ", open.Select(service => $"'{service.Name}'"))} depend on each other, so none of them can be first.",
                    "Remove one of the dependencies.");
            }

            levels.Add(ready);
            open.RemoveAll(ready.Contains);
        }

        return levels;
    }

    private static void Check(AppDefinition app, AppService service, AppDependency dependency, HashSet<string> names)
    {
        if (!names.Contains(dependency.Service))
        {
            throw AppDefinitionChecks.Wrong(
                dependency.Position ?? service.Position,
                ErrorCodes.AppDependencyMissing,
                $"Service '{service.Name}' depends on '{dependency.Service}', and app '{app.Name}' has no such service.",
                NearestNames.Suggest(dependency.Service, names, $"The services are {string.Join(", ", names)}."));
        }

        var isOnce = app.Services.First(other => other.Name == dependency.Service).Kind == AppServiceKind.RunOnce;
        if (dependency.Condition == AppDependencyCondition.Completed && !isOnce)
        {
            throw AppDefinitionChecks.Wrong(
                dependency.Position ?? service.Position,
                ErrorCodes.AppDependencyNeverEnds,
                $"Service '{service.Name}' waits until '{dependency.Service}' has completed, but that service keeps running.",
                "Wait until it is healthy instead.");
        }
    }
}
