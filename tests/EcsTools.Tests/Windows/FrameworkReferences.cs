using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;

namespace EcsTools.Tests.Windows;

/// <summary>
/// Looks up what an assembly of the module refers to where Windows PowerShell would find it: in the module's folder, in .NET Framework 4.7.2 and in
/// PowerShell 5.1.
/// </summary>
internal sealed class FrameworkReferences : IDisposable
{
    private readonly string _folder;
    private readonly FolderResolver _resolver;

    public FrameworkReferences(string folder)
    {
        _folder = folder;
        var framework = Metadata("NetFramework");
        _resolver = new FolderResolver([folder, framework, Path.Combine(framework, "Facades"), Metadata("WindowsPowerShell")]);
    }

    public void Dispose() => _resolver.Dispose();

    public ModuleDefinition Read(string path) => ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = _resolver });

    /// <summary>The types and members that do not exist there.</summary>
    public IReadOnlyList<string> Missing(ModuleDefinition module)
        => module.AssemblyReferences.Where(assembly => _resolver.PathOf(assembly.Name) is null).Select(assembly => $"assembly {assembly.FullName}")
            .Concat(module.GetTypeReferences().Where(type => !Exists(type.Resolve)).Select(type => $"type {type.FullName}"))
            .Concat(module.GetMemberReferences().Where(IsMissing).Select(member => $"member {member.FullName}"))
            .Select(what => $"{module.Name}: {what}").ToArray();

    /// <summary>References to assemblies of the module's folder by another version than they have there.</summary>
    public IReadOnlyList<string> OtherVersions(ModuleDefinition module)
        => module.AssemblyReferences
            .Where(reference => _resolver.PathOf(reference.Name) is { } path && Path.GetDirectoryName(path) == _folder
                && AssemblyName.GetAssemblyName(path).Version != reference.Version)
            .Select(reference => reference.Name).ToArray();

    // The members of arrays are made by the runtime.
    private static bool IsMissing(MemberReference member)
        => member.DeclaringType is not ArrayType && member switch
        {
            MethodReference method => !Exists(method.Resolve),
            FieldReference field => !Exists(field.Resolve),
            _ => true,
        };

    private static bool Exists(Func<IMemberDefinition?> resolve)
    {
        try
        {
            return resolve() is not null;
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    private static string Metadata(string key) => typeof(FrameworkReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == key).Value!;

    private sealed class FolderResolver(string[] folders) : IAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition> _known = new(StringComparer.Ordinal);

        public string? PathOf(string name) => folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);

        public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
        {
            if (!_known.TryGetValue(name.Name, out var assembly))
            {
                parameters.AssemblyResolver = this;
                _known[name.Name] = assembly = AssemblyDefinition.ReadAssembly(PathOf(name.Name) ?? throw new AssemblyResolutionException(name), parameters);
            }

            return assembly;
        }

        public void Dispose()
        {
            foreach (var assembly in _known.Values)
            {
                assembly.Dispose();
            }
        }
    }
}
