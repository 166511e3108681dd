using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

namespace EcsTools.MonoWalk;

/// <summary>Arguments: the module's folder for Windows PowerShell, a static busybox or "-", and the file for "passed failed skipped".</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var report = new WalkReport();
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "ecstools-mono-" + Guid.NewGuid().ToString("N"))).FullName;
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "credentials"));
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(folder, "config"));
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", Path.Combine(folder, "docker"));
        Environment.SetEnvironmentVariable("ECSTOOLS_CACHE", Path.Combine(folder, "cache"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        try
        {
            var module = new ImportedModule(arguments[0]);
            WalkAsync(report, module, folder, arguments[1] == "-" ? null : arguments[1]).GetAwaiter().GetResult();
        }
        finally
        {
            File.WriteAllText(arguments[2], report.Counts + "\n");
            Directory.Delete(folder, recursive: true);
        }

        return report.Failed == 0 ? 0 : 1;
    }

    // Not part of Main: the types of the module are looked up when this is compiled, which must be after the import.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task WalkAsync(WalkReport report, ImportedModule module, string folder, string? busybox)
    {
        using var walk = new Walk(report, module, folder, busybox);
        await walk.RunAsync();
    }
}
