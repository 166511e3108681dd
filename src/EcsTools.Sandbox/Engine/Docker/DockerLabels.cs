using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>The labels by which a sandbox knows what it made on an engine, and what a sandbox that died has left there.</summary>
internal sealed class DockerLabels
{
    public const string Sandbox = "ecstools.sandbox";

    public const string Task = "ecstools.task";

    private const string Process = "ecstools.process";

    private const string NetworkPrefix = "ecstools-";

    private const string ImagePrefix = "ecstools-sandbox-";

    // Seconds: the start of a process is reckoned from the uptime of the machine, and not quite the same twice.
    private const long Tolerance = 30;

    /// <summary>
    /// The system that numbers its processes. Several systems can have one name and use one engine: Windows and each distribution of WSL on it, or a
    /// container with the host name of its machine. On Linux, their numbers are told apart by the namespace.
    /// </summary>
    public static string Host { get; } = Environment.MachineName + NumberSpace();

    public DockerLabels()
    {
        Id = Guid.NewGuid().ToString("N").Substring(0, 12);
        Network = NetworkPrefix + Id;
    }

    /// <summary>This sandbox among others on the same engine.</summary>
    public string Id { get; }

    /// <summary>The network that all tasks of this sandbox are on.</summary>
    public string Network { get; }

    public Dictionary<string, string> Labels(string? task = null)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [Sandbox] = Id, [Process] = ThisProcess() };
        if (task is not null)
        {
            labels[Task] = task;
        }

        return labels;
    }

    /// <summary>The network of a Service Connect namespace. Only tasks of the namespace are on it, and only there they have their names.</summary>
    public string NamespaceNetwork(string name) => Network + "-" + Uri.EscapeDataString(name).Replace('%', '_').ToLowerInvariant();

    /// <summary>Name of the container that owns the network of a task. No container of a task can have a dot in its name.</summary>
    public string NetworkOwner(TaskPlan task) => $"ecstools-{Id}-{task.Id.Substring(0, 8)}.network";

    public string ContainerName(TaskPlan task, string container) => $"ecstools-{Id}-{task.Id.Substring(0, 8)}-{container}";

    public string VolumeName(TaskPlan task, string volume) => $"ecstools-{Id}-{task.Id.Substring(0, 8)}-{volume}";

    /// <summary>The name of an image that this sandbox gave the engine.</summary>
    public string ImageName(string repository, string digest)
        => $"{ImagePrefix}{Id}/{repository}:{digest.Substring(digest.IndexOf(':') + 1, 12)}";

    /// <summary>Whether a name is one of <see cref="ImageName"/>, of this sandbox or another.</summary>
    public static bool IsImageName(string name) => name.StartsWith(ImagePrefix, StringComparison.Ordinal);

    /// <summary>The network of the sandbox that gave the engine the image of this name.</summary>
    public static string NetworkOf(string imageName) => NetworkPrefix + imageName.Substring(ImagePrefix.Length).Split('/')[0];

    public static IDictionary<string, IDictionary<string, bool>> Filter(string label) => new Dictionary<string, IDictionary<string, bool>>
    {
        ["label"] = new Dictionary<string, bool> { [label] = true },
    };

    /// <summary>Whether these labels are of a sandbox on this machine whose process has ended.</summary>
    public static bool IsLeftover(IDictionary<string, string>? labels)
    {
        if (labels is null || !labels.TryGetValue(Process, out var process))
        {
            return false;
        }

        var parts = process.Split('/');
        return parts.Length == 3
            && parts[0] == Host
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && HasEnded(id, start);
    }

    // A process id is used again by and by; together with the start time it is not.
    private static string ThisProcess()
    {
        var id = CurrentProcessId();
        return FormattableString.Invariant($"{Host}/{id}/{StartOf(id)}");
    }

    private static string NumberSpace()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return ".windows";
        }

#if NET8_0_OR_GREATER
        // Such as pid:[4026531836].
        return new FileInfo("/proc/self/ns/pid").LinkTarget is { } space ? "." + space : "";
#else
        return "";
#endif
    }

    private static int CurrentProcessId()
    {
        using var current = System.Diagnostics.Process.GetCurrentProcess();
        return current.Id;
    }

    /// <summary>
    /// Whether the process that started then has ended. One that does not show its start still runs: on Windows, it is a process with more rights.
    /// </summary>
    private static bool HasEnded(int id, long start)
    {
        try
        {
            return Math.Abs(StartOf(id) - start) >= Tolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>When a process started, in seconds since 1970.</summary>
    private static long StartOf(int id)
    {
        using var process = System.Diagnostics.Process.GetProcessById(id);
        return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
    }
}
