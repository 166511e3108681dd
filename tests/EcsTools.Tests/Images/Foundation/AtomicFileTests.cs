using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
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
        Assert.Equal(new[] { "config", "credentials" }, Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
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
        File.WriteAllText(_folder.Credentials + ".lock", "");
        File.SetLastWriteTimeUtc(_folder.Credentials + ".lock", DateTime.UtcNow.AddMinutes(1));

        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(_ => new byte[] { 1 }, CancellationToken.None));

        Assert.Equal("FileLocked", error.ErrorId);
        Assert.Contains(_folder.Credentials + ".lock", error.Remedy, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.Credentials + ".lock"));
        Assert.False(File.Exists(_folder.Credentials));
    }

    [Fact]
    public async Task A_lock_left_by_a_dead_process_is_discarded()
    {
        File.WriteAllText(_folder.Credentials + ".lock", "half of someth");
        File.SetLastWriteTimeUtc(_folder.Credentials + ".lock", DateTime.UtcNow.AddMinutes(-5));

        Assert.True(await new AtomicFile(_folder.Credentials, new StepClock(), ownerOnly: true).EditAsync(_ => new[] { (byte)'x' }, CancellationToken.None));

        Assert.Equal("x", File.ReadAllText(_folder.Credentials));
        Assert.False(File.Exists(_folder.Credentials + ".lock"));
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
}
