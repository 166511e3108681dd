using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EcsTools.Tests.Help;

/// <summary>The commands of the built module and their parameters, from the metadata of EcsTools.dll.</summary>
internal sealed class ModuleCommands
{
    private ModuleCommands(HashSet<string> names, HashSet<string> parameters)
    {
        Names = names;
        Parameters = parameters;
    }

    /// <summary>Names such as <c>Get-FargateTask</c>.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>Names and aliases of the parameters of all commands, without the dash.</summary>
    public IReadOnlySet<string> Parameters { get; }

    public static ModuleCommands Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var commands = from handle in reader.TypeDefinitions
                       from cmdlet in Attributes(reader, reader.GetTypeDefinition(handle).GetCustomAttributes(), "CmdletAttribute")
                       select string.Join("-", Texts(reader, cmdlet, 2));
        var properties = reader.TypeDefinitions.SelectMany(handle => reader.GetTypeDefinition(handle).GetProperties())
            .Select(reader.GetPropertyDefinition)
            .Where(property => Attributes(reader, property.GetCustomAttributes(), "ParameterAttribute").Any())
            .ToList();
        var aliases = from property in properties
                      from alias in Attributes(reader, property.GetCustomAttributes(), "AliasAttribute")
                      from name in List(reader, alias)
                      select name;
        return new ModuleCommands(
            commands.ToHashSet(StringComparer.Ordinal),
            properties.Select(property => reader.GetString(property.Name)).Concat(aliases).ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<CustomAttribute> Attributes(MetadataReader reader, CustomAttributeHandleCollection handles, string name)
        => handles.Select(reader.GetCustomAttribute).Where(attribute => attribute.Constructor.Kind == HandleKind.MemberReference
            && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name) == name);

    private static IEnumerable<string> Texts(MetadataReader reader, CustomAttribute attribute, int count)
    {
        var blob = Arguments(reader, attribute);
        return Enumerable.Range(0, count).Select(_ => blob.ReadSerializedString()!).ToList();
    }

    private static IEnumerable<string> List(MetadataReader reader, CustomAttribute attribute)
    {
        var blob = Arguments(reader, attribute);
        return Enumerable.Range(0, blob.ReadInt32()).Select(_ => blob.ReadSerializedString()!).ToList();
    }

    private static BlobReader Arguments(MetadataReader reader, CustomAttribute attribute)
    {
        var blob = reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return blob;
    }
}
