using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>Docker.DotNet's image operations against a real engine and a real registry.</summary>
[Collection("Docker engine")]
public sealed class DockerDotNetImageTests
{
    private readonly EngineFixture _engine;

    public DockerDotNetImageTests(EngineFixture engine) => _engine = engine;

    private IDockerClient Client => _engine.Client;

    [SkippableFact]
    public async Task A_build_streams_its_steps_and_its_image_has_what_it_was_told()
    {
        _engine.Require();
        var tag = _engine.NewTag("build");
        var messages = await BuildAsync(tag, $"FROM {_engine.Image}\nARG WHO=nobody\nRUN echo $WHO > /who\nEXPOSE 80\nCMD [\"cat\",\"/who\"]\n", p =>
        {
            p.BuildArgs = new Dictionary<string, string> { ["WHO"] = "a b&c=d" };
            p.Labels = new Dictionary<string, string> { ["l"] = "v" };
        });
        Assert.Contains(messages, m => m.Stream?.StartsWith("Step 2/", StringComparison.Ordinal) == true);
        var image = await Client.Images.InspectImageAsync(tag);
        Assert.Equal(image.ID, messages.Select(m => m.Aux?.ExtensionData.TryGetValue("ID", out var id) == true ? id : null).Last(id => id is not null));
        Assert.Equal("v", image.Config.Labels["l"]);
        Assert.Equal(new[] { "80/tcp" }, image.Config.ExposedPorts.Keys);
        Assert.Equal("linux", image.Os);
        Assert.Equal(2, image.RootFS.Layers.Count);
        Assert.Equal(DateTime.UtcNow.Date, image.Created.ToUniversalTime().Date);
        Assert.Contains(await Client.Images.GetImageHistoryAsync(tag), layer => layer.CreatedBy.Contains("echo $WHO", StringComparison.Ordinal));
        var container = await _engine.CreateAsync("", p =>
        {
            p.Image = tag;
            p.Cmd = null;
        });
        await Client.Containers.StartContainerAsync(container, null);
        await Client.Containers.WaitContainerAsync(container);
        using var logs = await Client.Containers.GetContainerLogsAsync(container, false, new ContainerLogsParameters { ShowStdout = true });
        Assert.Equal("a b&c=d\n", (await logs.ReadOutputToEndAsync(default)).stdout);
        await Client.Containers.RemoveContainerAsync(container, new ContainerRemoveParameters());
    }

