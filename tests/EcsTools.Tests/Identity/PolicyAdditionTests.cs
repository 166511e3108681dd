using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Sandbox.Services.Iam;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>An addition has exactly what the tutorial's policies lack, and nothing that the scoped set does not allow.</summary>
public sealed class PolicyAdditionTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["Partition"] = "aws", ["AccountId"] = "000000000000", ["BoundaryArn"] = "arn:aws:iam::000000000000:policy/ecstools/EcsToolsRoleBoundary",
    };

    public static TheoryData<IamPolicyAddition> Each() => new(PolicyAdditions.Expand([IamPolicyAddition.All]));

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_statement_of_an_addition_is_missing_from_the_tutorial_and_allowed_by_the_scoped_set(IamPolicyAddition addition)
    {
        var tutorial = ManagedPolicyCatalog.Load()
            .Where(policy => ManagedPolicySets.Tutorial.Any(name => AwsPartition.NameIn(name) == policy.Name))
            .Select(policy => PolicyDocument.Read(policy.Document)).ToList();
        var scoped = PolicyDocument.Read(IamPolicyDocument.Load("ScopedDeployer", Values));
        Assert.Equal(4, tutorial.Count);
        var statements = JsonNode.Parse(IamPolicyDocument.Load(PolicyAdditions.DocumentName(addition), Values))!["Statement"]!.AsArray();

        foreach (var statement in statements)
        {
            foreach (var action in IamPolicyDocument.Values(statement!["Action"]))
            {
                foreach (var resource in IamPolicyDocument.Values(statement["Resource"]))
                {
                    foreach (var question in Questions(action, resource.Replace("*", "EcsTools-x", StringComparison.Ordinal), statement["Condition"]))
                    {
                        Assert.Equal(Verdict.ImplicitDeny, PolicyDocument.Judge(tutorial, question));
                        Assert.Equal(Verdict.Allowed, PolicyDocument.Judge([scoped], question));
                    }
                }
            }
        }
    }

    [Fact]
    public void All_additions_together_fit_into_one_policy_of_the_longest_partition()
    {
        var longest = new Dictionary<string, string>(Values)
        {
            ["Partition"] = "aws-us-gov", ["BoundaryArn"] = "arn:aws-us-gov:iam::000000000000:policy/ecstools/EcsToolsRoleBoundary",
        };

        var document = IamPolicyDocument.LoadAll(PolicyAdditions.Expand([IamPolicyAddition.All]).Select(PolicyAdditions.DocumentName), longest);

        Assert.InRange(document.Length, 1000, 6144);
        var sids = JsonNode.Parse(document)!["Statement"]!.AsArray().Select(statement => (string)statement!["Sid"]!).ToList();
        Assert.Equal(sids.Distinct(), sids);
        Assert.DoesNotContain("${Partition}", document, StringComparison.Ordinal);
        Assert.Contains("EcsToolsAdd-" + new string('x', 64), PolicyAdditions.PolicyName(new string('x', 64)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logs:GetLogEvents", "user/deployer", "New-EcsIamDeployer deployer -Add Logs")]
    [InlineData("scheduler:CreateSchedule", "user/ci/deployer", "New-EcsIamDeployer deployer -Add Schedules")]
    [InlineData("iam:PassRole", "assumed-role/x/y", "New-EcsIamDeployer <name> -Add Roles")]
    [InlineData("ecs:RunTask", "user/deployer", "New-EcsIamDeployer deployer -PolicySet Scoped")]
    [InlineData("application-autoscaling:PutScalingPolicy", "user/deployer", "New-EcsIamDeployer deployer -PolicySet Scoped")]
    [InlineData("s3:GetObject", "user/deployer", null)]
    public void A_denial_names_the_command_that_gives_the_permission(string action, string caller, string? command)
    {
        var denial = AccessDenial.From(new AwsErrorInfo(
            "AccessDeniedException",
            $"User: arn:aws:iam::000000000000:{caller} is not authorized to perform: {action} on resource: arn:aws:x because no identity-based policy allows it",
            "r",
            400,
            "X"));

        Assert.Equal((action, "arn:aws:x"), (denial!.Action, denial.Resource));
        Assert.Equal(command, DeployerPermissions.CommandFor(denial));
    }

    [Fact]
    public void Words_of_a_newer_version_in_the_tag_are_ignored()
        => Assert.Equal([IamPolicyAddition.Images, IamPolicyAddition.Logs], PolicyAdditions.Parse("Logs Future Images Logs"));

    /// <summary>The questions that the statement allows: one for each combination of values of its conditions.</summary>
    private static IEnumerable<PolicyQuestion> Questions(string action, string resource, JsonNode? condition)
    {
        var keys = (condition as JsonObject ?? []).SelectMany(test => test.Value!.AsObject()).ToDictionary(pair => pair.Key, pair => IamPolicyDocument.Values(pair.Value).ToList());
        IEnumerable<Dictionary<string, string>> combinations = [[]];
        foreach (var (key, values) in keys)
        {
            combinations = combinations.SelectMany(known => values.Select(value => new Dictionary<string, string>(known) { [key] = value })).ToList();
        }

        return combinations.Select(known => new PolicyQuestion(
            action,
            resource.Replace("${aws:username}", "me", StringComparison.Ordinal),
            key => key == "aws:username" ? ["me"] : known.TryGetValue(key, out var value) ? [value] : []));
    }
}
