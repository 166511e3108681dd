using System;
using System.Linq;
using EcsTools.Compose.Model;

namespace EcsTools.Compose.Mapping;

/// <summary>The architecture and the operating system of a task. All its containers have the same.</summary>
internal sealed class PlatformMapper
{
    private const string DefaultWindows = "WINDOWS_SERVER_2022_CORE";

    private readonly MappingContext _context;

    public PlatformMapper(MappingContext context) => _context = context;

    /// <summary>The architecture and the operating system; null for those of the image.</summary>
    public (string? Architecture, string? OperatingSystem) Map(ServiceGroup group)
    {
        var given = group.All.Select(service => (Service: service, Platform: Of(service))).Where(one => one.Platform is not null).ToList();
        if (given.Count == 0)
        {
            return (null, null);
        }

        var first = Read(given[0].Platform!.Value);
        foreach (var other in given.Skip(1).Where(other => Read(other.Platform!.Value) != first))
        {
            _context.Error(
                other.Platform!.Value.Position,
                $"services.{other.Service.Name} has the platform {other.Platform.Value.Value}, and services.{given[0].Service.Name} "
                    + $"in the same task has {given[0].Platform!.Value.Value}",
                "Use one platform for all containers of a task.");
        }

        return first;
    }

    private static Placed<string>? Of(ComposeService service)
        => service.Platform ?? (service.Build is { Platforms.Count: > 0 } build ? build.Platforms[0] : null);

    private (string? Architecture, string? OperatingSystem) Read(Placed<string> platform)
    {
        var parts = platform.Value.ToLowerInvariant().Split('/');
        var (system, architecture) = parts.Length == 1 ? ("linux", parts[0]) : (parts[0], parts[1]);
        switch (system, architecture)
        {
            case ("linux", "amd64" or "x86_64" or "x86-64"):
                return ("X86_64", "LINUX");
            case ("linux", "arm64" or "aarch64"):
                return ("ARM64", "LINUX");
            case ("windows", "amd64" or "x86_64" or "x86-64"):
                return ("X86_64", DefaultWindows);
            default:
                _context.Error(
                    platform.Position, $"Fargate does not have the platform '{UntrustedText.Sanitize(platform.Value)}'",
                    "Use linux/amd64, linux/arm64 or windows/amd64.");
                return (null, null);
        }
    }
}
