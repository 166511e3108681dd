using System.IO;
using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>Writes a stand-in's C# from its service.json.</summary>
internal static class Emitter
{
    public static void Run(string servicePath, string outDirectory)
    {
        var service = ServiceModel.Load(servicePath);
        Directory.CreateDirectory(outDirectory);
        // These names are listed again, as outputs, in ../../Directory.Build.targets.
        ClientCode.Write(service).Save(Path.Combine(outDirectory, "Client.g.cs"));
        ConfigCode.Write(service).Save(Path.Combine(outDirectory, "Config.g.cs"));
        EnumCode.Write(service).Save(Path.Combine(outDirectory, "Enums.g.cs"));
        ExceptionCode.Write(service).Save(Path.Combine(outDirectory, "Exceptions.g.cs"));
        ModelCode.Write(service).Save(Path.Combine(outDirectory, "Model.g.cs"));
        OperationCode.Write(service).Save(Path.Combine(outDirectory, "Operations.g.cs"));
    }
}
