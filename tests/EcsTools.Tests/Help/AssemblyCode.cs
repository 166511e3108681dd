using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace EcsTools.Tests.Help;

/// <summary>What the code of a compiled assembly refers to. The assembly is read as data, so that nothing of PowerShell must be there.</summary>
internal sealed class AssemblyCode : IDisposable
{
    private const byte CallCode = 0x28;
    private const byte CallVirtualCode = 0x6F;
    private const byte NewObjectCode = 0x73;
    private const byte LoadStaticFieldCode = 0x7E;

    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public AssemblyCode(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
    }

    /// <summary>The string literals of the code.</summary>
    public IEnumerable<string> Literals
    {
        get
        {
            for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = _reader.GetNextHandle(handle))
            {
                yield return _reader.GetUserString(handle);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Static fields of a type that the code reads for another purpose than to call <paramref name="except"/> with them.</summary>
    public IEnumerable<string> FieldsRead(string type, string except)
        => from code in Bodies()
           from at in Find(code, LoadStaticFieldCode)
           let field = Member(Token(code, at))
           where field?.Type == type && !(IsCall(code, at + 5) && Member(Token(code, at + 5))?.Name == except)
           select field.Value.Name;

    /// <summary>Types whose code creates an object of a type.</summary>
    public IEnumerable<string> CreatorsOf(string type)
        => from handle in _reader.MethodDefinitions
           let method = _reader.GetMethodDefinition(handle)
           where method.RelativeVirtualAddress != 0
           let code = _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!
           from at in Find(code, NewObjectCode)
           where Member(Token(code, at)) is { Name: ".ctor" } created && created.Type == type
           select Name(method.GetDeclaringType());

    private IEnumerable<byte[]> Bodies()
        => _reader.MethodDefinitions.Select(_reader.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0)
            .Select(method => _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!);

    // A byte of an operand may look like the instruction too, but the token after it then names nothing that is looked for.
    private static IEnumerable<int> Find(byte[] code, byte instruction)
        => Enumerable.Range(0, Math.Max(0, code.Length - 4)).Where(at => code[at] == instruction);

    private static bool IsCall(byte[] code, int at) => at + 4 < code.Length && code[at] is CallCode or CallVirtualCode;

    private static int Token(byte[] code, int at) => BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 1));

    private (string Type, string Name)? Member(int token)
    {
        var (table, row) = ((TableIndex)(token >>> 24), token & 0xFFFFFF);
        if (table is not (TableIndex.Field or TableIndex.MethodDef or TableIndex.MemberRef) || row == 0 || row > _reader.GetTableRowCount(table))
        {
            return null;
        }

        return table switch
        {
            TableIndex.Field => Of(_reader.GetFieldDefinition(MetadataTokens.FieldDefinitionHandle(row))),
            TableIndex.MethodDef => Of(_reader.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(row))),
            TableIndex.MemberRef => Of(_reader.GetMemberReference(MetadataTokens.MemberReferenceHandle(row))),
            _ => null,
        };
    }

    private (string, string)? Of(FieldDefinition field) => (Name(field.GetDeclaringType()), _reader.GetString(field.Name));

    private (string, string)? Of(MethodDefinition method) => (Name(method.GetDeclaringType()), _reader.GetString(method.Name));

    private (string, string)? Of(MemberReference member)
        => member.Parent.Kind == HandleKind.TypeReference
            ? (_reader.GetString(_reader.GetTypeReference((TypeReferenceHandle)member.Parent).Name), _reader.GetString(member.Name))
            : null;

    // Code of a lambda or an async method is in a type of the compiler inside the type that wrote it.
    private string Name(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return type.GetDeclaringType().IsNil ? _reader.GetString(type.Name) : Name(type.GetDeclaringType());
    }
}
