using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace EcsTools.Tests.Architecture;

/// <summary>
/// Reads from a compiled assembly which of its folders use which. A folder is a namespace below the root namespace, and a nested type counts
/// for its outermost type, so lambdas and state machines count for the class they are written in. What the compiler removes cannot be seen:
/// the owner of a constant, and <c>nameof</c>.
/// </summary>
internal sealed class NamespaceEdges : IDisposable
{
    public const string Root = "(root)";

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly string _rootNamespace;
    private readonly Dictionary<(string From, string To), NamespaceEdge> _found = [];

    private NamespaceEdges(string assemblyPath, string rootNamespace)
    {
        _file = new PEReader(File.OpenRead(assemblyPath));
        _metadata = _file.GetMetadataReader();
        _rootNamespace = rootNamespace;
    }

    /// <summary>The edges between the folders of an assembly, each once, in alphabetical order.</summary>
    public static IReadOnlyList<NamespaceEdge> Read(string assemblyPath, string rootNamespace)
    {
        using var reader = new NamespaceEdges(assemblyPath, rootNamespace);
        foreach (var handle in reader._metadata.TypeDefinitions)
        {
            reader.ReadType(handle);
        }

        return reader._found.Values
            .OrderBy(edge => edge.From, StringComparer.Ordinal)
            .ThenBy(edge => edge.To, StringComparer.Ordinal)
            .ToList();
    }

    public void Dispose() => _file.Dispose();

    private void ReadType(TypeDefinitionHandle handle)
    {
        if (Place(handle) is not { } from)
        {
            return;
        }

        var type = _metadata.GetTypeDefinition(handle);
        var used = new UsedTypes(_metadata);
        used.Add(type.BaseType);
        used.AddAttributes(type.GetCustomAttributes());
        used.AddConstraints(type.GetGenericParameters());
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            used.Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields())
        {
            used.Add(field);
            used.AddAttributes(_metadata.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var property in type.GetProperties())
        {
            used.Add(property);
        }

        foreach (var method in type.GetMethods())
        {
            ReadMethod(method, used);
        }

        foreach (var definition in used.Definitions)
        {
            Note(from, definition);
        }
    }

    private void ReadMethod(MethodDefinitionHandle handle, UsedTypes used)
    {
        var method = _metadata.GetMethodDefinition(handle);
        used.Add(handle);
        used.AddAttributes(method.GetCustomAttributes());
        used.AddConstraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            used.Add(body.LocalSignature);
        }

        foreach (var region in body.ExceptionRegions.Where(region => !region.CatchType.IsNil))
        {
            used.Add(region.CatchType);
        }

        foreach (var token in InstructionTokens.Of(body.GetILReader()))
        {
            used.Add(MetadataTokens.EntityHandle(token));
        }
    }

    private void Note((string Folder, string Type) from, TypeDefinitionHandle handle)
    {
        if (Place(handle) is { } to && to.Folder != from.Folder)
        {
            _found.TryAdd((from.Folder, to.Folder), new NamespaceEdge(from.Folder, to.Folder, $"{from.Type} uses {to.Type}"));
        }
    }

    /// <summary>The folder and the outermost type of a type, or null for a type outside the root namespace.</summary>
    private (string Folder, string Type)? Place(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        var space = _metadata.GetString(type.Namespace);
        var name = _metadata.GetString(type.Name);
        if (space == _rootNamespace)
        {
            return (Root, name);
        }

        return space.StartsWith(_rootNamespace + ".", StringComparison.Ordinal) ? (space[(_rootNamespace.Length + 1)..], name) : null;
    }
}
