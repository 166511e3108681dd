using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Identity;
using Xunit;

namespace EcsTools.Tests.Identity;

public sealed class PolicyDocumentTests
{
    /// <summary>What only an administrator does: deployers, their policies, and a trust that someone else set.</summary>
    private static readonly string[] AdministratorsOnly =
    {
        "iam:AttachUserPolicy", "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:CreateUser", "iam:DeletePolicy", "iam:DeletePolicyVersion",
        "iam:DeleteUser", "iam:DeleteUserPolicy", "iam:DetachUserPolicy", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetUserPolicy", "iam:ListEntitiesForPolicy", "iam:ListGroupsForUser",
        "iam:ListPolicyVersions", "iam:ListUserPolicies", "iam:ListUsers", "iam:PutUserPermissionsBoundary", "iam:PutUserPolicy",
        "iam:RemoveUserFromGroup", "iam:TagPolicy", "iam:TagUser", "iam:UntagUser", "iam:UpdateAssumeRolePolicy",
    };

    // The stand-ins have them for clients of the sandbox other than the commands.
    private static readonly string[] OtherClients =
    {
        "acm:DeleteCertificate", "acm:DescribeCertificate", "acm:ListTagsForCertificate", "acm:RequestCertificate", "cloudwatch:DeleteAlarms",
        "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "cloudwatch:PutMetricAlarm",
        "cloudwatch:SetAlarmState", "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:RegisterTargets", "elasticloadbalancing:RemoveListenerCertificates", "elasticloadbalancing:RemoveTags",
        "secretsmanager:DeleteSecret", "secretsmanager:ListSecrets", "secretsmanager:TagResource", "secretsmanager:UntagResource",
    };

    private static readonly Dictionary<string, string> Values = new()
    {
        ["Partition"] = "aws-us-gov",
        ["AccountId"] = "123456789012",
        ["BoundaryArn"] = "arn:aws-us-gov:iam::123456789012:policy/ecstools/EcsToolsRoleBoundary",
    };

    [Fact]
    public void A_scoped_deployer_may_make_every_call_the_commands_make()
    {
        var allowed = Actions("ScopedDeployer").Select(action => new Regex("^" + Regex.Escape(action).Replace(@"\*", ".*") + "$")).ToList();
        var models = Directory.GetFiles(Path.Combine(Repository(), "src", "Packages"), "service.json", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Append(Path.Combine(Repository(), "src", "EcsTools.Sandbox", "Services", "Ec2", "service.json")).ToList();
        var calls = models.Select(path => JsonNode.Parse(File.ReadAllText(path))!).SelectMany(model => model["operations"]!.AsObject()
            .Select(operation => Prefix(model["metadata"]!) + ":" + operation.Key)).ToList();

        Assert.True(calls.Count > 150);
        Assert.Empty(calls.Where(call => !allowed.Any(action => action.IsMatch(call))).Except(AdministratorsOnly).Except(OtherClients));
    }

    [Fact]
    public void A_scoped_deployer_may_not_give_itself_more()
    {
        var actions = Actions("ScopedDeployer").ToList();

        Assert.Empty(actions.Intersect(AdministratorsOnly));
        Assert.DoesNotContain(actions, action => action.StartsWith("iam:", StringComparison.Ordinal) && action.Contains('*'));
        foreach (var statement in Statements("ScopedDeployer").Where(statement => ActionsOf(statement).Intersect(new[] { "iam:CreateRole", "iam:PutRolePolicy" }).Any()))
        {
            Assert.Equal(Values["BoundaryArn"], (string?)statement["Condition"]!["StringEquals"]!["iam:PermissionsBoundary"]);
        }

        var pass = Assert.Single(Statements("ScopedDeployer"), statement => ActionsOf(statement).Contains("iam:PassRole"));
        Assert.NotNull(pass["Condition"]!["StringEquals"]!["iam:PassedToService"]);
        Assert.DoesNotContain("*", Texts(pass["Resource"]));
        Assert.Single(Statements("ScopedDeployer"), statement => ActionsOf(statement).Contains("iam:AttachRolePolicy") && statement["Condition"]!["ArnEquals"]!["iam:PolicyARN"] is not null);
    }

    [Theory]
    [InlineData("ScopedDeployer")]
    [InlineData("RoleBoundary")]
    public void Documents_fit_into_a_managed_policy_of_any_partition(string name)
    {
        // IAM takes 6,144 characters without white space.
        var document = IamPolicyDocument.Load(name, Values);

        Assert.InRange(document.Length, 1, 6144);
        Assert.DoesNotContain("${Partition}", document, StringComparison.Ordinal);
        Assert.Empty(Regex.Matches(document, @"\$\{[A-Z]\w*\}"));
        Assert.Equal(Statements(name).Count, Statements(name).Select(statement => (string?)statement["Sid"]).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"a":["x"],"b":"y"}""", """{"b":["y"],"a":"x"}""", true)]
    [InlineData("""{"a":["x","y"]}""", """{"a":["y","x"]}""", true)]
    [InlineData("""{"a":["x","y"]}""", """{"a":["x"]}""", false)]
    [InlineData("""{"a":"x"}""", """{"b":"x"}""", false)]
    public void Documents_are_compared_by_what_they_mean(string left, string right, bool same)
        => Assert.Equal(same, IamPolicyDocument.Same(left, right));

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":["a","ecs-tasks.amazonaws.com"]},"Action":["sts:AssumeRole"]}}""", true)]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""", false)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:TagSession"}]}""", false)]
    public void Trust_is_found_however_it_is_written(string document, bool trusts)
        => Assert.Equal(trusts, IamPolicyDocument.Trusts(document, "ecs-tasks.amazonaws.com"));

    private static string Prefix(JsonNode metadata) => (string)(metadata["signingName"] ?? metadata["endpointPrefix"])! switch
    {
        "monitoring" => "cloudwatch",
        var name when (string?)metadata["serviceId"] == "ECR PUBLIC" => "ecr-public",
        var name => name,
    };

    private static List<JsonNode> Statements(string name)
        => JsonNode.Parse(IamPolicyDocument.Load(name, Values))!["Statement"]!.AsArray().Select(statement => statement!).ToList();

    private static IEnumerable<string> Actions(string name) => Statements(name).SelectMany(ActionsOf);

    private static IEnumerable<string> ActionsOf(JsonNode statement) => Texts(statement["Action"]);

    private static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray list ? list.Select(item => (string)item!) : new[] { (string)node! };

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
