using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace EcsTools.Loader;

/// <summary>
/// The load context of the module in PowerShell 7. All AWSSDK assemblies of one major version carry the same assembly version, so that .NET
/// would silently hand this module the older SDK of another module that was loaded first. Everything in the module's folder is loaded here instead.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly Dictionary<string, ModuleLoadContext> Contexts = new(StringComparer.Ordinal);
    private readonly string _folder;

    private ModuleLoadContext(string folder)
        : base("EcsTools")
    {
        _folder = folder;
    }

    /// <summary>Loads an assembly of a folder, with everything of that folder it needs, apart from the rest of the session.</summary>
    /// <param name="path">Full path of the assembly.</param>
    /// <returns>The assembly: the same one for the whole process, whichever runspace imports the module.</returns>
    public static Assembly Load(string path)
    {
        path = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path) ?? throw new ArgumentException($"'{path}' is not the full path of a file.", nameof(path));
        lock (Contexts)
        {
            if (!Contexts.TryGetValue(folder, out var context))
            {
                Contexts[folder] = context = new ModuleLoadContext(folder);
            }

            return context.LoadFromAssemblyPath(path);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What the folder lacks is the session's: System.Management.Automation and the framework.
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
