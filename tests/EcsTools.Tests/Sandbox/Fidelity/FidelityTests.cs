using System.Linq;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity;
using EcsTools.Campaigns.Fidelity.Models;
using EcsTools.Campaigns.Fidelity.Servers;
using Xunit;

namespace EcsTools.Tests.Sandbox.Fidelity;

/// <summary>The sandbox answers the requests of the campaign "fidelity" as AWS does.</summary>
public sealed class FidelityTests
{
    /// <summary>The errors of AWS's pages "Common Errors", and of its protocols.</summary>
    private static readonly string[] OfEveryService =
    [
        "AccessDenied", "AccessDeniedException", "MalformedInput", "SerializationException", "UnknownOperationException", "ValidationError", "ValidationException",
    ];

    [Theory]
    [InlineData("acm")]
    [InlineData("application-autoscaling")]
    [InlineData("ec2")]
    [InlineData("ecr")]
    [InlineData("ecr-public")]
    [InlineData("ecs")]
    [InlineData("elasticloadbalancing")]
    [InlineData("events")]
    [InlineData("iam")]
    [InlineData("logs")]
    [InlineData("scheduler")]
    [InlineData("secretsmanager")]
    [InlineData("sts")]
    public async Task The_sandbox_answers_as_AWS(string service)
    {
        await using var sandbox = new ProbedSandbox();

        // An operation that the sandbox lacks says so. The campaign counts it as a miss.
        var results = (await FidelityCampaign.RunAsync(sandbox, FidelityCampaign.Sets(service)))
            .Where(result => !result.Got.Contains("The sandbox does not have the operation")).ToList();

        Assert.NotEmpty(results);
        Assert.Empty(results.Where(result => !result.IsRight).Select(result => result.ToString()));
        // The model of EC2 lists no errors.
        Assert.Empty(results
            .Where(result => result.Code.Length > 0 && result.Probe.Service == service && !OfEveryService.Contains(result.Code))
            .Where(result => ServiceDescription.All[service].FindOperation(result.Probe.Operation) is { Errors.Count: > 0 } operation && !operation.Errors.Contains(result.Code))
            .Select(result => $"{result.Probe.Operation} does not list {result.Code}.").Distinct());
    }

    [Fact]
    public void Every_operation_whose_members_have_constraints_is_probed()
    {
        foreach (var service in ServiceDescription.All.Values.Where(service => service.Protocol != "ec2"))
        {
            var probed = FidelityCampaign.Sets(service.SigningName)
                .SelectMany(set => set.Steps).OfType<ProbeStep.Check>().Select(check => check.Probe.Operation).ToHashSet();
            var wanted = service.Operations.Where(operation => operation.Input?.Required.Count > 0).Select(operation => operation.Name);
            Assert.Empty(wanted.Where(name => !probed.Contains(name)));
        }
    }

    [Fact]
    public async Task A_refusal_that_the_valid_request_gets_too_is_not_right()
    {
        await using var sandbox = new ProbedSandbox();
        var set = new ProbeSet("ecs", "of this test");
        var body = new System.Text.Json.Nodes.JsonObject { ["cluster"] = "missing" };
        set.Add("DeleteCluster", "a refusal", body, new Expectation.Refused("ClusterNotFoundException", null), valid: body);
        set.Refused("DeleteCluster", "another error", """{ "cluster": "missing" }""", "ClientException");
        set.Refused("DeleteCluster", "another text", """{ "cluster": "missing" }""", "ClusterNotFoundException", "in use");
        set.Accepted("DeleteCluster", "no refusal", """{ "cluster": "missing" }""");
        set.Answered("CreateCluster", "another value", "{}", "cluster.status", "INACTIVE");
        set.Given("DeleteCluster", """{ "cluster": "missing" }""");

        var results = await FidelityCampaign.RunAsync(sandbox, [set]);

        Assert.Equal(6, results.Count);
        Assert.All(results, result => Assert.False(result.IsRight));
    }
}
