using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Benchmarks.Push;

namespace EcsTools.Benchmarks.Publish;

/// <summary>A copy of samples/express-server whose home page shows a version.</summary>
internal sealed class SampleSite : IDisposable
{
    private const string Title = "title: 'Home'";
    private readonly string _server;
    private readonly string _source;

    public SampleSite(string folder)
    {
        Folder = folder;
        Copy(new DirectoryInfo(Path.Combine(DocumentTable.Repository, "samples", "express-server")), Directory.CreateDirectory(folder));
        _server = Path.Combine(folder, "server.js");
        _source = File.ReadAllText(_server);
        if (!_source.Contains(Title, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{_server} has no line with {Title}.");
        }
    }

    public string Folder { get; }

    /// <summary>The text by which the running version is known.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Changes one line of the source.</summary>
    public void Change()
    {
        Version = "v" + Guid.NewGuid().ToString("N")[..8];
        File.WriteAllText(_server, _source.Replace(Title, $"title: '{Version}'", StringComparison.Ordinal));
    }

    /// <summary>Runs a publication, and looks at the address until the version answers.</summary>
    /// <param name="url">The address; it may not answer yet.</param>
    /// <param name="publish">The publication.</param>
    /// <returns>The seconds until the version answered, and until the publication had ended.</returns>
    public async Task<(double Served, double Ended)> TimeAsync(Func<string?> url, Func<Task> publish)
    {
        using var stop = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var served = ServedAsync(url, watch, stop.Token);
        await publish();
        var ended = watch.Elapsed.TotalSeconds;
        stop.CancelAfter(TimeSpan.FromMinutes(2));
        return (await served, ended);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private async Task<double> ServedAsync(Func<string?> url, Stopwatch watch, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            try
            {
                if (url() is { } address && (await http.GetStringAsync(address, cancellationToken)).Contains(Version, StringComparison.Ordinal))
                {
                    return watch.Elapsed.TotalSeconds;
                }
            }
            catch (Exception problem) when (problem is HttpRequestException || !cancellationToken.IsCancellationRequested)
            {
                // It does not answer yet.
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.GetFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.GetDirectories())
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
