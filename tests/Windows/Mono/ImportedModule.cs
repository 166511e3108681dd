using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace EcsTools.MonoWalk;

/// <summary>Loads the module as EcsTools.psm1 does in Windows PowerShell: the loader, its resolver, and then EcsTools.dll.</summary>
internal sealed class ImportedModule
{
    private readonly string _folder;

    public ImportedModule(string folder)
    {
        _folder = Path.GetFullPath(folder);
        var loader = Assembly.LoadFrom(Path.Combine(_folder, "EcsTools.Loader.dll"));
        loader.GetType("EcsTools.Loader.ModuleResolver", throwOnError: true)
            .GetMethod("Register", [typeof(string)])
            .Invoke(null, [_folder]);
        // The session's scripts name the module's types too. In PowerShell they find them among the loaded assemblies.
        AppDomain.CurrentDomain.AssemblyResolve += ForThisProgram;
        Commands = Assembly.LoadFrom(Path.Combine(_folder, "EcsTools.dll"));
    }

    public Assembly Commands { get; }

    /// <summary>The assemblies of the module that are loaded, by name, with the folder that each came from, but for those that are the framework's own.</summary>
    public IReadOnlyDictionary<string, string> Loaded => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic && !assembly.GlobalAssemblyCache && File.Exists(Path.Combine(_folder, assembly.GetName().Name + ".dll")))
        .GroupBy(assembly => assembly.GetName().Name, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => string.Join(", ", same.Select(assembly => Path.GetDirectoryName(assembly.Location))), StringComparer.Ordinal);

    public string Folder => _folder;

    private Assembly? ForThisProgram(object? sender, ResolveEventArgs asked)
    {
        if (asked.RequestingAssembly != typeof(ImportedModule).Assembly)
        {
            return null;
        }

        var path = Path.Combine(_folder, new AssemblyName(asked.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
