using System;
using System.IO;
using System.Reflection;

namespace EcsTools.Loader;

/// <summary>
/// Finds the module's assemblies in Windows PowerShell, where there is one load context and no binding redirect for a module: an assembly that
/// wants another version of its neighbour gets the one in the module's folder. It is compiled code, because it is also called on threads that have no
/// runspace. If another module has loaded an assembly of the same name and version (any Newtonsoft.Json 13.x has version 13.0.0.0), .NET
/// Framework hands out that one.
/// </summary>
public static class ModuleResolver
{
    private static string? _folder;

    /// <summary>Serves the assemblies of a folder, to those who are in it.</summary>
    /// <param name="folder">Full path of the folder.</param>
    public static void Register(string folder)
    {
        if (_folder is null)
        {
            AppDomain.CurrentDomain.AssemblyResolve += Resolve;
        }

        _folder = Path.GetFullPath(folder);
    }

    /// <summary>Serves no more.</summary>
    public static void Unregister()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        _folder = null;
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs asked)
    {
        // Another module's request for the same name is not answered: what it finds or lacks is its own affair.
        if (_folder is not { } folder || !IsOwn(asked.RequestingAssembly, folder))
        {
            return null;
        }

        var path = Path.Combine(folder, new AssemblyName(asked.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

    // Without a requester (a name given as text) the request may be ours.
    private static bool IsOwn(Assembly? requester, string folder)
        => requester is null
            || (!requester.IsDynamic && string.Equals(Path.GetDirectoryName(requester.Location), folder, StringComparison.OrdinalIgnoreCase));
}
