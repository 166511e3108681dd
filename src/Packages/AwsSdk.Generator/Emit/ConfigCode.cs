using AwsSdk.Generator.Model;

namespace AwsSdk.Generator.Emit;

/// <summary>The configuration and the service's endpoints.</summary>
internal static class ConfigCode
{
    public static CodeWriter Write(ServiceModel service)
    {
        var code = new CodeWriter();
        foreach (var name in new[] { "System", "Amazon.Runtime", "Amazon.Runtime.Endpoints", "Amazon.Runtime.Internal",
            "Amazon.Runtime.Internal.Endpoints.StandardLibrary", "AwsSdk.Wire" })
        {
            code.Line($"using {name};");
        }

        code.Line($"namespace {service.Names.Namespace};");
        var config = service.Stem + "Config";
        var id = CodeWriter.Quote(service.ServiceId);
        code.Line("[AWSSignerType(\"v4\")]")
            .Open($"public partial class {config} : ClientConfig")
            .Line($"public static new string ServiceId => {id};")
            .Open($"public {config}() : base(WireDefaults.Provider)")
            .Line($"base.ServiceId = {id};")
            .Line($"AuthenticationServiceName = {CodeWriter.Quote(service.SigningName)};")
            .Line("EndpointProvider = new ServiceEndpointProvider();");
        if (service.Names.DefaultRegion is { } region)
        {
            code.Line($"RegionEndpoint = FallbackRegionFactory.GetRegionEndpoint(false) ?? Amazon.RegionEndpoint.{region};");
        }

        code.Close()
            .Line($"public override string RegionEndpointServiceName => {CodeWriter.Quote(service.EndpointPrefix)};")
            .Line($"public override string ServiceVersion => {CodeWriter.Quote(service.ApiVersion)};")
            .Line($"public override string UserAgent {{ get; }} = WireDefaults.UserAgent({id});")
            .Line("public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>")
            .Line("    WirePipeline.Endpoint(this, parameters);")
            .Close();
        code.Open("internal sealed class ServiceEndpointProvider : WireEndpointProvider");
        EndpointCode.Write(code, service.EndpointRules);
        return code.Close();
    }
}
