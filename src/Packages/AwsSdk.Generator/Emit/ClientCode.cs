using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>The client and its interface.</summary>
internal static class ClientCode
{
    private const string Task = "System.Threading.Tasks.Task";
    private const string Token = "System.Threading.CancellationToken cancellationToken = default(System.Threading.CancellationToken)";

    public static CodeWriter Write(ServiceModel service)
    {
        var code = new CodeWriter();
        foreach (var name in new[] { "System", "Amazon.Runtime", "Amazon.Runtime.Internal", "AwsSdk.Wire", service.Names.Namespace + ".Model" })
        {
            code.Line($"using {name};");
        }

        code.Line($"namespace {service.Names.Namespace};");
        Interface(code, service);
        var stem = service.Stem;
        code.Open($"public partial class {stem}Client : AmazonServiceClient, I{stem}")
            .Line($"private static readonly IServiceMetadata Metadata = new WireServiceMetadata({CodeWriter.Quote(service.ServiceId)});");
        Constructors(code, stem);
        code.Line("protected override IServiceMetadata ServiceMetadata => Metadata;")
            .Line("protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => WirePipeline.Customize(pipeline);")
            .Line("protected override void Dispose(bool disposing) => base.Dispose(disposing);");
        foreach (var operation in service.Operations)
        {
            code.Line($"{Obsolete(operation)}public virtual {Task}<{operation.ResponseClass}> "
                + $"{operation.Name}Async({operation.RequestClass} request, {Token}) =>")
                .Line($"    InvokeAsync<{operation.ResponseClass}>(request, Operations.{operation.Name}.Options(), cancellationToken);");
        }

        code.Line("public Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>")
            .Line("    Config.DetermineServiceOperationEndpoint(new Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters(request));");
        return code.Close();
    }

    private static void Interface(CodeWriter code, ServiceModel service)
    {
        var stem = service.Stem;
        code.Open($"public partial interface I{stem} : IAmazonService, IDisposable");
        foreach (var operation in service.Operations)
        {
            code.Line($"{Obsolete(operation)}{Task}<{operation.ResponseClass}> {operation.Name}Async({operation.RequestClass} request, {Token});");
        }

        code.Line("Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);")
            .Line("#if NET8_0_OR_GREATER")
            .Line($"static ClientConfig IAmazonService.CreateDefaultClientConfig() => new {stem}Config();")
            .Line("static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>")
            .Line($"    awsCredentials == null ? new {stem}Client(({stem}Config)clientConfig) : new {stem}Client(awsCredentials, ({stem}Config)clientConfig);")
            .Line("#endif")
            .Close();
    }

    private static void Constructors(CodeWriter code, string stem)
    {
        const string Keys = "string awsAccessKeyId, string awsSecretAccessKey";
        const string Session = Keys + ", string awsSessionToken";
        string config = stem + "Config";
        foreach (var (parameters, call) in new[]
        {
            (string.Empty, $"base(new {config}())"),
            ("RegionEndpoint region", $"base(new {config} {{ RegionEndpoint = region }})"),
            ($"{config} config", "base(config)"),
            ("AWSCredentials credentials", $"this(credentials, new {config}())"),
            ("AWSCredentials credentials, RegionEndpoint region", $"this(credentials, new {config} {{ RegionEndpoint = region }})"),
            ($"AWSCredentials credentials, {config} clientConfig", "base(credentials, clientConfig)"),
            (Keys, $"this(awsAccessKeyId, awsSecretAccessKey, new {config}())"),
            (Keys + ", RegionEndpoint region", $"this(awsAccessKeyId, awsSecretAccessKey, new {config} {{ RegionEndpoint = region }})"),
            (Keys + $", {config} clientConfig", "base(awsAccessKeyId, awsSecretAccessKey, clientConfig)"),
            (Session, $"this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new {config}())"),
            (Session + ", RegionEndpoint region", $"this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new {config} {{ RegionEndpoint = region }})"),
            (Session + $", {config} clientConfig", "base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig)"),
        })
        {
            code.Line($"public {stem}Client({parameters}) : {call} {{ }}");
        }
    }

    private static string Obsolete(Operation operation) => operation.IsDeprecated ? "[Obsolete] " : string.Empty;
}
