using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol.Wire;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.LoadBalancing;

namespace EcsTools.Sandbox.Api;

/// <summary>Asks the caller's policies about a request before any service sees it.</summary>
internal sealed class RequestAuthorizer
{
    private static readonly string[] ForEveryone = { "sts:GetCallerIdentity", "sts:GetSessionToken", "sts:AssumeRole" };
    private static readonly string[] CallerByDefault =
    {
        "iam:GetUser", "iam:ListAccessKeys", "iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:DeleteAccessKey",
    };

    private readonly SandboxCloud _cloud;
    private readonly IamService _iam;
    private readonly RequestResources _resources;

    public RequestAuthorizer(SandboxCloud cloud)
    {
        _cloud = cloud;
        _iam = cloud.Service<IamService>();
        _resources = new RequestResources(cloud, _iam);
    }

    /// <exception cref="Protocol.AwsError">The protocol's way of denying access.</exception>
    public void Require(WireProtocol protocol, SandboxPrincipal principal, string service, string operation, JsonObject input)
    {
        // The endpoint of CloudWatch has another name than its actions.
        service = service == "monitoring" ? "cloudwatch" : service;
        var action = service + ":" + operation;

        // Source: "Comparing AWS STS credentials" in the IAM User Guide.
        if (principal.IsOwnSession && (service == "iam" || (service == "sts" && operation is not ("AssumeRole" or "GetCallerIdentity" or "GetSessionToken"))))
        {
            throw protocol.UnknownKey();
        }

        // AssumeRole is judged by its service: the trust policy has a say in it.
        if (ForEveryone.Contains(action))
        {
            return;
        }

        NameCaller(principal, action, input);
        var resources = _resources.Of(service, operation, input);
        Require(action, resources);
        if (TagsOnCreation.ActionOf(service, operation, input) is { } tagging)
        {
            Require(tagging, TagsOnCreation.ResourcesOf(operation, resources, resource => _cloud.Arn("ecs", resource)));
        }

        void Require(string needed, IReadOnlyList<string> about)
        {
            foreach (var resource in about)
            {
                var verdict = _iam.Judge(principal, needed, resource, key => Context(service, operation, key, resource, input));
                if (verdict != Verdict.Allowed)
                {
                    throw protocol.AccessDenied(IamService.DenialOf(principal, needed, resource, verdict));
                }
            }
        }
    }

    /// <summary>Without a user name these operations are about the caller, and so must be the resource that is judged.</summary>
    private static void NameCaller(SandboxPrincipal principal, string action, JsonObject input)
    {
        if (CallerByDefault.Contains(action) && input.Text("UserName") is null && principal.Arn.IndexOf(":user/", StringComparison.Ordinal) >= 0)
        {
            input["UserName"] = principal.Arn.Split('/').Last();
        }
    }

    private IReadOnlyList<string>? Context(string service, string operation, string key, string resource, JsonObject input)
    {
        switch (key)
        {
            case "ec2:CreateAction":
            case "ecs:CreateAction":
            case "elasticloadbalancing:CreateAction":
                return new[] { operation };
            case "iam:AWSServiceName":
                return input.Text("AWSServiceName") is { } name ? new[] { name } : Array.Empty<string>();
            case "iam:PolicyARN":
                return input.Text("PolicyArn") is { } arn ? new[] { arn } : Array.Empty<string>();
            case "iam:PermissionsBoundary":
                return (input.Text("PermissionsBoundary") ?? _iam.BoundaryOf(input.Text("RoleName"), input.Text("UserName"))) is { } boundary
                    ? new[] { boundary }
                    : Array.Empty<string>();
            case "ecs:cluster":
                var cluster = input.Text("cluster") ?? "default";
                return new[] { cluster.StartsWith("arn:", StringComparison.Ordinal) ? cluster : _cloud.Arn("ecs", "cluster/" + cluster) };
            case "application-autoscaling:service-namespace":
                return input.Text("ServiceNamespace") is { } scaled ? new[] { scaled } : Array.Empty<string>();
            default:
                break;
        }

        foreach (var prefix in new[] { service + ":ResourceTag/", "aws:ResourceTag/" })
        {
            if (key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && TagsOf(service, resource) is { } tags)
            {
                return tags.TryGetValue(key.Substring(prefix.Length), out var value) ? new[] { value } : Array.Empty<string>();
            }
        }

        return null;
    }

    /// <summary>The tags of a resource; null if the tags of the service's resources are not known here.</summary>
    private IReadOnlyDictionary<string, string>? TagsOf(string service, string resource) => service switch
    {
        "ec2" => _cloud.Service<Ec2Service>().TagsOf(resource.Split('/').Last()),
        "elasticloadbalancing" => _cloud.Service<LoadBalancingService>().TagsOf(resource),
        _ => null,
    };
}
