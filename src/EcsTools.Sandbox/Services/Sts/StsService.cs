using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Services.Sts;

/// <summary>Who calls, and temporary credentials.</summary>
internal sealed class StsService : SandboxService
{
    public StsService(SandboxCloud cloud)
        : base("AWSSDK.SecurityToken", cloud)
    {
        Serve("GetCallerIdentity", GetCallerIdentity);
    }

    private static JsonObject GetCallerIdentity(SandboxCall call) => new()
    {
        ["UserId"] = call.Principal.UserId,
        ["Account"] = call.Principal.AccountId,
        ["Arn"] = call.Principal.Arn,
    };
}
