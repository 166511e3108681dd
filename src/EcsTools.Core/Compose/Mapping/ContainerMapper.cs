using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;
using EcsTools.Network;
using EcsTools.TaskDefinitions;

namespace EcsTools.Compose.Mapping;

/// <summary>A service of a compose file as a container of a task.</summary>
internal sealed class ContainerMapper
{
    private const int LongestStop = 120;

    private static readonly string[] EcsDrivers = ["awslogs", "splunk", "awsfirelens"];

    private readonly MappingContext _context;
    private readonly VariableMapper _variables;
    private readonly VolumeMapper _volumes;
    private readonly BuildMapper _builds;

    public ContainerMapper(MappingContext context, VolumeMapper volumes)
    {
        _context = context;
        _variables = new VariableMapper(context);
        _volumes = volumes;
        _builds = new BuildMapper(context);
    }

    /// <summary>Maps a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="group">The task that it belongs to.</param>
    /// <param name="dependencies">The containers of the task that start before it.</param>
    /// <param name="isEssential">Whether the task ends when the container ends.</param>
    public AppContainer Map(ComposeService service, ServiceGroup group, IReadOnlyList<TaskDependency> dependencies, bool isEssential)
    {
        var (variables, secrets) = _variables.Map(service);
        var isAlone = group.Sidecars.Count == 0;
        var volumes = _volumes.Map(service, group);
        var container = new AppContainer
        {
            Name = service.Name,
            Position = service.Position,
            ImageUri = service.Build is null ? Image(service) : null,
            PullSecret = PullSecret(service),
            Build = service.Build is null ? null : _builds.Map(service, service.Build),
            Essential = isEssential,
            Ports = Ports(service),
            Environment = variables.Count == 0 ? null : variables,
            Secrets = secrets.Count == 0 ? null : secrets,
            EnvironmentFiles = service.Fargate.EnvironmentFiles?.Select(file => file.Value).ToList(),
            Command = Words(service.Command, service, "command"),
            EntryPoint = Words(service.EntryPoint, service, "entrypoint"),
            HealthCheck = service.HealthCheck is { } check ? new HealthCheckMapper(_context).Map(check, service) : null,
            Volumes = volumes.Count == 0 ? null : volumes,
            Ulimits = service.Ulimits.Count == 0 ? null : service.Ulimits.Select(limit => Ulimit(limit, service)).ToList(),
            DependsOn = dependencies.Count == 0 ? null : dependencies,
            ContainerMemory = isAlone ? null : SizeMapper.MiB(service),
            ContainerCpu = isAlone ? null : SizeMapper.Units(service),
            StopTimeout = StopTimeout(service),
            User = service.User?.Value,
            WorkingDirectory = service.WorkingDirectory?.Value,
            ReadOnlyRootFilesystem = service.ReadOnly?.Value,
            InitProcess = service.Init?.Value,
            PseudoTerminal = service.Tty?.Value,
            Interactive = service.StdinOpen?.Value,
            Labels = Pairs(service.Labels),
            KernelParameters = Pairs(service.Sysctls),
            AddedCapabilities = Added(service),
            DroppedCapabilities = service.CapDrop.Count == 0 ? null : service.CapDrop.Select(one => Capability(one.Value)).ToList(),
            LogRouter = service.Fargate.LogRouter?.Value,
        };
        return WithLog(container, service);
    }

    /// <summary>The ports of a container, published or not.</summary>
    public IReadOnlyList<TaskPort>? Ports(ComposeService service)
    {
        var ports = service.Ports.Select(port => new TaskPort(port.Target, port.Protocol)).Concat(service.Expose.SelectMany(Exposed)).Distinct().ToList();
        return ports.Count == 0 ? null : ports;
    }

