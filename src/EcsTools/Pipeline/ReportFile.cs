using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation.Host;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Reports.Html;

namespace EcsTools.Pipeline;

/// <summary>Writes a page to a file, emits the file, and opens it in the browser if a person sits before the session.</summary>
internal sealed class ReportFile(CommandPipeline pipeline, PSHost host, string? path, bool noOpen)
{
    /// <summary>Writes the page.</summary>
    /// <param name="name">Name of the file in a folder, without its extension.</param>
    /// <param name="html">The page.</param>
    /// <param name="action">What is done, for -WhatIf and -Confirm.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task WriteAsync(string name, string html, string action, CancellationToken cancellationToken)
    {
        var file = await FileAsync(name + ".html").ConfigureAwait(false);
        if (!await pipeline.ShouldProcessAsync(file, action).ConfigureAwait(false))
        {
            return;
        }

        if (path is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }

        // Without -Path the file holds log lines at a place that the user did not choose, so nobody else may read it.
        await new AtomicFile(file, SystemClock.Instance, ownerOnly: path is null).EditAsync(_ => Encoding.UTF8.GetBytes(html), cancellationToken)
            .ConfigureAwait(false);
        pipeline.WriteObject(new FileInfo(file));
        if (!noOpen && await pipeline.InvokeAsync(() => Session(host).MayOpenBrowser).ConfigureAwait(false))
        {
            Open(file);
        }
    }

    private async Task<string> FileAsync(string name)
    {
        if (path is null)
        {
            return Path.Combine(UserCache.Folder, "pages", name);
        }

        var given = await pipeline.ResolveNewPathAsync(path).ConfigureAwait(false);
        return Directory.Exists(given) ? Path.Combine(given, name) : given;
    }

    private static AttendedSession Session(PSHost host) => new(
        host.Name,
        Environment.GetCommandLineArgs().Skip(1).ToList(),
        Console.IsInputRedirected || Console.IsOutputRedirected || !Environment.UserInteractive,
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux),
        Environment.GetEnvironmentVariable);

    private void Open(string file)
    {
        try
        {
            Process.Start(new ProcessStartInfo(file) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception problem) when (problem is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            pipeline.WriteWarning($"The browser cannot be opened: {problem.Message} Open {file}");
        }
    }
}
