using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Cloud;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Engine;

/// <summary>A sandbox whose tasks are containers, and an image of busybox made from nothing. Absent programs skip the tests, not fail them.</summary>
public class DockerSandbox : EcsSandbox
{
    private string? _absent;

    /// <summary>An image on the local engine: <c>/bin/busybox</c> under its usual names, with a shell as its command.</summary>
    public string Image { get; } = Unique("ecstools-test") + ":1";

    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Docker };

    public override async Task InitializeAsync()
    {
        try
        {
            await Tool.RequireDockerAsync();
            Skip.If(Tool.Find("busybox") is null, "busybox is not installed");
        }
        catch (SkipException absent)
        {
            _absent = absent.Message;
            return;
        }

        await BuildAsync(Image);
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_absent is null)
        {
            await Tool.RunAsync("docker", ["rmi", "--force", Image]);
        }
    }

    /// <summary>Called first by every test.</summary>
    public void Require() => Skip.If(_absent is not null, _absent);

    /// <summary>Builds an image of busybox from nothing.</summary>
    public static async Task BuildAsync(string image, string more = "")
    {
        using var folder = new TemporaryFolder();
        File.Copy(Tool.Find("busybox")!, Path.Combine(folder.Path, "busybox"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "Dockerfile"),
            $"""
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            ENV PATH=/bin
            CMD ["sh"]
            {more}
            """);
        await Tool.BuildImageAsync(folder.Path, [image]);
    }

    /// <summary>Runs one container with a shell script and gives the task as it was started.</summary>
    public Task<JsonObject> RunScriptAsync(string script, JsonObject? container = null)
    {
        var named = container ?? [];
        named["command"] = new JsonArray("sh", "-c", script);
        return RunContainerAsync(named);
    }

    public async Task<JsonObject> RunContainerAsync(JsonObject container)
    {
        container["image"] ??= Image;
        return await RunAsync(await ClusterAsync(), await RegisterAsync(Definition(container: container)));
    }

    /// <summary>Runs several containers as one task.</summary>
    public async Task<JsonObject> RunContainersAsync(params JsonObject[] containers)
    {
        var definition = Definition();
        definition["containerDefinitions"] = new JsonArray();
        foreach (var container in containers)
        {
            container["image"] ??= Image;
            definition["containerDefinitions"]!.AsArray().Add(container.DeepClone());
        }

        return await RunAsync(await ClusterAsync(), await RegisterAsync(definition));
    }

    public static JsonObject Container(string name, string script, string more = "{}")
    {
        var container = JsonNode.Parse(more)!.AsObject();
        container["name"] = name;
        container["command"] = new JsonArray("sh", "-c", script);
        return container;
    }

    /// <summary>A new repository with the image under a tag, sent by docker itself.</summary>
    public async Task<(string Uri, string Digest)> PushAsync(string tag)
    {
        var repository = Unique("pushed");
        await Boto.CallAsync("ecr", "CreateRepository", new JsonObject { ["repositoryName"] = repository });
        var token = (await Boto.CallAsync("ecr", "GetAuthorizationToken"))["authorizationData"]![0]!;
        var uri = $"{Server.RegistryUri}/{repository}:{tag}";
        using var folder = new TemporaryFolder();
        folder.Write("config.json", new JsonObject
        {
            ["auths"] = new JsonObject
            {
                [Server.RegistryUri] = new JsonObject { ["auth"] = (string)token["authorizationToken"]! },
            },
        }.ToJsonString());
        await Tool.RunOrFailAsync("docker", "tag", Image, uri);
        try
        {
            await Tool.RunOrFailAsync("docker", "--config", folder.Path, "push", "--quiet", uri);
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", uri]);
        }

        var described = await Boto.CallAsync("ecr", "DescribeImages", new JsonObject { ["repositoryName"] = repository });
        return (uri, (string)described["imageDetails"]![0]!["imageDigest"]!);
    }

    public static JsonObject In(JsonObject task, string name)
    {
        foreach (var container in task["containers"]!.AsArray())
        {
            if ((string?)container!["name"] == name)
            {
                return container.AsObject();
            }
        }

        throw new Xunit.Sdk.XunitException($"The task has no container {name}.");
    }
}

/// <summary>One in which a minute of scaling passes in a fraction of a second. Containers are real, and so is what they use.</summary>
public sealed class FastDockerSandbox : DockerSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Docker, TimeScale = 1000 };
}
