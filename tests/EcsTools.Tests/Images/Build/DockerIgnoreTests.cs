using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>What is sent of a folder, held against what the docker client sends of the same folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DockerIgnoreTests
{
    private static readonly string Long = string.Join('/', Enumerable.Repeat("a-folder-with-a-name-of-forty-characters", 4));

    public static TheoryData<string> Patterns => new()
    {
        "",
        "*",
        "**",
        "*\n!a.txt",
        "**\n!dir/sub",
        "*.txt",
        "**/*.txt",
        "/a.txt",
        "a.txt/",
        "dir",
        "dir/",
        "dir/*",
        "dir/**",
        "dir/***",
        "dir\n!dir/sub/a.txt",
        "dir\n!dir/sub/a.txt\ndir/sub",
        "*\n!dir/sub/**",
        "*\n!dir/sub/deep",
        "*\n!**/c.js",
        "**foo",
        "**/foo",
        "foo**",
        "dir/**/a.txt",
        "**/sub",
        "**/sub/**",
        "**/sub/**/*.js",
        "**/**",
        "**/",
        "****/a.txt",
        "!a.txt\na.txt",
        "a.txt\n!a.txt",
        "a.txt\n!a.txt\na.txt",
        "Dockerfile\n.dockerignore",
        "*\n!.dockerignore",
        "# a comment\n #not a comment\n\n\t a.txt \t\n",
        "a.txt # no comment",
        "?oo",
        "*.t?t",
        "[ab].txt",
        "[^a].txt",
        "[a-b].txt",
        "\\[abc\\]",
        "[[]abc]",
        "\\a.txt",
        "a\\\\b",
        "a\\.txt",
        "./a.txt",
        "dir/../a.txt",
        "../a.txt",
        "dir//a.txt",
        "//a.txt",
        ".",
        "/",
        "with space.txt",
        "ünï.txt",
        "**/node_modules\n!src/node_modules",
        "node_modules\n!node_modules/x",
        "dir/sub\n!dir",
        "*/*.txt",
        "*/*/*.js",
        "**/*.js\n!**/c.js",
        "!dir\n! a.txt\n*.txt\n! a.txt",
        ".git",
        ".*",
        "{a,b}.txt",
        "(a).txt",
        "a+b",
        "a|b.txt",
        "$x",
        "a^b",
        "\uFEFFa.txt",
        "a.txt\r\nb.txt\r\n",
        "empty",
        "link",
        "dirlink",
        "dirlink/*",
        "!",
        "[",
        "a[",
        "[]a]",
        "[z-a].txt",
        "[a-",
        "a.txt\\",
        "a.txt\n!",
    };

    [SkippableTheory]
    [MemberData(nameof(Patterns))]
    public async Task The_same_entries_are_sent_as_the_docker_client_sends(string patterns)
    {
        Tool.Require("docker");
        using var folder = Tree();
        folder.Write(".dockerignore", patterns);
        var theirs = await SentByDockerAsync(folder.Path);
        if (theirs is null)
        {
            var refused = Assert.Throws<EcsToolsException>(() => BuildContext.Open(folder.Path, null));
            Assert.Equal("DockerIgnoreInvalid", refused.ErrorId);
            Assert.Contains(folder.File(".dockerignore"), refused.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(theirs, await SentByUsAsync(folder.Path, null));
    }

    [SkippableTheory]
    [InlineData("dir/Other.Dockerfile", "dir")]
    [InlineData("dir/Other.Dockerfile", "*")]
    [InlineData("dir/Other.Dockerfile", "**/*.Dockerfile")]
    [InlineData("dir/Other.Dockerfile", "")]
    public async Task A_dockerfile_in_an_ignored_place_is_sent_all_the_same(string dockerfile, string patterns)
    {
        Tool.Require("docker");
        using var folder = Tree();
        folder.Write(dockerfile, "FROM scratch\nCOPY . /\n");
        folder.Write(".dockerignore", patterns);
        Assert.Equal(await SentByDockerAsync(folder.Path, dockerfile), await SentByUsAsync(folder.Path, dockerfile));
    }

    [SkippableFact]
    public async Task An_ignore_file_of_the_dockerfiles_own_goes_before_the_folders()
    {
        using var folder = Tree();
        folder.Write(".dockerignore", "a.txt");
        folder.Write("Dockerfile.dockerignore", "b.txt");
        var names = (await SentByUsAsync(folder.Path, null)).Select(line => line.Split(' ')[0]).ToList();
        Assert.Contains("a.txt", names);
        Assert.DoesNotContain("b.txt", names);
    }

    [SkippableFact]
    public async Task A_dockerfile_from_outside_travels_under_a_name_that_the_engine_drops_again()
    {
        using var folder = Tree();
        using var elsewhere = new TemporaryFolder();
        var dockerfile = elsewhere.Write("Dockerfile.outside", "FROM scratch\nCOPY . /outside\n");
        folder.Write(".dockerignore", "b.txt\n");
        var context = BuildContext.Open(folder.Path, dockerfile);
        var sent = await ReadAsync(context.ToTar());
        Assert.Contains("COPY . /outside", sent[context.DockerfileName].Content, StringComparison.Ordinal);
        Assert.Contains(context.DockerfileName + "\n", sent[".dockerignore"].Content, StringComparison.Ordinal);
        Assert.StartsWith("b.txt\n", sent[".dockerignore"].Content, StringComparison.Ordinal);
        Assert.DoesNotContain("b.txt", sent.Keys);
    }

    private static TemporaryFolder Tree()
    {
        Skip.If(OperatingSystem.IsWindows(), "the folder has names and modes of Unix");
        var folder = new TemporaryFolder();
        folder.Write("Dockerfile", "FROM scratch\nCOPY . /\n");
        var files = new[]
        {
            "a.txt", "b.txt", "foo", "foo.txt", "xfoo", "a+b", "$x", "a|b.txt", "(a).txt", "{a,b}.txt", "a^b", "[abc]", "a\\b", "with space.txt", "ünï.txt",
            "#not", " leading", "dir/a.txt", "dir/b.md", "dir/foo", "dir/sub/a.txt", "dir/sub/c.js", "dir/sub/deep/d.js", "node_modules/x/index.js",
            "src/node_modules/y.js", "src/app.js", ".git/config", ".env", Long + "/file.txt",
        };
        foreach (var file in files)
        {
            folder.Write(file, "content of " + file);
        }

        Directory.CreateDirectory(folder.File("empty"));
        File.CreateSymbolicLink(folder.File("link"), "a.txt");
        File.CreateSymbolicLink(folder.File("dirlink"), "dir");
        File.CreateSymbolicLink(folder.File("dangling"), Long + "/nowhere/at/all");
        File.SetUnixFileMode(folder.File("foo"), (UnixFileMode)0b111_101_000);
        File.SetUnixFileMode(folder.File("xfoo"), (UnixFileMode)0b110_000_000);
        return folder;
    }

    private static async Task<IReadOnlyList<string>?> SentByDockerAsync(string folder, string? dockerfile = null)
    {
        using var engine = new RecordingEngine();
        var environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Host, ["DOCKER_BUILDKIT"] = "0", ["DOCKER_CONTEXT"] = null, ["DOCKER_CONFIG"] = "/nonexistent" };
        var arguments = new List<string> { "build", folder };
        if (dockerfile is not null)
        {
            arguments.AddRange(new[] { "-f", Path.Combine(folder, dockerfile) });
        }

        var result = await Tool.RunAsync("docker", arguments, environment);
        if (result.ExitCode != 0)
        {
            Assert.Empty(engine.Of("/build"));
            return null;
        }

        return Lines(await ReadAsync(new MemoryStream(Assert.Single(engine.Of("/build")).Body)));
    }

    private static async Task<IReadOnlyList<string>> SentByUsAsync(string folder, string? dockerfile) =>
        Lines(await ReadAsync(BuildContext.Open(folder, dockerfile).ToTar()));

    private static List<string> Lines(Dictionary<string, Sent> sent) =>
        sent.Select(pair => $"{pair.Key} {pair.Value.Type} {Convert.ToString(pair.Value.Mode, 8)} {pair.Value.Time:s} {pair.Value.Link} {pair.Value.Content}").ToList();

    private static async Task<Dictionary<string, Sent>> ReadAsync(Stream tar)
    {
        var sent = new Dictionary<string, Sent>();
        using var reader = new TarReader(tar);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            using var text = entry.DataStream is null ? null : new StreamReader(entry.DataStream, Encoding.UTF8);
            sent.Add(entry.Name, new Sent(
                entry.EntryType, (int)entry.Mode, entry.ModificationTime, entry.LinkName, text is null ? "" : await text.ReadToEndAsync()));
        }

        return sent;
    }

    private sealed record Sent(System.Formats.Tar.TarEntryType Type, int Mode, DateTimeOffset Time, string Link, string Content);
}
