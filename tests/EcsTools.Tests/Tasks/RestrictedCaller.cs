using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Tests.Tasks;

/// <summary>A user of a sandbox that may do everything but some actions, and what its connection says to leave out.</summary>
internal sealed class RestrictedCaller : IDisposable
{
    private RestrictedCaller(AwsConnection connection)
    {
        Connection = connection;
        connection.LeftOut = Gaps.Add;
    }

    public AwsConnection Connection { get; }

    public List<PermissionGap> Gaps { get; } = [];

    public static async Task<RestrictedCaller> CreateAsync(SandboxServer server, params string[] denied)
    {
        var name = "restricted-" + Guid.NewGuid().ToString("N")[..8];
        var actions = new JsonArray([.. Array.ConvertAll(denied, action => (JsonNode?)action)]);
        var policy = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(
                new JsonObject { ["Effect"] = "Allow", ["Action"] = "*", ["Resource"] = "*" },
                new JsonObject { ["Effect"] = "Deny", ["Action"] = actions, ["Resource"] = "*" }),
        };
        await server.CallAsync("AWSSDK.IdentityManagement", "CreateUser", new JsonObject { ["UserName"] = name });
        await server.CallAsync("AWSSDK.IdentityManagement", "PutUserPolicy", new JsonObject
        {
            ["UserName"] = name, ["PolicyName"] = "all-but", ["PolicyDocument"] = policy.ToJsonString(),
        });
        var key = server.Cloud.Service<IamService>().AddSession($"arn:aws:iam::{server.AccountId}:user/{name}", name, 3600, null);
        key.HasMfa = true;
        var credentials = new SessionAWSCredentials(key.Id, key.Secret, key.Token);
        return new RestrictedCaller(new AwsConnection(credentials, server.Region, server.EndpointUrl, SystemClock.Instance));
    }

    public void Dispose() => Connection.Dispose();
}
