using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>A manifest as services of a compose file: the service itself, and one for each sidecar.</summary>
internal sealed class ServiceConverter
{
    private readonly ManifestNode _manifest;
    private readonly string _name;
    private readonly Func<string, string> _sidecarName;
    private readonly YamlBlock _volumes;

    public ServiceConverter(ManifestNode manifest, string name, Func<string, string> sidecarName, YamlBlock volumes)
    {
        _manifest = manifest;
        _name = name;
        _sidecarName = sidecarName;
        _volumes = volumes;
    }

    /// <param name="isWeb">Whether it has a load balancer.</param>
    /// <param name="isJob">Whether it runs on a timetable.</param>
    public IReadOnlyList<(string Name, YamlBlock Block)> Convert(bool isWeb, bool isJob)
    {
        var (service, fargate) = (new YamlBlock(), new YamlBlock());
        var image = _manifest.Map("image");
        if (image is not null)
        {
            ContainerConverter.Image(image, service);
            service.Add("expose", image.Text("port") is { } port ? [port] : null);
            service.Add("depends_on", ContainerConverter.DependsOn(image.Map("depends_on"), _sidecarName));
            service.Add("healthcheck", ContainerConverter.HealthCheck(image.Map("healthcheck")));
        }

        ContainerConverter.Common(_manifest, service);
        service.Add("platform", Platform());
        Storage(service, fargate);
        fargate.Add("cpu", _manifest.Text("cpu")).Add("memory", _manifest.Text("memory"));
        new RouteConverter(_manifest, image, isWeb).Convert(fargate);
        var replicas = new CountConverter(_manifest).Convert(fargate);
        service.Add("deploy", new YamlBlock().Add("replicas", replicas).Add("update_config", Update()));
        fargate.Add("enableExecuteCommand", _manifest.Flag("exec") == true ? "true" : null);
        if (isJob)
        {
            new ScheduleConverter(_manifest).Convert(fargate);
        }

        Network(fargate, image?.Text("port") is not null && !isJob);
        service.Add("x-fargate", fargate);
        return [(_name, service), .. _manifest.Named("sidecars").Select(one => (_sidecarName(one.Name), Sidecar(one.Node)))];
    }

    private YamlBlock Sidecar(ManifestNode node)
    {
        var service = new YamlBlock();
        if (node.IsText("image"))
        {
            service.Add("image", node.Text("image"));
        }
        else if (node.Map("image") is { } image)
        {
            ContainerConverter.Image(image, service);
        }

        service.Add("expose", node.Text("port") is { } port ? [port] : null);
        service.Add("depends_on", ContainerConverter.DependsOn(node.Map("depends_on"), name => name == _name ? name : _sidecarName(name)));
        service.Add("healthcheck", ContainerConverter.HealthCheck(node.Map("healthcheck")));
        ContainerConverter.Common(node, service);
        service.Add("labels", ContainerConverter.Pairs(node.Map("labels")));
        service.Add("volumes", node.Maps("mount_points").Select(mount
            => Mount(mount.Text("source_volume") ?? "", mount.Text("path"), mount.Flag("read_only") ?? true)).ToList() is { Count: > 0 } mounts ? mounts
                : null);
        node.Lost("credentialsParameter", "credentials of a registry are not passed on", "Copy the image to Amazon ECR with Copy-EcrImage.");
        return service.Add(
            "x-fargate", new YamlBlock().Add("sidecarOf", _name).Add("essential", node.Flag("essential") == false ? "false" : null));
    }

    private string? Platform()
    {
        var text = _manifest.IsText("platform") ? _manifest.Text("platform")
            : _manifest.Map("platform") is { } map ? $"{map.Text("osfamily")}/{map.Text("architecture")}" : null;
        return text is null ? null : text.StartsWith("windows", StringComparison.OrdinalIgnoreCase) ? "windows/amd64"
            : text.EndsWith("arm64", StringComparison.OrdinalIgnoreCase) || text.EndsWith("arm", StringComparison.OrdinalIgnoreCase) ? "linux/arm64"
                : "linux/amd64";
    }

    private void Storage(YamlBlock service, YamlBlock fargate)
    {
        if (_manifest.Map("storage") is not { } storage)
        {
            return;
        }

        service.Add("read_only", storage.Flag("readonly_fs") == true ? "true" : null);
        fargate.Add("ephemeralStorage", storage.Text("ephemeral") is { } size
            && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var gib) && gib > 20 ? size : null);
        var mounts = new List<string>();
        foreach (var (name, volume) in storage.Named("volumes"))
        {
            var place = Place(volume);
            _volumes.AddAlways(name, place is null ? new YamlBlock() : new YamlBlock().Add("x-fargate", place));
            if (volume.Text("path") is { } path)
            {
                mounts.Add(Mount(name, path, volume.Flag("read_only") ?? true));
            }
        }

        service.Add("volumes", mounts.Count > 0 ? mounts : null);
    }

    /// <summary>Where a volume is stored; null if Copilot created its file system.</summary>
    private static YamlBlock? Place(ManifestNode volume)
    {
        if (volume.IsText("efs") && volume.Flag("efs") == true)
        {
            volume.Lost("efs", "Copilot created a file system for the volume, and the compose file does not name it",
                "Write its id: x-fargate: { fileSystem: fs-... } under volumes.");
            return null;
        }

        if (volume.Map("efs") is not { } efs)
        {
            return new YamlBlock().Add("temporary", "true");
        }

        var auth = efs.Map("auth");
        auth?.Lost("iam", "authorization of EFS by IAM is not set", "Use an access point with its own permissions.");
        var point = auth?.Text("access_point_id");
        var folder = efs.Text("root_dir");
        return new YamlBlock().Add("fileSystem", efs.Text("id") + (point is not null ? "/" + point : folder is { Length: > 1 } ? folder : ""));
    }

    private YamlBlock? Update()
    {
        if (_manifest.Map("deployment") is not { } deployment)
        {
            return null;
        }

        var rolling = deployment.Text("rolling");
        return rolling == "recreate" ? new YamlBlock().Add("order", "stop-first").Add("parallelism", "0") : null;
    }

    private void Network(YamlBlock fargate, bool isReached)
    {
        if (_manifest.Map("network") is not { } network)
        {
            return;
        }

        if (network.Map("connect") is { } connect)
        {
            connect.Lost("alias", "the service is reached by its own name", "Use the name of the service where the alias is used.");
            fargate.Add("connect", isReached ? "true" : null);
        }
        else
        {
            fargate.Add("connect", isReached && network.Flag("connect") == true ? "true" : null);
        }

        if (network.Map("vpc") is { } vpc && vpc.Text("placement") is "private")
        {
            vpc.Lost("placement", "a compose file does not say in which subnets tasks run", "Publish into private subnets with -Subnet.");
        }
    }

    private static string Mount(string name, string? path, bool isReadOnly) => $"{name}:{path}{(isReadOnly ? ":ro" : "")}";
}
