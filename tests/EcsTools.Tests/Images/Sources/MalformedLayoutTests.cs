using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Oci;
using EcsTools.Images.Sources;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Sources;

/// <summary>Layouts and archives whose documents are malformed, or lead elsewhere.</summary>
public sealed class MalformedLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_layout_is_read()
    {
        Write(ImageSeed.Layout());

        using var source = OciLayoutSource.OpenFolder(_folder.Path);

        Assert.Equal(["linux/amd64", "linux/arm64"], source.Root.Children.Select(image => image.Platform!.ToString()));
    }

    [Theory]
    [InlineData("digest", "\"sha256:../../../../etc/passwd\"", "is not a digest")]
    [InlineData("digest", "\"../../secret\"", "is not a digest")]
    [InlineData("digest", "5", "the member 'digest' of the layer 1")]
    [InlineData("digest", "null", "the member 'digest' of the layer 1")]
    [InlineData("size", "-1", "the size of the layer 1")]
    [InlineData("size", "9223372036854775807", "the size of the layer 1")]
    [InlineData("size", "\"5\"", "the member 'size' of the layer 1")]
    [InlineData("size", "1.5", "the member 'size' of the layer 1")]
    [InlineData("mediaType", "[]", "the member 'mediaType' of the layer 1")]
    public void A_descriptor_that_cannot_be_is_told_with_its_place(string member, string value, string said)
    {
        Write(ImageSeed.Layout(Document.Manifest, json => Change(json, manifest => manifest["layers"]![0]![member] = JsonNode.Parse(value))));

        Assert.Contains(said, Refused("LayoutDamaged").Message);
    }

    [Theory]
    [InlineData("index.json", "{}", "LayoutDamaged")]
    [InlineData("index.json", "[]", "LayoutDamaged")]
    [InlineData("index.json", "{\"manifests\":5}", "LayoutDamaged")]
    [InlineData("index.json", "{\"manifests\":[null]}", "LayoutDamaged")]
    [InlineData("index.json", "{\"manifests\":[],\"manifests\":[]}", "LayoutDamaged")]
    [InlineData("index.json", "{\"manifests\":", "LayoutDamaged")]
    [InlineData("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}", "LayoutDamaged")]
    [InlineData("oci-layout", "{}", "LayoutDamaged")]
    public void A_document_of_another_form_is_told(string file, string text, string error)
    {
        Write(ImageSeed.Layout());
        _folder.Write(file, text);

        Assert.Contains(_folder.Path, Refused(error).Message);
    }

    [Fact]
    public void A_document_that_is_too_large_or_too_deep_is_refused_before_it_is_parsed()
    {
        Write(ImageSeed.Layout());
        _folder.Write("index.json", new string(' ', (4 << 20) + 1));
        Assert.Contains("index.json has 4", Refused("LayoutDamaged").Message);

        _folder.Write("index.json", "{\"manifests\":" + new string('[', 1000) + new string(']', 1000) + "}");
        Assert.Contains("index.json is nested more than 64 levels deep", Refused("LayoutDamaged").Message);
    }

    [SkippableTheory]
    [InlineData("blob")]
    [InlineData("folder")]
    [InlineData("index")]
    public void A_link_out_of_the_layout_is_not_followed(string what)
    {
        Skip.If(OperatingSystem.IsWindows(), "Only administrators make links on Windows.");
        Write(ImageSeed.Layout());
        var elsewhere = Directory.CreateTempSubdirectory("ecstools-test-").FullName;
        try
        {
            var path = what switch { "blob" => Directory.GetFiles(_folder.File("blobs/sha256"))[0], "folder" => _folder.File("blobs"), _ => _folder.File("index.json") };
            var target = Path.Combine(elsewhere, "target");
            Directory.Move(path, target);
            File.CreateSymbolicLink(path, target);

            var error = Assert.Throws<EcsToolsException>(() =>
            {
                using var source = OciLayoutSource.OpenFolder(_folder.Path);
                foreach (var blob in source.Root.ChildrenFirst().SelectMany(image => image.Blobs()))
                {
                    try
                    {
                        blob.OpenAsync(default).GetAwaiter().GetResult().Dispose();
                    }
                    catch (MalformedContentException e)
                    {
                        throw new EcsToolsException(ErrorCodes.LayoutDamaged, e.Message);
                    }
                }
            });

            Assert.Contains("outside of the layout", error.Message);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [SkippableTheory]
    [InlineData("index.json")]
    [InlineData("oci-layout")]
    public async Task A_named_pipe_is_not_waited_for(string file)
    {
        Tool.Require("mkfifo");
        Write(ImageSeed.Layout());
        File.Delete(_folder.File(file));
        await Tool.RunOrFailAsync("mkfifo", _folder.File(file));

        Assert.Contains(file, Refused("LayoutDamaged").Message);
    }

    [SkippableFact]
    public async Task A_blob_that_is_a_named_pipe_is_refused()
    {
        Tool.Require("mkfifo");
        Write(ImageSeed.Layout());
        using var source = OciLayoutSource.OpenFolder(_folder.Path);
        var layer = source.Root.Children[0].Layers[0];
        var path = _folder.File("blobs/" + layer.Descriptor!.Digest.Replace(':', '/'));
        File.Delete(path);
        await Tool.RunOrFailAsync("mkfifo", path);

        Assert.Contains("not a regular file", (await Assert.ThrowsAsync<MalformedContentException>(() => layer.OpenAsync(default))).Message);
    }

    [SkippableTheory]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("device")]
    [InlineData("link to a device")]
    public async Task A_source_that_is_not_a_file_is_refused_before_it_is_opened(string kind)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has none of these in a folder.");
        Tool.Require("mkfifo");
        var path = kind == "device" ? "/dev/zero" : _folder.File("image.tar");
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        switch (kind)
        {
            case "pipe":
                await Tool.RunOrFailAsync("mkfifo", path);
                break;
            case "socket":
                socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
                break;
            case "link to a device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
        }

        var request = new PushImageRequest { RepositoryName = "web", Path = path };
        foreach (var refused in new[]
        {
            Assert.Throws<EcsToolsException>(() => ImageSourceFactory.Check(request)),
            await Assert.ThrowsAsync<EcsToolsException>(() => ImageSourceFactory.OpenAsync(request, null, default)),
        })
        {
            Assert.Equal(("NotAnImageArchive", "Path"), (refused.ErrorId, refused.Parameter));
            Assert.Contains("a named pipe, a socket or a device", refused.Message);
        }
    }

    [SkippableFact]
    public void A_link_within_the_layout_is_followed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Only administrators make links on Windows.");
        Write(ImageSeed.Layout());
        Directory.Move(_folder.File("blobs"), _folder.File("kept"));
        Directory.CreateSymbolicLink(_folder.File("blobs"), "kept");

        using var source = OciLayoutSource.OpenFolder(_folder.Path);

        Assert.Equal(2, source.Root.Children.Count);
    }

    [Theory]
    [InlineData(7, null)]
    [InlineData(8, "indexes are nested")]
    [InlineData(100, "indexes are nested")]
    public void Indexes_name_one_another_to_a_limit(int depth, string? said)
    {
        var files = ImageSeed.Layout();
        for (var i = 0; i < depth - 1; i++)
        {
            Wrap(files, times: 1);
        }

        Write(files);
        if (said is null)
        {
            using var source = OciLayoutSource.OpenFolder(_folder.Path);
        }
        else
        {
            Assert.Contains(said, Refused("LayoutDamaged").Message);
        }
    }

    [Fact]
    public void An_index_that_names_another_many_times_ends()
    {
        var files = ImageSeed.Layout();
        for (var i = 0; i < 5; i++)
        {
            Wrap(files, times: 20);
        }

        Write(files);

        Assert.Contains("more than 10000 manifests", Refused("LayoutDamaged").Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[5]")]
    [InlineData("[{\"Config\":5,\"Layers\":[]}]")]
    [InlineData("[{\"Layers\":[]}]")]
    [InlineData("[{\"Config\":\"gone.json\",\"Layers\":[]}]")]
    [InlineData("[{\"Config\":\"CONFIG\",\"Layers\":[\"../../etc/passwd\",\"1/layer.tar\"]}]")]
    [InlineData("[{\"Config\":\"CONFIG\",\"Layers\":[\"0/layer.tar\",null]}]")]
    [InlineData("[{\"Config\":\"CONFIG\",\"Layers\":\"0/layer.tar\"}]")]
    [InlineData("[{\"Config\":\"CONFIG\",\"Layers\":[\"0/layer.tar\"]}]")]
    [InlineData("[{\"Config\":\"CONFIG\",\"Config\":\"CONFIG\",\"Layers\":[]}]")]
    public async Task The_manifest_of_a_docker_archive_is_told_where_it_is_malformed(string manifest)
    {
        var files = ImageSeed.DockerSave();
        files["manifest.json"] = Encoding.UTF8.GetBytes(manifest.Replace("CONFIG", files.Keys.Single(name => name.EndsWith(".json", StringComparison.Ordinal) && name.Length > 60), StringComparison.Ordinal));
        var path = _folder.File("image.tar");
        await File.WriteAllBytesAsync(path, TarSeeds.Of(files));

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ImageArchiveOpener.OpenAsync(path, null, null, default));

        Assert.Equal(("NotAnImageArchive", "Path"), (error.ErrorId, error.Parameter));
        Assert.StartsWith($"'{path}' holds no image: ", error.Message);
        Assert.NotNull(error.Remedy);
    }

    private EcsToolsException Refused(string id)
    {
        var error = Assert.Throws<EcsToolsException>(() => OciLayoutSource.OpenFolder(_folder.Path));
        Assert.Equal(id, error.ErrorId);
        Assert.NotNull(error.Remedy);
        return error;
    }

    private void Write(Dictionary<string, byte[]> files)
    {
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllBytes(_folder.File(name), content);
        }
    }

    private static byte[] Change(byte[] json, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(json)!;
        change(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    /// <summary>Puts an index around the one that index.json names.</summary>
    private static void Wrap(Dictionary<string, byte[]> files, int times)
    {
        var named = JsonNode.Parse(files["index.json"])!["manifests"]![0]!.ToJsonString();
        var index = Encoding.UTF8.GetBytes($$"""{"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', Enumerable.Repeat(named, times))}}]}""");
        var digest = Sha256Digest.Compute(index);
        files["blobs/sha256/" + digest[7..]] = index;
        files["index.json"] = Encoding.UTF8.GetBytes($$"""{"manifests":[{"mediaType":"{{MediaTypes.OciIndex}}","digest":"{{digest}}","size":{{index.Length}}}]}""");
    }
}
