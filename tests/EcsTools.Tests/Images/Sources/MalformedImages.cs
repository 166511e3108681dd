using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Mutations;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Oci;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Sources;

/// <summary>One image that cannot be pushed, and words that its error must say.</summary>
internal sealed record MalformedImage(string Name, string Said, Func<TemporaryFolder, string> Write)
{
    /// <summary>What is given as -Image.</summary>
    public string? Image { get; init; }

    /// <summary>What is given as -Platform.</summary>
    public string? Platform { get; init; }
}

/// <summary>Images that cannot be pushed, of every kind of source and every kind of damage.</summary>
internal static class MalformedImages
{
    private static readonly (string Name, Func<byte[], byte[]> Change, string Said)[] Texts =
    [
        ("empty", _ => [], "empty"),
        ("page", _ => "<html>Sign in</html>"u8.ToArray(), "is not valid JSON at line 1, column 1: '<'"),
        ("cut", json => json[..(json.Length / 2)], "ends early"),
        ("utf16", json => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json))], "UTF-16"),
        ("words", json => [.. "\n\n  yes"u8, .. json], "line 3"),
        ("deep", _ => Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 5000) + new string(']', 5000) + "}"), "nested more than 64"),
        ("twice", json => [.. json[..^1], .. ",\"x\":1,\"x\":2}"u8], "'x' twice"),
        ("number", _ => "5"u8.ToArray(), "is not a JSON"),
        ("null", _ => "null"u8.ToArray(), "is not a JSON"),
        ("bytes", json => [.. json[..^1], .. ",\"x\":\""u8, 0xff, 0xfe, .. "\":1}"u8], "is not valid JSON"),
    ];

    public static readonly IReadOnlyDictionary<string, MalformedImage> All =
        new[] { Documents(), Descriptors(), Layouts(), DockerArchives(), Archives(), Files(), Choices() }.SelectMany(some => some).ToDictionary(one => one.Name, StringComparer.Ordinal);

    /// <summary>Every document of a layout and a docker archive, written wrongly. The digests above it are right.</summary>
    private static IEnumerable<MalformedImage> Documents()
    {
        foreach (var document in new[] { Document.Config, Document.Manifest, Document.Index, Document.First, Document.Layout })
        {
            foreach (var text in Texts)
            {
                foreach (var image in InBothForms($"{document} {text.Name}", text.Said, () => ImageSeed.Layout(document, text.Change)))
                {
                    yield return image;
                }
            }
        }

        foreach (var text in Texts)
        {
            yield return Saved($"saved config {text.Name}", text.Said, () => ImageSeed.DockerSave(Document.Config, text.Change));
            if (text.Name is not "twice" and not "bytes")
            {
                yield return Saved($"saved manifest {text.Name}", text.Said, () => ImageSeed.DockerSave(Document.DockerManifest, text.Change));
            }
        }
    }

    private static IEnumerable<MalformedImage> Descriptors()
    {
        (string Member, string? Value, string Said)[] wrong =
        [
            ("digest", "\"sha256:../../../etc/passwd\"", "is not a digest"), ("digest", "\"sha256:abc\"", "is not a digest"),
            ("digest", $"\"sha512:{new string('a', 128)}\"", "only sha256"), ("digest", "7", "not a string"), ("digest", null, "missing"),
            ("digest", $"\"sha256:{new string('b', 64)}\"", "incomplete"), ("size", "-1", "cannot be"), ("size", "1", "should have"),
            ("size", "9223372036854775807", "cannot be"), ("size", "1e400", "not a whole number"), ("size", "\"12\"", "not a whole number"), ("size", null, "missing"),
        ];
        foreach (var (member, value, said) in wrong)
        {
            foreach (var (place, document, find) in new (string, Document, Func<JsonNode, JsonNode>)[]
            {
                ("layer", Document.Manifest, manifest => manifest["layers"]![1]!),
                ("config", Document.Manifest, manifest => manifest["config"]!),
                ("entry", Document.Index, index => index["manifests"]![0]!),
            })
            {
                // An entry whose manifest is not there is one that was not saved.
                if (place != "entry" || said is not ("incomplete" or "only sha256"))
                {
                    yield return Folder($"{place} {member} {value ?? "left out"}", said, () => ImageSeed.Layout(document, Edit(json => Put(find(json), member, value))));
                }
            }
        }

        foreach (var (mediaType, said) in new[] { ("5", "not a string"), (null, "missing"), ("\"application/vnd.oci.image.layer.v1.tar+gzip+encrypted\"", "is encrypted") })
        {
            yield return Folder($"layer type {mediaType}", said, () => ImageSeed.Layout(Document.Manifest, Edit(json => Put(json["layers"]![0]!, "mediaType", mediaType))));
        }
    }

    private static IEnumerable<MalformedImage> Layouts()
    {
        (string Name, string Said, Document Document, Action<JsonNode> Change)[] edited =
        [
            ("no config", "has no config", Document.Manifest, json => json.AsObject().Remove("config")),
            ("layers no list", "not an array", Document.Manifest, json => json["layers"] = "x"),
            ("layers of nothing", "array of objects", Document.Manifest, json => json["layers"]!.AsArray().Add(null)),
            ("one layer too many", "lists 3 layers and its config 2", Document.Manifest, json => json["layers"]!.AsArray().Add(json["layers"]![0]!.DeepClone())),
            ("no diff ids", "lists 2 layers and its config 0", Document.Config, json => json.AsObject().Remove("rootfs")),
            ("wrong diff id", "is not a digest", Document.Config, json => json["rootfs"]!["diff_ids"]![0] = "sha256:zz"),
            ("rootfs no object", "not an object", Document.Config, json => json["rootfs"] = 5),
            ("os no text", "not a string", Document.Config, json => json["os"] = 5),
            ("schema 1", "old schema 1", Document.Manifest, json => json["mediaType"] = "application/vnd.docker.distribution.manifest.v1+prettyjws"),
            ("other type", "not the type of an image", Document.Manifest, json => json["mediaType"] = "application/json"),
            ("no manifests", "lists no image", Document.First, json => json["manifests"] = new JsonArray()),
            ("manifests no list", "not an array", Document.First, json => json["manifests"] = 3),
            ("version 2", "imageLayoutVersion is '2.0.0'", Document.Layout, json => json["imageLayoutVersion"] = "2.0.0"),
            ("no version", "imageLayoutVersion", Document.Layout, json => json.AsObject().Remove("imageLayoutVersion")),
        ];
        foreach (var (name, said, document, change) in edited)
        {
            foreach (var image in InBothForms(name, said, () => ImageSeed.Layout(document, Edit(change))))
            {
                yield return image;
            }
        }

        (string Name, string Said, Action<Dictionary<string, byte[]>> Change)[] changed =
        [
            ("layer cut", "should have", files => Replace(files, Layer(files), bytes => bytes[..^5])),
            ("layer longer", "should have", files => Replace(files, Layer(files), bytes => [.. bytes, 1])),
            ("layer changed", "should have the digest", files => Replace(files, Layer(files), Flip)),
            ("layer empty", "has 0 bytes", files => Replace(files, Layer(files), _ => [])),
            ("layer gone", "incomplete", files => files.Remove(Layer(files))),
            ("config gone", "incomplete", files => files.Remove(Named(files, "config"))),
            ("config changed", "does not have that digest", files => Replace(files, Named(files, "config"), Flip)),
            ("index changed", "does not have that digest", files => Replace(files, First(files), Flip)),
            ("index gone", "incomplete", files => files.Remove(First(files))),
            ("index cut", "should have", files => Replace(files, First(files), bytes => bytes[..^9])),
            ("blobs gone", "incomplete", files => files.Keys.Where(name => name.StartsWith("blobs/", StringComparison.Ordinal)).ToList().ForEach(name => files.Remove(name))),
            ("index of itself", "should have", files => Replace(files, First(files), _ => files["index.json"])),
            ("artifact", "artifact of the type 'application/vnd.example'", Artifact),
            ("layer in xz", "compressed with xz", files => OneLayer(files, [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1, 2])),
            ("layer in bzip2", "compressed with bzip2", files => OneLayer(files, [.. "BZh91AY&SY"u8, 1, 2])),
        ];
        foreach (var (name, said, change) in changed)
        {
            foreach (var image in InBothForms(name, said, () => Changed(ImageSeed.Layout(), change)))
            {
                yield return image with { Platform = name.StartsWith("layer", StringComparison.Ordinal) && !name.Contains(" in ", StringComparison.Ordinal) ? "linux/amd64" : null };
            }
        }
    }

    private static IEnumerable<MalformedImage> DockerArchives()
    {
        (string Name, string Said, Action<JsonArray> Change)[] edited =
        [
            ("no images", "lists no image", json => json.Clear()),
            ("image of nothing", "not an object", json => json.Add(null)),
            ("no config", "'Config'", json => json[0]!.AsObject().Remove("Config")),
            ("config gone", "'gone.json'", json => json[0]!["Config"] = "gone.json"),
            ("config is a number", "not a string", json => json[0]!["Config"] = 5),
            ("config leads out", "etc/passwd", json => json[0]!["Config"] = "../../etc/passwd"),
            ("layer gone", "'2/layer.tar'", json => json[0]!["Layers"]![0] = "2/layer.tar"),
            ("layer leads out", "etc/passwd", json => json[0]!["Layers"]![0] = "/etc/passwd"),
            ("one layer too few", "lists 1 layers", json => json[0]!["Layers"]!.AsArray().RemoveAt(0)),
            ("layers no list", "not an array", json => json[0]!["Layers"] = 5),
            ("tags no list", "not an array", json => json[0]!["RepoTags"] = 5),
            ("tags of numbers", "array of strings", json => json[0]!["RepoTags"] = new JsonArray(5)),
        ];
        foreach (var (name, said, change) in edited)
        {
            yield return Saved($"saved {name}", said, () => ImageSeed.DockerSave(Document.DockerManifest, Edit(json => change(json.AsArray()))));
        }

        (string Name, string Said, Action<Dictionary<string, byte[]>> Change)[] changed =
        [
            ("layer changed", "should have the digest", files => Replace(files, "0/layer.tar", Flip)),
            ("layer cut", "should have the digest", files => Replace(files, "0/layer.tar", bytes => bytes[..^512])),
            ("layer in xz", "compressed with xz", files => files["0/layer.tar"] = [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 1]),
            ("layer in lz4", "compressed with lz4", files => files["1/layer.tar"] = [4, 0x22, 0x4d, 0x18, 1]),
            ("no manifest", "contains neither", files => files.Remove("manifest.json")),
            ("config too large", "more than the limit", files => Replace(files, files.Keys.Single(name => name.Length > 60), _ => new byte[(16 << 20) + 1])),
            ("manifest too large", "more than the limit", files => files["manifest.json"] = new byte[(4 << 20) + 1]),
        ];
        foreach (var (name, said, change) in changed)
        {
            yield return Saved($"saved {name}", said, () => Changed(ImageSeed.DockerSave(), change));
        }

        yield return Raw("in a folder", "in the folder 'image'", () => TarSeeds.Of(ImageSeed.DockerSave().Select(file => KeyValuePair.Create("image/" + file.Key, file.Value))));
        yield return Raw("exported", "file system of a container", () => TarSeeds.Of([KeyValuePair.Create("etc/passwd", "root"u8.ToArray())]));
        yield return Raw("manifest twice", "'manifest.json' twice", () => TarSeeds.Of(ImageSeed.DockerSave().Append(KeyValuePair.Create("./manifest.json", "[]"u8.ToArray()))));
        yield return Raw("no files", "without files", () => new byte[10240]);
    }

    /// <summary>Tar archives that are damaged, and files in other formats.</summary>
    private static IEnumerable<MalformedImage> Archives()
    {
        var whole = TarSeeds.Of(ImageSeed.DockerSave());
        foreach (var length in new[] { 1, 511, 700, 1024, 2000, whole.Length / 2, whole.Length - 2000 })
        {
            yield return Raw($"cut after {length}", length < 512 ? "not a tar archive" : "it", () => whole[..length]);
        }

        (string Name, string Said, Action<byte[]> Change)[] headers =
        [
            ("checksum", "checksum is wrong", header => header[0] ^= 1),
            ("negative size", "is negative", header => Size(header, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe])),
            ("size of 2^90", "larger than any file", header => Size(header, [0x84, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
            ("size of 2^62", "cut off", header => Size(header, [0x80, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0])),
            ("size in words", "not a number", header => Size(header, "many bytes\0\0"u8.ToArray())),
            ("sparse", "sparse file", header => Type(header, 'S')),
            ("long name", "cut off", header => Type(header, 'L')),
            ("extended header", "damaged record", header => Type(header, 'x')),
            ("folder for a layer", "", header => Type(header, '5')),
            ("link to itself", "", header => Type(header, '2')),
            ("device for a layer", "", header => Type(header, '3')),
        ];
        foreach (var (name, said, change) in headers)
        {
            yield return Raw($"tar {name}", name is "long name" ? "" : said, () => Header(whole, name is "checksum" ? 1 : 0, change));
        }

        (string Name, string Said, byte[] Bytes)[] formats =
        [
            ("bzip2", "compressed with bzip2", "BZh91AY&SY.."u8.ToArray()), ("xz", "compressed with xz", [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0]),
            ("zstd", "compressed with zstd", [0x28, 0xb5, 0x2f, 0xfd, 0, 0]), ("lz4", "compressed with lz4", [4, 0x22, 0x4d, 0x18, 0]),
            ("lzip", "compressed with lzip", [.. "LZIP"u8, 1, 0]), ("zip", "zip file", [.. "PK"u8, 3, 4, 0, 0]), ("text", "not a tar archive", [.. "FROM alpine\n"u8]),
            ("empty", "it is empty", []), ("noise", "not a tar archive", Noise(4096)), ("gzip of text", "not a tar archive", Gzip("FROM alpine"u8.ToArray())),
            ("gzip of noise", "not a tar archive", Gzip(Noise(4096))), ("gzip alone", "", [0x1f, 0x8b]), ("gzip cut", "", Gzip(whole)[..^200]),
            ("gzip cut in its header", "", Gzip(whole)[..12]), ("gzip changed", "", Flip(Gzip(whole))), ("gzip of nothing", "empty", Gzip([])),
        ];
        foreach (var (name, said, bytes) in formats)
        {
            yield return Raw($"file {name}", said, () => bytes);
        }
    }

    /// <summary>Paths that are not what they should be.</summary>
    private static IEnumerable<MalformedImage> Files()
    {
        static string Link(TemporaryFolder folder, string name, string target)
        {
            File.CreateSymbolicLink(folder.File(name), target);
            return folder.File(name);
        }

        static string InLayout(TemporaryFolder folder, Action<string> change)
        {
            var path = folder.File("layout");
            WriteFolder(path, ImageSeed.Layout());
            change(path);
            return path;
        }

        yield return new("path missing", "does not exist", folder => folder.File("gone.tar"));
        yield return new("link to nothing", "", folder => Link(folder, "image.tar", "gone.tar"));
        yield return new("link to itself", "", folder => Link(folder, "image.tar", "image.tar"));
        yield return new("folder of nothing", "Dockerfile", folder => Directory.CreateDirectory(folder.File("empty")).FullName);
        yield return new("docker save unpacked", "was unpacked", folder => WriteFolder(folder.File("image"), ImageSeed.DockerSave()));
        foreach (var file in new[] { "index.json", "oci-layout" })
        {
            yield return new($"{file} missing", $"without the file {file}", folder => InLayout(folder, path => File.Delete(Path.Combine(path, file))));
            yield return new($"{file} is a folder", $"without the file {file}", folder => InLayout(folder, path =>
            {
                File.Delete(Path.Combine(path, file));
                Directory.CreateDirectory(Path.Combine(path, file));
            }));
            yield return new($"{file} is a link to itself", file, folder => InLayout(folder, path =>
            {
                File.Delete(Path.Combine(path, file));
                File.CreateSymbolicLink(Path.Combine(path, file), file);
            }));
            yield return new($"{file} leads out", "outside of the layout", folder => InLayout(folder, path =>
            {
                File.Move(Path.Combine(path, file), folder.File(file));
                File.CreateSymbolicLink(Path.Combine(path, file), folder.File(file));
            }));
            yield return new($"{file} of 3 GB", "more than the limit", folder => InLayout(folder, path =>
            {
                using var sparse = new FileStream(Path.Combine(path, file), FileMode.Open);
                sparse.SetLength(3L << 30);
            }));
        }

        yield return new("blobs is a link to itself", "", folder => InLayout(folder, path =>
        {
            Directory.Delete(Path.Combine(path, "blobs"), recursive: true);
            File.CreateSymbolicLink(Path.Combine(path, "blobs"), "blobs");
        }));
        yield return new("blobs is a file", "incomplete", folder => InLayout(folder, path =>
        {
            Directory.Delete(Path.Combine(path, "blobs"), recursive: true);
            File.WriteAllText(Path.Combine(path, "blobs"), "");
        }));
        yield return new MalformedImage("layer is a folder", "incomplete", folder => InLayout(folder, path =>
        {
            var layer = Path.Combine(path, Layer(ImageSeed.Layout()));
            File.Delete(layer);
            Directory.CreateDirectory(layer);
        })) with { Platform = "linux/amd64" };
    }

    /// <summary>Sources from which the user must choose, or chose what is not there.</summary>
    private static IEnumerable<MalformedImage> Choices()
    {
        foreach (var image in InBothForms("another image", "no image 'other'", () => ImageSeed.Layout()))
        {
            yield return image with { Image = "other" };
        }

        foreach (var image in InBothForms("another platform", "linux/amd64, linux/arm64", () => ImageSeed.Layout()))
        {
            yield return image with { Platform = "linux/s390x" };
        }

        foreach (var image in InBothForms("two images", "2 images: docker.io/library/web:dev, sha256:", () => Changed(ImageSeed.Layout(), files => files["index.json"] = Edit(json =>
        {
            var other = JsonNode.Parse(files[First(files)])!["manifests"]![0]!.DeepClone();
            json["manifests"]!.AsArray().Add(other);
        })(files["index.json"]))))
        {
            yield return image;
        }

        yield return Saved("saved another image", "but one image: web:1, web:2", () => ImageSeed.DockerSave()) with { Image = "web:3" };
        yield return Saved("saved another platform", "linux/amd64", () => ImageSeed.DockerSave()) with { Platform = "linux/arm64" };
        yield return Saved("saved two images", "2 images: web:1, web:2, sha256:", () => ImageSeed.DockerSave(Document.DockerManifest, Edit(json =>
        {
            var other = json[0]!.DeepClone();
            other.AsObject().Remove("RepoTags");
            other["Config"] = new string('c', 64) + ".json";
            json.AsArray().Add(other);
        })));
    }

    private static IEnumerable<MalformedImage> InBothForms(string name, string said, Func<Dictionary<string, byte[]>> make)
        => [Folder(name, said, make), Raw($"{name} in a tar", said, () => TarSeeds.Of(make()))];

    private static MalformedImage Folder(string name, string said, Func<Dictionary<string, byte[]>> make)
        => new(name, said, folder => WriteFolder(folder.File("layout"), make()));

    private static MalformedImage Saved(string name, string said, Func<Dictionary<string, byte[]>> make) => Raw(name, said, () => TarSeeds.Of(make()));

    private static MalformedImage Raw(string name, string said, Func<byte[]> make) => new(name, said, folder =>
    {
        File.WriteAllBytes(folder.File("image.tar"), make());
        return folder.File("image.tar");
    });

    private static string WriteFolder(string path, Dictionary<string, byte[]> files)
    {
        foreach (var (name, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, name))!);
            File.WriteAllBytes(Path.Combine(path, name), content);
        }

        return path;
    }

    private static Func<byte[], byte[]> Edit(Action<JsonNode> change) => json =>
    {
        var node = JsonNode.Parse(json)!;
        change(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    };

    private static void Put(JsonNode json, string member, string? value)
    {
        if (value is null)
        {
            json.AsObject().Remove(member);
        }
        else
        {
            json[member] = JsonNode.Parse(value);
        }
    }

    private static Dictionary<string, byte[]> Changed(Dictionary<string, byte[]> files, Action<Dictionary<string, byte[]>> change)
    {
        change(files);
        return files;
    }

    private static void Replace(Dictionary<string, byte[]> files, string name, Func<byte[], byte[]> change) => files[name] = change(files[name]);

    private static byte[] Flip(byte[] bytes)
    {
        var changed = (byte[])bytes.Clone();
        changed[^(changed.Length / 3)] ^= 4;
        return changed;
    }

    /// <summary>The blob that index.json names.</summary>
    private static string First(Dictionary<string, byte[]> files) => BlobOf(JsonNode.Parse(files["index.json"])!["manifests"]![0]!);

    private static JsonNode Manifest(Dictionary<string, byte[]> files) => JsonNode.Parse(files[BlobOf(JsonNode.Parse(files[First(files)])!["manifests"]![0]!)])!;

    private static string Named(Dictionary<string, byte[]> files, string member) => BlobOf(Manifest(files)[member]!);

    private static string Layer(Dictionary<string, byte[]> files) => BlobOf(Manifest(files)["layers"]![1]!);

    private static string BlobOf(JsonNode descriptor) => "blobs/sha256/" + ((string)descriptor["digest"]!)[7..];

    private static JsonObject Add(Dictionary<string, byte[]> files, byte[] content, string mediaType)
    {
        var digest = Sha256Digest.Compute(content);
        files["blobs/sha256/" + digest[7..]] = content;
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = content.Length };
    }

    private static void OnlyManifest(Dictionary<string, byte[]> files, JsonObject manifest)
        => files["index.json"] = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["manifests"] = new JsonArray(Add(files, Encoding.UTF8.GetBytes(manifest.ToJsonString()), MediaTypes.OciManifest)),
        }.ToJsonString());

    private static void Artifact(Dictionary<string, byte[]> files) => OnlyManifest(files, new JsonObject
    {
        ["mediaType"] = MediaTypes.OciManifest,
        ["artifactType"] = "application/vnd.example",
        ["config"] = Add(files, "{}"u8.ToArray(), "application/vnd.oci.empty.v1+json"),
        ["layers"] = new JsonArray(),
    });

    private static void OneLayer(Dictionary<string, byte[]> files, byte[] layer)
    {
        var config = Edit(json => json["rootfs"]!["diff_ids"]!.AsArray().RemoveAt(0))(ImageSeed.Config("amd64"));
        OnlyManifest(files, new JsonObject
        {
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = Add(files, config, MediaTypes.OciConfig),
            ["layers"] = new JsonArray(Add(files, layer, MediaTypes.OciLayerGzip)),
        });
    }

    private static byte[] Header(byte[] tar, int number, Action<byte[]> change)
    {
        var changed = (byte[])tar.Clone();
        var offset = TarMutations.Headers(changed).ElementAt(number).Item1;
        var header = changed[offset..(offset + 512)];
        change(header);
        header.CopyTo(changed.AsSpan(offset));
        return changed;
    }

    private static void Size(byte[] header, byte[] size)
    {
        size.CopyTo(header.AsSpan(124));
        TarMutations.Sum(header);
    }

    private static void Type(byte[] header, char type)
    {
        header[156] = (byte)type;
        TarMutations.Sum(header);
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }
}
