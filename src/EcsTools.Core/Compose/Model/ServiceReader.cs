using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Model;

/// <summary>Reads a service from its mapping.</summary>
internal static class ServiceReader
{
    public static ComposeService Read(string name, NodeReader node) => new()
    {
        Name = name,
        Position = node.Position,
        Image = node.Text("image"),
        Build = node.Map("build") is { } build ? Build(build) : null,
        Platform = node.Text("platform"),
        Command = node.Texts("command"),
        EntryPoint = node.Texts("entrypoint"),
        Environment = node.Pairs("environment"),
        EnvironmentFiles = node.List("env_file").Select(EnvironmentFile).ToList(),
        Labels = node.Pairs("labels"),
        Ports = node.List("ports").Select(Port).ToList(),
        Expose = node.Texts("expose") ?? [],
        DependsOn = node.Maps("depends_on").Select(one => Dependency(one.Name, one.Node)).ToList(),
        Links = node.Texts("links") ?? [],
        HealthCheck = node.Map("healthcheck") is { } check ? HealthCheck(check) : null,
        Volumes = node.List("volumes").Select(Mount).ToList(),
        Tmpfs = node.Texts("tmpfs") ?? [],
        Secrets = node.List("secrets").Select(Grant).ToList(),
        Ulimits = node.Maps("ulimits").Select(one => Ulimit(one.Name, one.Node)).ToList(),
        CapAdd = node.Texts("cap_add") ?? [],
        CapDrop = node.Texts("cap_drop") ?? [],
        Sysctls = node.Pairs("sysctls"),
        Logging = node.Map("logging") is { } logging ? new ComposeLogging(logging.Text("driver"), logging.Pairs("options"), logging.Position) : null,
        Deploy = Deploy(node, node.Map("deploy")),
        Profiles = node.Texts("profiles") ?? [],
        NetworkMode = node.Text("network_mode"),
        Restart = node.Text("restart"),
        StopGracePeriod = node.Duration("stop_grace_period"),
        User = node.Text("user"),
        WorkingDirectory = node.Text("working_dir"),
        ReadOnly = node.Boolean("read_only"),
        Init = node.Boolean("init"),
        Tty = node.Boolean("tty"),
        StdinOpen = node.Boolean("stdin_open"),
        Fargate = node.Map("x-fargate") is { } extension ? ExtensionReader.Read(extension) : new FargateExtension(),
    };

    private static ComposeBuild Build(NodeReader node) => new()
    {
        Position = node.Position,
        Context = node.Text("context"),
        Dockerfile = node.Text("dockerfile"),
        Arguments = node.Pairs("args"),
        Labels = node.Pairs("labels"),
        Target = node.Text("target"),
        Platforms = node.Texts("platforms") ?? [],
        Secrets = node.List("secrets").Select(Grant).ToList(),
        NoCache = node.Boolean("no_cache"),
        Pull = node.Boolean("pull"),
    };

    private static ComposeEnvironmentFile EnvironmentFile(NodeReader node)
        => new(
            node.Text("path") ?? throw ComposeProblem.At(node.Position, $"{node.Name} has no path", "Give the path of the file."),
            node.Boolean("required")?.Value ?? true,
            node.Text("format") is { } format
                && (format.Value == "raw" ? true : throw node.Wrong(format, "format", "raw, or leave it out")));

    private static ComposePort Port(NodeReader node)
    {
        var target = node.Integer("target", 1, 65535) ?? throw ComposeProblem.At(node.Position, $"{node.Name} has no target",
            "Give the port of the container.");
        var protocol = node.Text("protocol");
        return protocol is null or { Value: "tcp" or "udp" }
            ? new ComposePort(target.Value, node.Text("published")?.Value, node.Text("host_ip")?.Value, protocol?.Value ?? "tcp", node.Position)
            : throw node.Wrong(protocol.Value, "protocol", "tcp or udp: ECS has no other protocol");
    }

    private static ComposeDependency Dependency(string service, NodeReader node)
    {
        var condition = node.Text("condition");
        return condition is null or { Value: "service_started" or "service_healthy" or "service_completed_successfully" }
            ? new ComposeDependency(service, condition?.Value ?? "service_started", node.Boolean("required")?.Value ?? true, node.Position)
            : throw node.Wrong(condition.Value, "condition", "service_started, service_healthy or service_completed_successfully");
    }

    private static ComposeHealthCheck HealthCheck(NodeReader node) => new()
    {
        Position = node.Position,
        Test = node.Texts("test"),
        Interval = node.Duration("interval"),
        Timeout = node.Duration("timeout"),
        StartPeriod = node.Duration("start_period"),
        Retries = node.Integer("retries", 0),
        IsDisabled = node.Boolean("disable")?.Value ?? node.Texts("test") is [{ Value: "NONE" }, ..],
    };

    private static ComposeMount Mount(NodeReader node)
        => new(
            node.Text("type")?.Value ?? "volume",
            node.Text("source")?.Value,
            node.Text("target")?.Value ?? throw ComposeProblem.At(node.Position, $"{node.Name} has no target", "Give the path in the container."),
            node.Boolean("read_only")?.Value ?? false,
            node.Position);

    private static ComposeGrant Grant(NodeReader node)
        => new(
            node.Text("source")?.Value ?? throw ComposeProblem.At(node.Position, $"{node.Name} has no source", "Name a secret of the top level."),
            node.Text("target")?.Value,
            node.Map("x-fargate")?.Text("variable")?.Value,
            node.Position);

    private static ComposeUlimit Ulimit(string name, NodeReader node)
    {
        var soft = node.Integer("soft", -1);
        var hard = node.Integer("hard", -1);
        return soft is null && hard is null ? throw ComposeProblem.At(node.Position, $"{node.Name} has no limit", "Give soft and hard.")
            : new ComposeUlimit(name, (soft ?? hard)!.Value.Value, (hard ?? soft)!.Value.Value, node.Position);
    }

    /// <summary>Older keys of the service, such as <c>mem_limit</c>, mean the same.</summary>
    private static ComposeDeploy Deploy(NodeReader service, NodeReader? node)
    {
        var limits = node?.Map("resources")?.Map("limits");
        var reservations = node?.Map("resources")?.Map("reservations");
        return new ComposeDeploy
        {
            Replicas = node?.Integer("replicas", 0, 5000) ?? service.Integer("scale", 0, 5000),
            Cpus = limits?.Number("cpus") ?? service.Number("cpus") ?? reservations?.Number("cpus"),
            Memory = limits?.Bytes("memory") ?? service.Bytes("mem_limit") ?? reservations?.Bytes("memory") ?? service.Bytes("mem_reservation"),
            Labels = node?.Pairs("labels") ?? [],
            RestartCondition = node?.Map("restart_policy")?.Text("condition"),
            Parallelism = node?.Map("update_config")?.Integer("parallelism", 0, 5000),
            Order = node?.Map("update_config")?.Text("order"),
        };
    }
}
