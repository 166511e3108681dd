using System;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Tests.Images.Engine;

namespace EcsTools.Tests.Support;

/// <summary>Podman's engine on a socket and over a store of its own.</summary>
internal sealed class PodmanService : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _store;
    private readonly Process _process;

    private PodmanService()
    {
        _store = ["--root", _folder.File("root"), "--runroot", _folder.File("run"), "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"];
        var start = new ProcessStartInfo("podman", [.. _store, "system", "service", "--time", "0", "unix://" + Socket]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>What a user of it alone would have in the environment.</summary>
    public HostEnvironment Environment => EngineFixture.Alone("unix://" + Socket);

    private string Socket => _folder.File("podman.sock");

    public static async Task<PodmanService> StartAsync()
    {
        var service = new PodmanService();
        for (var attempt = 0; !File.Exists(service.Socket); attempt++)
        {
            if (service._process.HasExited || attempt == 300)
            {
                service.Dispose();
                Xunit.Skip.If(true, "podman serves no socket here");
            }

            await Task.Delay(100);
        }

        return service;
    }

    /// <summary>An image of one small file.</summary>
    public async Task ImportAsync(string name)
    {
        var content = _folder.File("content");
        Directory.CreateDirectory(content);
        await File.WriteAllTextAsync(Path.Combine(content, "hello.txt"), "hello");
        await TarFile.CreateFromDirectoryAsync(content, _folder.File("content.tar"), includeBaseDirectory: false);
        await Tool.RunOrFailAsync("podman", [.. _store, "import", _folder.File("content.tar"), name]);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Dispose();
    }
}
