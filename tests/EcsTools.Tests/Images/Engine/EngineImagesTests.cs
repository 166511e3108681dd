using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Engine;

/// <summary>What the pusher and the completers ask of an engine.</summary>
[Collection("Docker engine")]
public sealed class EngineImagesTests
{
    private readonly EngineFixture _engine;

    public EngineImagesTests(EngineFixture engine) => _engine = engine;

    private EngineImages Images => new(_engine.Engine);

    [SkippableFact]
    public async Task An_image_is_described_in_the_words_of_a_task_definition()
    {
        _engine.Require();
        var image = await Images.InspectAsync(_engine.Image, default);
        Assert.StartsWith("sha256:", image.ImageId, StringComparison.Ordinal);
        Assert.Contains(_engine.Image, image.References);
        Assert.Equal(("X86_64", "LINUX"), (image.Architecture, image.OperatingSystem));
        Assert.StartsWith("sha256:", Assert.Single(image.DiffIds), StringComparison.Ordinal);
        Assert.True(image.Size > 100_000);
        Assert.Equal(image.ImageId, (await Images.InspectAsync(image.ImageId, default)).ImageId);
    }

    [SkippableFact]
    public async Task Only_images_with_names_are_listed()
    {
        _engine.Require();
        var all = await Images.ListAsync(default);
        Assert.Contains(all, image => image.References.Contains(_engine.Image));
        Assert.All(all, image => Assert.All(image.References, name => Assert.DoesNotContain("<none>", name, StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task An_export_is_a_docker_archive_of_the_image()
    {
        _engine.Require();
        using var export = await Images.ExportAsync(_engine.Image, default);
        using var tar = new TarReader(export);
        var names = new List<string>();
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            names.Add(entry.Name);
        }

        Assert.Contains("manifest.json", names);
    }

    [SkippableFact]
    public async Task An_absent_image_is_an_error_with_the_nearest_names()
    {
        _engine.Require();
        var mistyped = _engine.Image.Replace("-base:1", "-bsae:1", StringComparison.Ordinal);
        foreach (var call in new Func<Task>[]
        {
            () => Images.InspectAsync(mistyped, default),
            () => Images.ExportAsync(mistyped, default),
            () => Images.TagAsync(mistyped, "x:1", default),
            () => Images.RemoveAsync(mistyped, default),
        })
        {
            var absent = await Assert.ThrowsAsync<EcsToolsException>(call);
            Assert.Equal(("EngineImageNotFound", ErrorKind.NotFound, "Image"), (absent.ErrorId, absent.Kind, absent.Parameter));
            Assert.Contains(_engine.Image, absent.Remedy, StringComparison.Ordinal);
            Assert.Contains(EngineFixture.Socket, absent.Message, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task The_engine_pushes_and_says_the_digest_the_registry_has()
    {
        _engine.Require();
        using var registry = await DockerRegistryServer.StartAsync();
        var reference = $"{registry.Host}/{_engine.Name}:1";
        await Images.TagAsync(_engine.Image, reference, default);
        var progress = new Collected<OperationProgress>();
        var digest = await Images.PushAsync(reference, null, progress, default);
        await Images.RemoveAsync(reference, default);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{registry.Host}/v2/{_engine.Name}/manifests/1");
        request.Headers.Add("Accept", "application/vnd.docker.distribution.manifest.v2+json");
        using var response = await http.SendAsync(request);
        Assert.Equal(digest, Assert.Single(response.Headers.GetValues("Docker-Content-Digest")));
        Assert.Contains(progress.Values, report => report is { Item: not null, Completed: true, Status: "Pushed" });
        Assert.True(progress.Values[^1] is { Item: null, Completed: true });
    }

    [SkippableFact]
    public async Task A_push_that_fails_says_why_and_never_the_secret()
    {
        _engine.Require();
        using var registry = new AskingRegistry();
        var reference = $"{registry.Host}/{_engine.Name}:2";
        await Images.TagAsync(_engine.Image, reference, default);
        var credential = new RegistryCredential { Registry = registry.Host, UserName = "AWS", Password = "the-token" };
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => Images.PushAsync(reference, credential, null, default));
        Assert.Equal(("EnginePushFailed", "Image"), (failed.ErrorId, failed.Parameter));
        Assert.Contains(reference, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token", failed.ToString(), StringComparison.Ordinal);
        Assert.Contains("AWS:the-token", registry.Credentials);
        var missing = await Assert.ThrowsAsync<EcsToolsException>(() => Images.PushAsync(reference, null, null, default));
        Assert.Equal(ErrorKind.PermissionDenied, missing.Kind);
        await Images.RemoveAsync(reference, default);
    }
}
