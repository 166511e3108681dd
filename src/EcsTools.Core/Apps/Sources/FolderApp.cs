using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Apps.Definition;
using EcsTools.Images.Build;
using EcsTools.Network;
using EcsTools.Routing.Rules;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Sources;

/// <summary>
/// Completes an app of one service with what the Dockerfile of its folder says: the ports, the health check and the platform. What the caller gives counts
/// more. The user needs nothing: ECS runs the image as the user that it names.
/// </summary>
public static class FolderApp
{
    // Limits of a container's health check: HealthCheck in the ECS API reference.
    private const int ShortestInterval = 5;
    private const int LongestInterval = 300;
    private const int ShortestTimeout = 2;
    private const int LongestTimeout = 60;
    private const int MostRetries = 10;

    private static readonly Regex Url = new(@"https?://[^/\s""']+(?<path>/[^\s""'|;&)]*)", RegexOptions.CultureInvariant);

    /// <summary>The name of an app in a folder: the name of the folder, as far as a name can have its characters.</summary>
    /// <param name="folder">Full path of the folder.</param>
    public static string NameOf(string folder)
    {
        var name = new string(new DirectoryInfo(folder).Name.ToLowerInvariant()
            .Select(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? letter : '-').ToArray());
        name = Regex.Replace(name, "-+", "-").Trim('-');
        name = name.Length > 0 && name[0] is >= 'a' and <= 'z' ? name : "app-" + name;
        return name.Substring(0, Math.Min(32, name.Length)).Trim('-');
    }

    /// <summary>Completes an app.</summary>
    /// <param name="app">An app with one service whose image is built.</param>
    /// <param name="isBalanced">Whether a load balancer shall send requests to it.</param>
    /// <exception cref="EcsToolsException">There is no Dockerfile, or its port cannot be found out.</exception>
    public static AppDefinition Complete(AppDefinition app, bool isBalanced)
    {
        var service = app.Services[0];
        var container = service.Container;
        var file = DockerfileSettings.Read(container.Build!);
        var notes = new List<string>();
        var name = Path.GetFileName(file.Path);
        var ports = container.Ports ?? Ports(file, notes, name);
        var check = container.HealthCheck ?? HealthCheck(file.HealthCheck, notes, name);
        var platform = container.Build!.Platform ?? PlatformOf(service, file);
        if (file.User is { } user)
        {
            notes.Add($"The container runs as the user {user}, as {name} says.");
        }

        var architecture = service.Architecture ?? ArchitectureOf(platform, notes, name, file);
        var route = isBalanced ? RouteOf(service, ports, file, notes, name) : null;
        return app with
        {
            Notes = [.. app.Notes, .. notes],
            Warnings = [.. app.Warnings, .. file.Unknown.Select(line => $"{name}, {line} has a variable whose value is not known, so the line is not used.")],
            Services =
            [
                service with
                {
                    Architecture = architecture,
                    Route = route,
                    Container = container with
                    {
                        Ports = ports.Count > 0 ? ports : null,
                        HealthCheck = check,
                        Build = container.Build with { Platform = platform },
                    },
                },
            ],
        };
    }

    private static IReadOnlyList<TaskPort> Ports(DockerfileSettings file, List<string> notes, string name)
    {
        if (file.Ports.Count > 0)
        {
            notes.Add($"Port {string.Join(", ", file.Ports)} is from EXPOSE in {name}.");
        }

        return file.Ports.Select(port => TaskPort.Parse(port)).ToList();
    }

    private static TaskHealthCheck? HealthCheck(DockerfileHealthCheck? check, List<string> notes, string name)
    {
        if (check is null)
        {
            return null;
        }

        notes.Add($"The health check of the container is from HEALTHCHECK in {name}. ECS does not read it there, so the task definition has it.");
        return new TaskHealthCheck
        {
            Command = check.Command,
            Interval = Within(check.Interval, ShortestInterval, LongestInterval),
            Timeout = Within(check.Timeout, ShortestTimeout, LongestTimeout),
            StartPeriod = Within(check.StartPeriod, 0, LongestInterval),
            Retries = Math.Min(check.Retries, MostRetries),
        };
    }

    private static int Within(TimeSpan time, int least, int most) => Math.Max(least, Math.Min(most, (int)Math.Ceiling(time.TotalSeconds)));

    private static string? PlatformOf(AppService service, DockerfileSettings file) => service.Architecture?.ToUpperInvariant() switch
    {
        "ARM64" => "linux/arm64",
        "X86_64" or "AMD64" => "linux/amd64",
        _ => file.Platform,
    };

    private static string? ArchitectureOf(string? platform, List<string> notes, string name, DockerfileSettings file)
    {
        if (platform is not null && platform == file.Platform)
        {
            notes.Add($"The platform {platform} is from FROM in {name}.");
        }

        return platform?.Split('/') switch
        {
            [_, "arm64", ..] => "ARM64",
            [_, "amd64", ..] => "X86_64",
            _ => null,
        };
    }

    private static AppRoute RouteOf(AppService service, IReadOnlyList<TaskPort> ports, DockerfileSettings file, List<string> notes, string name)
    {
        var route = service.Route ?? new AppRoute();
        var tcp = ports.Where(port => port.Protocol == "tcp").Select(port => port.Number).ToList();
        if (route.ContainerPort is null && tcp.Count != 1)
        {
            throw new EcsToolsException(
                ErrorCodes.AppPortUnclear,
                tcp.Count == 0 ? $"'{file.Path}' has no EXPOSE, so the port that the program listens on is not known."
                    : $"'{file.Path}' exposes the ports {string.Join(", ", tcp)}, and the load balancer sends requests to one of them.",
                $"Give the port of the program, such as -Port {(tcp.Count == 0 ? 8080 : tcp[0])}, or use -NoLoadBalancer if it answers no requests.",
                "Port",
                file.Path);
        }

        var check = route.Target.HealthCheck;
        if (check.Path is null && PathOf(file.HealthCheck) is { } path)
        {
            notes.Add($"The load balancer checks {path}, as HEALTHCHECK in {name} does.");
            check = check with { Path = path };
        }

        return route with { ContainerPort = route.ContainerPort ?? tcp[0], Target = route.Target with { HealthCheck = check } };
    }

    private static string? PathOf(DockerfileHealthCheck? check)
        => check is not null && Url.Match(string.Join(" ", check.Command)) is { Success: true } match && match.Groups["path"].Value.IndexOf('$') < 0
            ? match.Groups["path"].Value : null;
}
