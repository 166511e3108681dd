using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;
using EcsTools.TaskDefinitions;

namespace EcsTools.Compose.Mapping;

/// <summary>The volumes of a container. What has to last is on EFS; the disk of a task is empty when the task starts.</summary>
internal sealed class VolumeMapper
{
    private readonly MappingContext _context;
    private readonly Dictionary<string, ServiceGroup> _temporary = new(StringComparer.Ordinal);

    public VolumeMapper(MappingContext context) => _context = context;

    public List<TaskVolume> Map(ComposeService service, ServiceGroup group)
    {
        var volumes = service.Volumes.Select(mount => Map(mount, service, group)).OfType<TaskVolume>().ToList();
        var number = 0;
        foreach (var tmpfs in service.Tmpfs)
        {
            volumes.Add(Memory(tmpfs.Value.Split(':')[0], ++number, service, tmpfs.Position));
        }

        foreach (var mount in service.Volumes.Where(mount => mount.Type == "tmpfs"))
        {
            volumes.Add(Memory(mount.Target, ++number, service, mount.Position));
        }

        return volumes;
    }

    private TaskVolume? Map(ComposeMount mount, ComposeService service, ServiceGroup group)
    {
        switch (mount.Type)
        {
            case "tmpfs":
                return null;
            case "volume" when mount.Source is null:
                _context.Warn(
                    mount.Position, $"services.{service.Name}: the volume without a name at {mount.Target} is the disk of the container itself",
                    "Remove it, or give it a name.");
                return null;
            case "volume":
                return Named(mount, service, group);
            case "bind":
                Bind(mount, service);
                return null;
            default:
                _context.Error(
                    mount.Position, $"services.{service.Name}.volumes: Fargate cannot mount a volume of the type '{UntrustedText.Sanitize(mount.Type)}'",
                    "Use a named volume.");
                return null;
        }
    }

    private void Bind(ComposeMount mount, ComposeService service)
    {
        var isEngine = mount.Source?.EndsWith("docker.sock", StringComparison.Ordinal) == true;
        _context.Error(
            mount.Position,
            isEngine ? $"services.{service.Name}.volumes: Fargate has no Docker engine to mount at {mount.Target}"
                : $"services.{service.Name}.volumes: Fargate cannot mount '{UntrustedText.Sanitize(mount.Source ?? "")}', a file or folder of this machine",
            isEngine ? "Remove it. If the program needs an engine, Fargate cannot run it."
                : "Copy the files into the image with COPY in the Dockerfile, or store them on EFS and mount a named volume.");
    }

    private TaskVolume? Named(ComposeMount mount, ComposeService service, ServiceGroup group)
    {
        var name = mount.Source!;
        if (!_context.Project.Volumes.TryGetValue(name, out var volume))
        {
            _context.Error(
                mount.Position, $"services.{service.Name} mounts the volume '{UntrustedText.Sanitize(name)}', which is not at the top level",
                NearestNames.Suggest(name, _context.Project.Volumes.Keys, "Add it under volumes."));
            return null;
        }

        if (volume.FileSystem is { } system)
        {
            return Checked(system.Value, mount.Target, mount.IsReadOnly, system.Position);
        }

        if (!volume.IsTemporary)
        {
            _context.Error(
                mount.Position,
                $"services.{service.Name} keeps files in the volume '{name}', and the disk of a task is lost with the task",
                $"Say where the volume is stored: volumes: {{ {name}: {{ x-fargate: {{ fileSystem: fs-0123456789abcdef0 }} }} }} for EFS, "
                    + "or temporary: true if it may be empty in each new task.");
            return null;
        }

        if (_temporary.TryGetValue(name, out var other) && other.Main.Name != group.Main.Name)
        {
            _context.Error(
                mount.Position,
                $"services.{service.Name} and services.{other.Main.Name} share the temporary volume '{name}', and each task has a disk of its own",
                "Store the volume on EFS with fileSystem, or put both into one task with x-fargate.sidecarOf.");
        }

        _temporary[name] = group;
        return Checked(Clean(name), mount.Target, mount.IsReadOnly, mount.Position);
    }

    private TaskVolume Memory(string path, int number, ComposeService service, SourcePosition position)
    {
        _context.Warn(position, $"services.{service.Name}: {UntrustedText.Sanitize(path)} is on the disk of the task, because Fargate has no tmpfs",
            "Make it a temporary named volume.");
        return Checked(Clean($"{service.Name}-tmpfs-{number.ToString(CultureInfo.InvariantCulture)}"), path, isReadOnly: false, position);
    }

    private static TaskVolume Checked(string source, string path, bool isReadOnly, SourcePosition position)
        => MappingContext.Checked(position, "the volume", () => TaskVolume.Parse($"{source}:{path}{(isReadOnly ? ":ro" : "")}"));

    private static string Clean(string name) => new(name.Select(c => c is '.' ? '-' : c).ToArray());
}
