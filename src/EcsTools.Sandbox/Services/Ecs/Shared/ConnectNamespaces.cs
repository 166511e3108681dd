using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>
/// The namespaces of Service Connect and the services in them. They are in AWS Cloud Map, which ECS calls with the permissions of its own caller. Used under
/// the lock of ECS.
/// </summary>
internal sealed class ConnectNamespaces
{
    private readonly SandboxCloud _cloud;

    // A namespace by its name, and a service of one as namespace/service. Neither name can have a slash.
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    public ConnectNamespaces(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    /// <summary>The default namespace of a cluster. ECS creates it if it does not exist, and it stays when the cluster has another.</summary>
    /// <exception cref="AwsError">The caller lacks a permission.</exception>
    public void UseAsDefault(SandboxPrincipal caller, JsonObject request)
    {
        if (request.Object("serviceConnectDefaults")?.Text("namespace") is not { Length: > 0 } given)
        {
            return;
        }

        var name = NameOf(given);
        if (!_known.Contains(name))
        {
            Require(caller, "CreateHttpNamespace", "*");
        }

        Require(caller, "GetNamespace", Arn("namespace/*"));
        _known.Add(name);
    }

    /// <summary>The namespace that a service joins, and the names that it gets there.</summary>
    /// <param name="caller">Who creates or updates the service.</param>
    /// <param name="request">The request. It changes nothing here if it has no configuration of Service Connect.</param>
    /// <param name="fallback">The default of the cluster.</param>
    /// <exception cref="AwsError">The caller lacks a permission.</exception>
    public void Join(SandboxPrincipal caller, JsonObject request, string? fallback)
    {
        if (request.Object("serviceConnectConfiguration") is not { } connect || connect.Flag("enabled") != true)
        {
            return;
        }

        Require(caller, "GetNamespace", Arn("namespace/*"));
        var name = NameOf(connect.Text("namespace") is { Length: > 0 } given ? given : fallback ?? "");
        foreach (var service in connect.Objects("services"))
        {
            var key = $"{name}/{service.Text("discoveryName") ?? service.Text("portName")}";
            if (_known.Contains(key))
            {
                Require(caller, "GetService", Arn("service/*"));
                continue;
            }

            Require(caller, "CreateService", Arn("namespace/*"));
            Require(caller, "CreateService", Arn("service/*"));
            Require(caller, "GetOperation", "*");
            _known.Add(key);
        }
    }

    public JsonArray? Save() => _known.Count == 0 ? null : _known.ToJson();

    public void Load(IEnumerable<string> saved) => _known.UnionWith(saved);

    private static string NameOf(string nameOrArn) => nameOrArn.Substring(nameOrArn.LastIndexOf('/') + 1);

    private string Arn(string resource) => _cloud.Arn("servicediscovery", resource);

    private void Require(SandboxPrincipal caller, string operation, string resource)
    {
        var action = "servicediscovery:" + operation;
        var verdict = _cloud.Service<IamService>().Judge(caller, action, resource);
        if (verdict != Verdict.Allowed)
        {
            // ECS hands on the refusal of Cloud Map as an error of its own.
            throw new AwsError("ClientException", IamService.DenialOf(caller, action, resource, verdict));
        }
    }
}
