using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Stacks;

/// <summary>AWS CloudFormation of an account without stacks. The sandbox deploys no templates.</summary>
internal sealed class StackService : SandboxService
{
    public StackService(SandboxCloud cloud)
        : base("AWSSDK.CloudFormation", cloud)
    {
        Serve("DescribeStacks", Describe);
    }

    private static JsonObject Describe(SandboxCall call)
        => call.Input.Text("StackName") is { } name
            ? throw new AwsError("ValidationError", $"Stack with id {name} does not exist")
            : new JsonObject { ["Stacks"] = new JsonArray() };
}
