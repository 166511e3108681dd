using System;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>A context is checked before it is sent, and is a tar that anyone reads.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BuildContextTests
{
    [Fact]
    public void Every_missing_piece_is_named_with_its_parameter()
    {
        using var folder = new TemporaryFolder();
        Refused("BuildContextNotFound", "Path", folder.File("none"), () => BuildContext.Open(folder.File("none"), null));
        Refused("DockerfileNotFound", "Path", folder.Path, () => BuildContext.Open(folder.Path, null));
        Refused("DockerfileNotFound", "Dockerfile", folder.File("other"), () => BuildContext.Open(folder.Path, "other"));
        var file = folder.Write("file", "FROM scratch\n");
        Refused("BuildContextNotFolder", "Path", file, () => BuildContext.Open(file, null));
        var target = new ImageBuildRequest { ContextPath = folder.Path, DockerfilePath = "file", Target = "no" };
        Refused("DockerfileTargetNotFound", "Target", "'no'", () => ImageBuilder.Check(target));
        Refused("ImageNameInvalid", "Tag", "'A:b'", () => ImageBuilder.Check(target with { Target = null, Tags = new[] { "A:b" } }));
        Refused("PlatformInvalid", "Platform", "'x86'", () => ImageBuilder.Check(target with { Target = null, Platform = "x86" }));
        ImageBuilder.Check(target with { Target = null, Tags = new[] { "a:b" }, Platform = "linux/arm64/v8" });
    }

    [Fact]
    public void A_lower_case_dockerfile_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("dockerfile", "FROM scratch\n");
        folder.Write("docker/Prod.Dockerfile", "FROM scratch\n");
        Assert.Equal("dockerfile", BuildContext.Open(folder.Path, null).DockerfileName);
    }

    [Fact]
    public void A_dockerfile_of_another_name_is_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("dockerfile", "FROM scratch\n");
        folder.Write("docker/Prod.Dockerfile", "FROM scratch\n");
        Assert.Equal("docker/Prod.Dockerfile", BuildContext.Open(folder.Path, "docker/Prod.Dockerfile").DockerfileName);
        Assert.Equal("docker/Prod.Dockerfile", BuildContext.Open(folder.Path + "/", folder.File("docker/Prod.Dockerfile")).DockerfileName);
        Assert.Equal("docker/Prod.Dockerfile", BuildContext.Open(folder.File("docker/.."), "./docker/Prod.Dockerfile").DockerfileName);
    }

    [SkippableFact]
    public async Task GNU_tar_unpacks_the_folder_it_was_made_of()
    {
        Skip.If(OperatingSystem.IsWindows(), "the folder has links and modes of Unix");
        Tool.Require("tar");
        using var folder = new TemporaryFolder();
        folder.Write("Dockerfile", "FROM scratch\n");
        folder.Write(new string('d', 200) + "/" + new string('f', 200), "long");
        folder.Write("exactly-512", new string('x', 512));
        folder.Write("ünï/ÿ", "names");
        folder.Write("empty", "");
        folder.Write("big", new string('y', 1_000_001));
        File.CreateSymbolicLink(folder.File("link"), new string('t', 150));
        File.SetUnixFileMode(folder.File("big"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(folder.File("big"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        using var unpacked = new TemporaryFolder();
        var tar = unpacked.File("context.tar");
        using (var target = File.Create(tar))
        using (var source = BuildContext.Open(folder.Path, null).ToTar())
        {
            await source.CopyToAsync(target, 1000);
        }

        Directory.CreateDirectory(unpacked.File("to"));
        await Tool.RunOrFailAsync("tar", "-xpf", tar, "-C", unpacked.File("to"));
        await Tool.RunOrFailAsync("diff", "-r", "--no-dereference", folder.Path, unpacked.File("to"));
        Assert.Equal(File.GetUnixFileMode(folder.File("big")), File.GetUnixFileMode(unpacked.File("to/big")));
        Assert.Equal(File.GetLastWriteTimeUtc(folder.File("big")), File.GetLastWriteTimeUtc(unpacked.File("to/big")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x1FFFFFFFF)]
    [InlineData(0x200000000)]
    [InlineData(1L << 40)]
    public void Sizes_beyond_ustars_field_are_said_in_a_record(long size)
    {
        var header = new EcsTools.Images.Build.TarEntry("big.bin", EcsTools.Images.Build.TarEntryType.File, 420, size, DateTimeOffset.UnixEpoch).Header();
        Assert.Equal(size > 0x1FFFFFFFF ? 1536 : 512, header.Length);
        using var reader = new TarReader(new Endless(header));
        var entry = reader.GetNextEntry()!;
        Assert.Equal((size, "big.bin"), (entry.Length, entry.Name));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(979)]
    [InlineData(980)]
    [InlineData(981)]
    [InlineData(982)]
    [InlineData(983)]
    [InlineData(984)]
    public void Records_count_their_own_digits(int length)
    {
        var name = new string('n', length);
        var header = new EcsTools.Images.Build.TarEntry(name, EcsTools.Images.Build.TarEntryType.File, 420, 0, DateTimeOffset.UnixEpoch).Header();
        using var reader = new TarReader(new MemoryStream(header));
        Assert.Equal(name, reader.GetNextEntry()!.Name);
    }

    [SkippableFact]
    public async Task A_pipe_in_the_folder_does_not_hold_the_build_up()
    {
        Tool.Require("mkfifo");
        using var folder = new TemporaryFolder();
        folder.Write("Dockerfile", "FROM scratch\n");
        await Tool.RunOrFailAsync("mkfifo", folder.File("pipe"));
        using var tar = BuildContext.Open(folder.Path, null).ToTar();
        await tar.CopyToAsync(Stream.Null);
    }

    [SkippableFact]
    public async Task One_file_is_open_at_a_time_and_none_afterwards()
    {
        Skip.IfNot(Directory.Exists("/proc/self/fd"), "open files are listed in /proc only on Linux");
        using var folder = new TemporaryFolder();
        folder.Write("Dockerfile", "FROM scratch\n");
        foreach (var i in Enumerable.Range(0, 12))
        {
            folder.Write($"f{i}", new string('x', 5000));
        }

        var most = 0;
        using (var tar = BuildContext.Open(folder.Path, null).ToTar(_ => most = Math.Max(most, OpenIn(folder.Path))))
        {
            await tar.CopyToAsync(Stream.Null, 700);
        }

        Assert.Equal((1, 0), (most, OpenIn(folder.Path)));
    }

    private static int OpenIn(string folder) => Directory.GetFiles("/proc/self/fd")
        .Count(fd => new FileInfo(fd).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true);

    private static void Refused(string errorId, string parameter, string value, Action call)
    {
        var refused = Assert.Throws<EcsToolsException>(call);
        Assert.Equal((errorId, parameter), (refused.ErrorId, refused.Parameter));
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(refused.Remedy));
    }

    /// <summary>A header and then as much as anyone reads.</summary>
    private sealed class Endless : OneWayStream
    {
        private readonly byte[] _header;
        private int _at;

        public Endless(byte[] header) => _header = header;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var held = Math.Min(count, _header.Length - _at);
            Array.Copy(_header, _at, buffer, offset, held);
            _at += held;
            return held > 0 ? held : count;
        }
    }
}
