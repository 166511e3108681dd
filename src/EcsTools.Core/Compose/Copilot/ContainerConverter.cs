using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>What the main container and the sidecars of a manifest have in common.</summary>
internal static class ContainerConverter
{
    /// <summary>The image: built from a Dockerfile, or one that exists.</summary>
    public static void Image(ManifestNode image, YamlBlock service)
    {
        service.Add("image", image.Text("location"));
        if (image.IsText("build"))
        {
            service.Add("build", Build(image.Text("build")!, null));
        }
        else if (image.Map("build") is { } build)
        {
            var arguments = Pairs(build.Map("args"));
            build.Lost("cache_from", "the builder uses its own cache", "Nothing is needed.");
            service.Add(
                "build",
                Build(build.Text("dockerfile") ?? (build.Text("context") ?? ".") + "/Dockerfile", build.Text("context")).Add("target",
                    build.Text("target")).Add("args", arguments));
        }

        service.Add("labels", Pairs(image.Map("labels")));
    }

    /// <summary>Command, variables, secrets and health check.</summary>
    public static void Common(ManifestNode node, YamlBlock service)
    {
        service.Add("entrypoint", node.Command("entrypoint")).Add("command", node.Command("command"));
        service.Add("env_file", node.Text("env_file")?.Replace('\\', '/')).Add("environment", Environment(node));
    }

    /// <summary>A health check, with the defaults of Copilot.</summary>
    public static YamlBlock? HealthCheck(ManifestNode? check)
        => check is null ? null : new YamlBlock()
            .Add("test", check.IsText("command") ? ["CMD-SHELL", check.Text("command")!] : check.Texts("command"))
            .Add("interval", check.Text("interval") ?? "10s")
            .Add("retries", check.Text("retries") ?? "2")
            .Add("timeout", check.Text("timeout") ?? "5s")
            .Add("start_period", check.Text("start_period"));

    /// <summary>Dependencies between the containers of a task.</summary>
    public static YamlBlock? DependsOn(ManifestNode? node, Func<string, string> sidecarName)
    {
        var block = new YamlBlock();
        foreach (var entry in node?.Entries ?? [])
        {
            block.Add(sidecarName(entry.Key), new YamlBlock().Add("condition", node!.Text(entry.Key)!.ToLowerInvariant() switch
            {
                "healthy" => "service_healthy",
                "success" or "complete" => "service_completed_successfully",
                _ => "service_started",
            }));
        }

        return block;
    }

    /// <summary>Names and texts.</summary>
    public static YamlBlock? Pairs(ManifestNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var block = new YamlBlock();
        foreach (var entry in node.Entries.Where(entry => entry.Value is YamlScalar))
        {
            block.Add(entry.Key, node.Text(entry.Key) ?? "");
        }

        return block;
    }

    // With slashes, whatever the manifest has and wherever it is converted: Compose on Linux does not know the backslashes of Windows.
    private static YamlBlock Build(string dockerfile, string? context)
    {
        var path = dockerfile.Replace('\\', '/');
        var end = path.LastIndexOf('/');
        var folder = context?.Replace('\\', '/') ?? (end < 0 ? "." : end == 0 ? "/" : path.Substring(0, end));
        var file = Relative(folder, dockerfile);
        return new YamlBlock().Add("context", folder).Add("dockerfile", file == "Dockerfile" ? null : file);
    }

    /// <summary>Compose looks for the Dockerfile from the context, Copilot from the workspace.</summary>
    private static string Relative(string folder, string dockerfile)
    {
        var from = Parts(folder);
        var to = Parts(dockerfile);
        var common = from.Zip(to, (one, other) => one == other).TakeWhile(isSame => isSame).Count();
        return string.Join("/", Enumerable.Repeat("..", from.Count - common).Concat(to.Skip(common)));
    }

    private static List<string> Parts(string path) => path.Replace('\\', '/').Split('/').Where(part => part is not ("" or ".")).ToList();

    /// <summary>Variables; and secrets, which are tokens.</summary>
    private static YamlBlock Environment(ManifestNode node)
    {
        var block = Pairs(node.Map("variables")) ?? new YamlBlock();
        foreach (var (_, variable) in node.Named("variables"))
        {
            variable.Lost("from_cfn", "Copilot means an export of a stack", "Write ${cfn:stack.Output} under environment, with the stack that has the export.");
        }

        if (node.Map("secrets") is not { } secrets)
        {
            return block;
        }

        foreach (var entry in secrets.Entries)
        {
            if (secrets.IsText(entry.Key))
            {
                block.Add(entry.Key, Token("ssm", secrets.Text(entry.Key)!));
            }
            else if (secrets.Map(entry.Key) is { } secret)
            {
                block.Add(entry.Key, secret.Text("secretsmanager") is { } name ? Token("secret", name) : null);
                secret.Lost(
                    "from_cfn", "Copilot means an export of a stack", "Write ${cfn:stack.Output} under x-fargate.secrets, with the stack that has the export.");
            }
        }

        return block;
    }

    /// <summary>An ARN says itself where it is from.</summary>
    private static string Token(string kind, string name)
        => name.StartsWith("arn:", StringComparison.Ordinal) && name.Contains(":secretsmanager:") ? $"${{secret:{name}}}" : $"${{{kind}:{name}}}";
}
