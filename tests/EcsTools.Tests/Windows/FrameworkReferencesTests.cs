using System;
using System.IO;
using System.Linq;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace EcsTools.Tests.Windows;

/// <summary>The build for Windows PowerShell 5.1 against the reference assemblies of .NET Framework 4.7.2, which needs no Windows.</summary>
public sealed class FrameworkReferencesTests : IDisposable
{
    // The assemblies that ModuleResolver serves in another version than their neighbours ask for. It serves no others.
    private static readonly string[] Served = ["System.Buffers", "System.Runtime.CompilerServices.Unsafe", "System.Text.Json"];

    private static readonly string Folder = Path.Combine(Oracle.RepositoryRoot, "out", "EcsTools", "bin", "netstandard2.0");

    private readonly FrameworkReferences _references = new(Folder);

    private readonly TemporaryFolder _written = new();

    public void Dispose()
    {
        _references.Dispose();
        _written.Dispose();
    }

    [SkippableFact]
    public void Everything_that_the_module_uses_exists_in_Windows_PowerShell()
    {
        Skip.IfNot(Directory.Exists(Folder), "the module is not built: ./build.sh");
        Assert.Empty(Directory.GetFiles(Folder, "*.dll").SelectMany(file =>
        {
            using var module = _references.Read(file);
            return _references.Missing(module);
        }));
    }

    [SkippableFact]
    public void Other_versions_are_asked_for_only_of_assemblies_that_the_resolver_serves()
    {
        Skip.IfNot(Directory.Exists(Folder), "the module is not built: ./build.sh");
        var asked = Directory.GetFiles(Folder, "*.dll").SelectMany(file =>
        {
            using var module = _references.Read(file);
            return _references.OtherVersions(module);
        });
        Assert.Equal(Served, asked.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_type_that_the_framework_lacks_is_found()
    {
        using var module = Using(module => new TypeReference("System", "HashCode", module, module.AssemblyReferences.Single(one => one.Name == "netstandard")), null);
        Assert.Equal(["Sample.dll: type System.HashCode"], _references.Missing(module));
    }

    [Fact]
    public void A_member_that_the_framework_lacks_is_found()
    {
        using var module = Using(module => new TypeReference("System", "Environment", module, module.AssemblyReferences.Single(one => one.Name == "netstandard")), "get_ProcessId");
        Assert.Equal(["Sample.dll: member System.Int32 System.Environment::get_ProcessId()"], _references.Missing(module));
    }

    /// <summary>A module with a method that uses a type, or a static method of it that returns a number.</summary>
    private ModuleDefinition Using(Func<ModuleDefinition, TypeReference> type, string? method)
    {
        using var made = ModuleDefinition.CreateModule("Sample.dll", ModuleKind.Dll);
        made.AssemblyReferences.Add(new AssemblyNameReference("netstandard", new Version(2, 0, 0, 0)));
        var used = type(made);
        var standard = made.AssemblyReferences.Single(one => one.Name == "netstandard");
        var nothing = new TypeReference("System", "Void", made, standard);
        var body = new MethodDefinition("Use", MethodAttributes.Static | MethodAttributes.Public, nothing);
        var instructions = body.Body.GetILProcessor();
        if (method is null)
        {
            instructions.Emit(OpCodes.Ldtoken, used);
        }
        else
        {
            instructions.Emit(OpCodes.Call, new MethodReference(method, new TypeReference("System", "Int32", made, standard, valueType: true), used));
        }

        instructions.Emit(OpCodes.Pop);
        instructions.Emit(OpCodes.Ret);
        var holder = new TypeDefinition("", "Sample", TypeAttributes.Public, new TypeReference("System", "Object", made, standard));
        holder.Methods.Add(body);
        made.Types.Add(holder);
        var path = Path.Combine(_written.Path, "Sample.dll");
        made.Write(path);
        return _references.Read(path);
    }
}
