using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Preflight;

/// <summary>Calls that a publication makes, and what they work on.</summary>
internal sealed record NeededCalls(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    // Of an id that AWS chooses, only the form counts for a policy.
    private const string AnyId = "0123456789abcdef";

    /// <summary>The calls for an app. Those that only read are left out: without them, a publication says what it leaves out.</summary>
    /// <param name="plan">The app.</param>
    /// <param name="partition">Partition of the ARNs.</param>
    /// <param name="region">The region.</param>
    /// <param name="account">The account.</param>
    public static IEnumerable<NeededCalls> Of(AppPlan plan, string partition, string region, string account)
    {
        string Arn(string service, string resource) => $"arn:{partition}:{service}:{region}:{account}:{resource}";
        var blueprints = plan.Services.Select(service => service.Blueprint).ToList();
        yield return new(["ecs:CreateCluster", "ecs:RegisterTaskDefinition"], []);
        yield return new(
            ["ecs:CreateService", "ecs:TagResource", "ecs:UpdateService"],
            blueprints.Select(service => Arn("ecs", $"service/{AppNames.Shared}/{service.Name}")).ToList());
        var repositories = blueprints.SelectMany(service => service.Built.Select(service.RepositoryOf)).ToList();
        if (repositories.Count > 0)
        {
            yield return new(["ecr:GetAuthorizationToken"], []);
            yield return new(
                [
                    "ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:CreateRepository", "ecr:InitiateLayerUpload", "ecr:PutImage",
                    "ecr:TagResource", "ecr:UploadLayerPart",
                ],
                repositories.Select(name => Arn("ecr", "repository/" + name)).ToList());
        }

        var logs = plan.Services.SelectMany(service => service.Definition.LogGroupsToMake).Distinct().ToList();
        if (logs.Count > 0)
        {
            yield return new(["logs:CreateLogGroup", "logs:PutRetentionPolicy"], logs.Select(name => Arn("logs", $"log-group:{name}:*")).ToList());
        }

        if (blueprints.Exists(service => service.IsRouted))
        {
            yield return new(
                ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateListener", "elasticloadbalancing:ModifyLoadBalancerAttributes"],
                [Arn("elasticloadbalancing", $"loadbalancer/app/{blueprints[0].LoadBalancer}/{AnyId}")]);
            yield return new(
                ["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes"],
                [Arn("elasticloadbalancing", $"targetgroup/{plan.Request.Definition.Name}/{AnyId}")]);
            yield return new(
                ["elasticloadbalancing:CreateRule"],
                [Arn("elasticloadbalancing", $"listener/app/{blueprints[0].LoadBalancer}/{AnyId}/{AnyId}")]);
        }

        if (blueprints.Exists(service => service.Service.Connection is not null))
        {
            yield return new(["servicediscovery:CreateHttpNamespace", "servicediscovery:GetOperation"], []);
            yield return new(["servicediscovery:CreateService", "servicediscovery:GetNamespace"], [Arn("servicediscovery", "namespace/ns-" + AnyId)]);
            yield return new(["servicediscovery:CreateService", "servicediscovery:GetService"], [Arn("servicediscovery", "service/srv-" + AnyId)]);
        }

        yield return new(["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateSecurityGroup"], [Arn("ec2", "security-group/sg-" + AnyId)]);
        if (blueprints.Exists(service => service.Service.Scaling is not null))
        {
            yield return new(["application-autoscaling:PutScalingPolicy", "application-autoscaling:RegisterScalableTarget"], []);
        }

        if (blueprints.Exists(service => service.Service.Schedule is not null))
        {
            yield return new(
                ["scheduler:CreateSchedule"], [Arn("scheduler", $"schedule/{AppNames.ScheduleGroup(plan.Request.Definition.Name)}/{blueprints[0].Name}")]);
        }

        var roles = plan.Services.SelectMany(service => new[] { "executionRoleArn", "taskRoleArn" }
            .Select(member => TaskDefinitionDocument.Text(service.Definition.Document[member]))).OfType<string>().Distinct().ToList();
        if (roles.Count > 0)
        {
            yield return new(["iam:PassRole"], roles);
        }
    }
}