    [SkippableFact]
    public async Task A_step_that_fails_is_a_message_with_its_code()
    {
        _engine.Require();
        var messages = await BuildAsync(_engine.NewTag("fails"), $"FROM {_engine.Image}\nRUN exit 9\n");
        var error = messages.Single(m => m.Error is not null).Error;
        Assert.Equal(9, error.Code);
        Assert.Contains("non-zero code: 9", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_refused_build_answers_before_the_context_is_all_sent()
    {
        _engine.Require();
        using var endless = new EndlessStream();
        var refused = await Assert.ThrowsAsync<DockerApiException>(() => Client.Images.BuildImageFromDockerfileAsync(
            new ImageBuildParameters(), endless, null, null, new Collected<JSONMessage>()));
        Assert.Contains("invalid tar header", refused.ResponseBody, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task What_fails_in_the_context_stream_is_what_the_caller_gets()
    {
        _engine.Require();
        using var broken = new BrokenStream();
        var failed = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Client.Images.BuildImageFromDockerfileAsync(
            new ImageBuildParameters(), broken, null, null, new Collected<JSONMessage>()));
        Assert.Equal("the source broke", failed.Message);
    }

    [SkippableFact]
    public async Task An_image_is_saved_removed_and_loaded_again()
    {
        _engine.Require();
        var tag = _engine.NewTag("save");
        await Client.Images.TagImageAsync(_engine.Image, new ImageTagParameters { RepositoryName = tag.Split(':')[0], Tag = "1" });
        var id = (await Client.Images.InspectImageAsync(tag)).ID;
        using var archive = new MemoryStream();
        using (var saved = await Client.Images.SaveImageAsync(tag))
        {
            await saved.CopyToAsync(archive);
        }

        var removed = await Client.Images.DeleteImageAsync(tag, new ImageDeleteParameters());
        Assert.Contains(removed, change => change.TryGetValue("Untagged", out var name) && name == tag);
        await Assert.ThrowsAsync<DockerImageNotFoundException>(() => Client.Images.InspectImageAsync(tag));
        archive.Position = 0;
        var loaded = new Collected<JSONMessage>();
        await Client.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, archive, loaded);
        Assert.Contains(loaded.Values, m => m.Stream?.Contains(tag, StringComparison.Ordinal) == true);
        Assert.Equal(id, (await Client.Images.InspectImageAsync(tag)).ID);
        Assert.Contains(await Client.Images.ListImagesAsync(new ImagesListParameters()), i => i.RepoTags?.Contains(tag) == true);
    }

    [SkippableFact]
    public async Task Several_images_are_saved_into_one_archive()
    {
        _engine.Require();
        var tags = new[] { _engine.NewTag("many-a"), _engine.NewTag("many-b") };
        foreach (var tag in tags)
        {
            await Client.Images.TagImageAsync(_engine.Image, new ImageTagParameters { RepositoryName = tag.Split(':')[0], Tag = "1" });
        }

        using var saved = await Client.Images.SaveImagesAsync(tags);
        using var tar = new TarReader(saved);
        var manifest = "";
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.Name == "manifest.json")
            {
                manifest = await new StreamReader(entry.DataStream!, Encoding.UTF8).ReadToEndAsync();
            }
        }

        Assert.All(tags, tag => Assert.Contains(tag, manifest, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task An_image_is_pushed_to_a_registry_and_pulled_from_it()
    {
        _engine.Require();
        using var registry = await DockerRegistryServer.StartAsync();
        var name = $"{registry.Host}/{_engine.Name}";
        await Client.Images.TagImageAsync(_engine.Image, new ImageTagParameters { RepositoryName = name, Tag = "1" });
        var pushed = new Collected<JSONMessage>();
        await Client.Images.PushImageAsync(name, new ImagePushParameters { Tag = "1" }, null, pushed);
        Assert.Null(pushed.Values.FirstOrDefault(m => m.Error is not null)?.Error.Message);
        var digest = pushed.Values.Select(m => m.Aux).Single(aux => aux is not null).ExtensionData["Digest"];
        await Client.Images.DeleteImageAsync(name + ":1", new ImageDeleteParameters());
        var pulled = new Collected<JSONMessage>();
        await Client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = name, Tag = "1" }, null, pulled);
        Assert.Contains(pulled.Values, m => m.Status?.Contains((string)digest, StringComparison.Ordinal) == true);
        await Client.Images.DeleteImageAsync(name + ":1", new ImageDeleteParameters { Force = true });
    }

    [SkippableFact]
    public async Task Creating_a_container_of_an_absent_image_is_an_error_of_its_own()
    {
        _engine.Require();
        var absent = await Assert.ThrowsAsync<DockerImageNotFoundException>(() => _engine.CreateAsync("true", p => p.Image = "no-such-image:1"));
        Assert.Contains("no-such-image:1", absent.ResponseBody, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JSONMessage>> BuildAsync(string tag, string dockerfile, Action<ImageBuildParameters>? change = null)
    {
        using var context = new MemoryStream();
        using (var tar = new TarWriter(context, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) });
        }

        context.Position = 0;
        var parameters = new ImageBuildParameters { Tags = new List<string> { tag }, Remove = true, ForceRemove = true };
        change?.Invoke(parameters);
        var messages = new Collected<JSONMessage>();
        await Client.Images.BuildImageFromDockerfileAsync(parameters, context, null, null, messages);
        return messages.Values;
    }

    /// <summary>No tar, and without end.</summary>
    private sealed class EndlessStream : OneWayStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)'x', offset, count);
            return count;
        }
    }

    private sealed class BrokenStream : OneWayStream
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count) =>
            ++_reads < 3 ? count : throw new InvalidTimeZoneException("the source broke");
    }
}
