using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Archives;

public sealed class SpoolFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readers_of_a_spool_have_positions_of_their_own()
    {
        var content = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray();
        using var spool = await SpoolFile.WriteAsync(new MemoryStream(content), null, CancellationToken.None, _folder.Path);

        using var first = spool.Open();
        using var second = spool.Open();
        second.Position = 150_000;
        using var whole = new MemoryStream();
        await first.CopyToAsync(whole);

        Assert.Equal(content, whole.ToArray());
        Assert.Equal(content[150_000], second.ReadByte());
    }

    [SkippableFact]
    public async Task A_spool_has_no_name_that_a_killed_process_could_leave_behind()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows deletes the file with its last handle");
        using var spool = await SpoolFile.WriteAsync(new MemoryStream(new byte[100_000]), null, CancellationToken.None, _folder.Path);

        Assert.Empty(Directory.GetFiles(_folder.Path));
        using var reader = spool.Open();
        Assert.Equal(100_000, reader.Length);
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_no_file()
    {
        await Assert.ThrowsAsync<IOException>(() => SpoolFile.WriteAsync(new BreakingStream(), null, CancellationToken.None, _folder.Path));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [SkippableFact]
    public async Task A_full_disk_is_named_with_its_folder_and_what_to_do()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a small disk is made of memory on Linux only");
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        var mounted = await Tool.RunAsync("mount", new[] { "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk });
        Skip.If(mounted.ExitCode != 0, "this user may not mount a disk");
        try
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(
                () => SpoolFile.WriteAsync(new MemoryStream(new byte[3 << 20]), null, CancellationToken.None, disk));

            Assert.Equal("DiskFull", error.ErrorId);
            Assert.Contains(disk, error.Message, StringComparison.Ordinal);
            Assert.Contains("TMPDIR", error.Remedy, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(disk));
        }
        finally
        {
            await Tool.RunOrFailAsync("umount", disk);
        }
    }

    [SkippableFact]
    public async Task Some_of_the_disk_is_left_to_others()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "a small disk is made of memory on Linux only");
        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        var mounted = await Tool.RunAsync("mount", new[] { "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk });
        Skip.If(mounted.ExitCode != 0, "this user may not mount a disk");
        try
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(
                () => SpoolFile.WriteAsync(new MemoryStream(new byte[100 << 20]), null, CancellationToken.None, disk));

            Assert.Equal("DiskFull", error.ErrorId);
            Assert.Contains("nearly full", error.Message, StringComparison.Ordinal);
            Assert.Contains("TMPDIR", error.Remedy, StringComparison.Ordinal);
        }
        finally
        {
            await Tool.RunOrFailAsync("umount", disk);
        }
    }

    private sealed class BreakingStream : MemoryStream
    {
        private int _left = 5;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
            => --_left > 0 ? Task.FromResult(count) : throw new IOException("the source went away");
    }
}
