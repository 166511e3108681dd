using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;

namespace EcsTools.Tests.Support;

/// <summary>Docker's own registry, of Debian's docker-registry, with an empty file store: a registry that is not ours.</summary>
internal sealed class DockerRegistryServer : IDisposable
{
    /// <summary>The user of <see cref="StartWithPasswordAsync"/>, whose password is "open sesame".</summary>
    public const string User = "reader";

    // htpasswd -nbB reader 'open sesame'
    private const string PasswordFile = "reader:$2y$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW\n";

    private readonly Process _process;
    private readonly TemporaryFolder _folder;

    private DockerRegistryServer(Process process, TemporaryFolder folder, string host)
    {
        _process = process;
        _folder = folder;
        Host = host;
    }

    /// <summary>Host and port, as image names carry it.</summary>
    public string Host { get; }

    /// <param name="authentication">The <c>auth</c> part of its configuration, told a folder for files of its own; none where null.</param>
    public static async Task<DockerRegistryServer> StartAsync(Func<TemporaryFolder, string>? authentication = null)
    {
        Tool.Require("docker-registry");
        var folder = new TemporaryFolder();
        var host = $"127.0.0.1:{LoopbackListener.FreePort()}";
        var config = folder.Write(
            "config.yml",
            $"version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\nstorage:\n  delete:\n    enabled: true\n  filesystem:\n    rootdirectory: {folder.File("data")}\nhttp:\n  addr: {host}\n" + authentication?.Invoke(folder));
        var process = Process.Start(new ProcessStartInfo("docker-registry", new[] { "serve", config }) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var server = new DockerRegistryServer(process, folder, host);
        await server.WaitUntilItAnswersAsync();
        return server;
    }

    /// <summary>One that takes the password of one user over HTTP Basic.</summary>
    public static Task<DockerRegistryServer> StartWithPasswordAsync()
        => StartAsync(folder => $"auth:\n  htpasswd:\n    realm: test\n    path: {folder.Write("htpasswd", PasswordFile)}\n");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task WaitUntilItAnswersAsync()
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{Host}/v2/"));
                return;
            }
            catch (HttpRequestException) when (attempt < 100 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }
}
