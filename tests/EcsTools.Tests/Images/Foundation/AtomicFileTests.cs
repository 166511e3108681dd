using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Campaigns.Durability;
using EcsTools.Profiles;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Profiles;
using Xunit;

namespace EcsTools.Tests.Images.Foundation;

public sealed class AtomicFileTests : IDisposable
{
    private readonly ProfileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Writers_at_the_same_time_lose_no_profile()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                // A file object each, so that only what is on disk keeps them apart, as with processes.
                var file = new SharedProfileFile(_folder.Paths, SystemClock.Instance);
                await file.WriteAsync($"p{writer}-{i}", new AccessKeyPair($"AKIA{writer}X{i}", "s"), new ProfileSettings("eu-west-1"), false, CancellationToken.None);
            }
        })));

        var profiles = new SharedProfileFile(_folder.Paths, SystemClock.Instance).List();
        Assert.Equal(80, profiles.Count);
        Assert.All(profiles, profile => Assert.Equal("eu-west-1", profile.Region));
        Assert.Equal([".config.lock", ".credentials.lock", "config", "credentials"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData((int)EditStep.Locked)]
    [InlineData((int)EditStep.Read)]
    [InlineData((int)EditStep.Written)]
    [InlineData((int)EditStep.Compared)]
    public async Task A_writer_that_stalls_for_long_keeps_its_lock_and_loses_nothing(int step)
    {
        File.WriteAllText(_folder.Credentials, "before\n");
        using var waits = new ManualResetEventSlim();
        using var stalled = new ManualResetEventSlim();
        var first = new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true)
        {
            Reached = reached =>
            {
                if ((int)reached == step)
                {
                    stalled.Set();
                    waits.Wait();
                }
            },
        };
        var slow = Task.Run(() => first.EditAsync(content => Append(content, "slow\n"), CancellationToken.None));
        stalled.Wait();

        // By all clocks and times the lock is an hour old.
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }

        // The second writer waits long by its clock. Then the first goes on.
        var looks = 0;
        var clock = new StepClock(_ =>
        {
            if (++looks == 500)
            {
                waits.Set();
                slow.Wait();
            }
        });
        await new AtomicFile(_folder.Credentials, clock, ownerOnly: true).EditAsync(content => Append(content, "quick\n"), CancellationToken.None);
        await slow;

        Assert.Equal(500, looks);
        Assert.Equal("before\nslow\nquick\n", File.ReadAllText(_folder.Credentials));
    }

    [Fact]
    public async Task A_new_file_that_disappears_is_an_error_and_the_old_one_stays()
    {
        File.WriteAllText(_folder.Credentials, "before\n");
        var file = new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true)
        {
            Reached = step =>
            {
                if (step == EditStep.Compared)
                {
                    File.Delete(Directory.GetFiles(_folder.Path, "*.new").Single());
                }
            },
        };

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => file.EditAsync(content => Append(content, "after\n"), CancellationToken.None));

        Assert.Equal("FileNotWritable", error.ErrorId);
        Assert.Equal("before\n", File.ReadAllText(_folder.Credentials));
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_deleted_by_the_next()
    {
        var left = Path.Combine(_folder.Path, ".credentials.0123.new");
        File.WriteAllText(left, "half of someth");
        File.WriteAllText(FileLock.PathFor(_folder.Credentials), "");

        Assert.True(await new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(_ => [(byte)'x'], CancellationToken.None));

        Assert.Equal("x", File.ReadAllText(_folder.Credentials));
        Assert.False(File.Exists(left));
    }

    [SkippableFact]
    public async Task A_file_that_is_a_mount_point_is_written_in_place()
    {
        var other = Path.Combine(_folder.Path, "other");
        File.WriteAllText(other, "before\n");
        File.WriteAllText(_folder.Credentials, "");
        Skip.IfNot(OperatingSystem.IsLinux() && Mount("--bind", other, _folder.Credentials), "a file cannot be mounted here");
        try
        {
            Assert.True(await new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(content => Append(content, "after\n"), CancellationToken.None));

            Assert.Equal("before\nafter\n", File.ReadAllText(other));
            Assert.Empty(Directory.GetFiles(_folder.Path, "*.new"));
        }
        finally
        {
            Assert.True(Run("umount", _folder.Credentials));
        }
    }

    [SkippableFact]
    public async Task Who_may_write_to_the_folder_may_take_the_lock()
    {
        Skip.If(OperatingSystem.IsWindows(), "Unix file modes");
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var (folder, expected) in new[]
        {
            (Owner | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead, Owner),
            (Owner | UnixFileMode.UserExecute | UnixFileMode.GroupWrite, Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite),
        })
        {
            File.SetUnixFileMode(_folder.Path, folder);
            await new AtomicFile(_folder.Config, new StepClock(), ownerOnly: false).EditAsync(_ => null, CancellationToken.None);

            Assert.Equal(expected, File.GetUnixFileMode(FileLock.PathFor(_folder.Config)));
            File.Delete(FileLock.PathFor(_folder.Config));
        }
    }

    [Fact]
    public async Task Many_writers_that_stall_and_are_killed_lose_no_profile()
    {
        var report = await new WriterCampaign(seed: 3, processes: 3, threads: 2, longestStall: TimeSpan.Zero).RunAsync(edits: 150);

        Assert.True(report.Findings.Count == 0, report.Summary + "\n" + string.Join("\n", report.Findings));
    }

    [Fact]
    public async Task A_change_made_by_a_program_without_the_lock_is_kept()
    {
        File.WriteAllText(_folder.Credentials, "one\n");
        var calls = 0;

        await new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(
            content =>
            {
                if (calls++ == 0)
                {
                    File.AppendAllText(_folder.Credentials, "two\n");
                }

                return Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(content!) + "three\n");
            },
            CancellationToken.None);

        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(_folder.Credentials));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_file_that_another_program_has_just_truncated_is_waited_for()
    {
        File.WriteAllText(_folder.Credentials, "");
        var clock = new StepClock(_ => File.WriteAllText(_folder.Credentials, "theirs\n"));

        await new AtomicFile(_folder.Credentials, clock, ownerOnly: true).EditAsync(
            content => content!.Concat(Encoding.ASCII.GetBytes("ours\n")).ToArray(), CancellationToken.None);

        Assert.Equal("theirs\nours\n", File.ReadAllText(_folder.Credentials));
    }

    [Fact]
    public async Task A_lock_that_is_held_is_waited_for_and_then_named()
    {
        var lockPath = FileLock.PathFor(_folder.Credentials);
        using (await FileLock.TakeAsync(_folder.Credentials, new StepClock(), CancellationToken.None))
        {
            var error = await Assert.ThrowsAsync<EcsToolsException>(
                () => new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(_ => new byte[] { 1 }, CancellationToken.None));

            Assert.Equal("FileLocked", error.ErrorId);
            Assert.Contains(lockPath, error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.Credentials));
        }

        Assert.True(await new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(_ => [1], CancellationToken.None));
    }

    [Fact]
    public async Task The_wait_for_a_lock_can_be_cancelled()
    {
        using var held = await FileLock.TakeAsync(_folder.Credentials, new StepClock(), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var clock = new StepClock(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new AtomicFile(_folder.Credentials, clock, ownerOnly: true).EditAsync(_ => [1], stop.Token));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        var path = Path.Combine(_folder.Path, "home", ".aws", "credentials");

        Assert.True(await new AtomicFile(path, new StepClock(), ownerOnly: true).EditAsync(_ => new[] { (byte)'x' }, CancellationToken.None));

        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_named_with_the_reason()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "plain"), "");
        var path = Path.Combine(_folder.Path, "plain", "credentials");

        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => new AtomicFile(path, new StepClock(), ownerOnly: true).EditAsync(_ => new byte[] { 1 }, CancellationToken.None));

        Assert.Equal("FileNotWritable", error.ErrorId);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Append(byte[]? content, string text) => [.. content ?? [], .. Encoding.ASCII.GetBytes(text)];

    private static bool Mount(params string[] arguments) => Environment.UserName == "root" && Run("mount", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