    private static IEnumerable<TaskPort> Exposed(Placed<string> text)
    {
        var parts = text.Value.Split('/');
        var range = parts[0].Split('-');
        var numbers = range.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
            ? number : 0).ToList();
        return parts.Length <= 2 && range.Length <= 2 && !numbers.Contains(0) && numbers[numbers.Count - 1] >= numbers[0]
            && numbers[numbers.Count - 1] - numbers[0] < 100
            && (parts.Length == 1 || parts[1] is "tcp" or "udp")
            ? Enumerable.Range(numbers[0], numbers[numbers.Count - 1] - numbers[0] + 1).Select(number
                => new TaskPort(number, parts.Length == 2 ? parts[1] : "tcp"))
            : throw Yaml.ComposeProblem.At(text.Position, $"'{UntrustedText.Sanitize(text.Value)}' is not a port",
                "Write a port such as \"3000\", or \"53/udp\".");
    }

    private string? Image(ComposeService service)
    {
        if (service.Image is { } image)
        {
            return MappingContext.Checked(image.Position, $"services.{service.Name}.image", () => TaskImageName.Check(image.Value));
        }

        _context.Error(service.Position, $"services.{service.Name} has neither image nor build", "Give one of the two.");
        return null;
    }

    private string? PullSecret(ComposeService service)
    {
        if (service.Fargate.PullCredential is { } given && service.Build is not null)
        {
            _context.Error(
                given.Position, $"services.{service.Name} builds its image, which ECS pulls from ECR with the execution role", "Remove pullCredential.");
        }

        return service.Fargate.PullCredential?.Value;
    }

    private List<string>? Words(IReadOnlyList<Placed<string>>? words, ComposeService service, string key)
    {
        if (words is { Count: 0 })
        {
            _context.Error(
                service.Position, $"services.{service.Name}.{key} is empty, and ECS cannot remove what the image has", "Give a command, or remove the key.");
        }

        return words is null or { Count: 0 } ? null : words.Select(word => word.Value).ToList();
    }

    private static TaskUlimit Ulimit(ComposeUlimit limit, ComposeService service)
        => MappingContext.Checked(
            limit.Position,
            $"services.{service.Name}.ulimits.{limit.Name}",
            () => TaskUlimit.Parse(FormattableString.Invariant($"{limit.Name}={limit.Soft}:{limit.Hard}")));

    private int? StopTimeout(ComposeService service)
    {
        if (service.StopGracePeriod is not { } period)
        {
            return null;
        }

        var seconds = (int)Math.Ceiling(Math.Min(period.Value.TotalSeconds, int.MaxValue));
        if (seconds > LongestStop)
        {
            _context.Error(
                period.Position, $"services.{service.Name}.stop_grace_period is {seconds} seconds, and Fargate stops a container after at most {LongestStop}",
                $"Use {LongestStop}s or less.");
        }

        return seconds;
    }

    private List<string>? Added(ComposeService service)
    {
        foreach (var capability in service.CapAdd.Where(one => Capability(one.Value) != "SYS_PTRACE"))
        {
            _context.Error(
                capability.Position, $"services.{service.Name}.cap_add: Fargate cannot add the capability {UntrustedText.Sanitize(capability.Value)}",
                "Remove it. Fargate adds only SYS_PTRACE.");
        }

        return service.CapAdd.Count == 0 ? null : ["SYS_PTRACE"];
    }

    private static string Capability(string name)
    {
        var upper = name.ToUpperInvariant();
        return upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper.Substring(4) : upper;
    }

    private AppContainer WithLog(AppContainer container, ComposeService service)
    {
        if (service.Logging is not { Driver: { } driver } logging)
        {
            return container;
        }

        if (driver.Value == "none")
        {
            return container with { NoLog = true };
        }

        if (EcsDrivers.Contains(driver.Value, StringComparer.Ordinal))
        {
            return container with { LogDriver = driver.Value, LogOptions = Pairs(logging.Options) };
        }

        _context.Warn(
            driver.Position,
            $"services.{service.Name}.logging: ECS has no log driver '{UntrustedText.Sanitize(driver.Value)}', so the log goes to CloudWatch Logs",
            "Remove the key, or use awslogs, splunk or awsfirelens.");
        return container;
    }

    private static Dictionary<string, string>? Pairs(IReadOnlyList<ComposePair> pairs)
        => pairs.Count == 0 ? null : pairs.ToDictionary(pair => pair.Name, pair => pair.Value ?? "", StringComparer.Ordinal);
}
