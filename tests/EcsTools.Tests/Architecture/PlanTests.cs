using System;
using System.Linq;
using EcsTools.Models;
using Xunit;

namespace EcsTools.Tests.Architecture;

/// <summary>Plans as text and as objects.</summary>
public sealed class PlanTests
{
    [Theory]
    [InlineData("desiredCount", "1", "2", EcsPlanAction.Update, "Service", "web", "~ desiredCount: 1 -> 2")]
    [InlineData("tags[team]", null, "a", EcsPlanAction.Update, "Service", "web", "+ tags[team]: a")]
    [InlineData("targetGroups[api]", null, "port 80", EcsPlanAction.Create, "TargetGroup", "api", "+ targetGroups[api]: port 80")]
    [InlineData("targetGroups[api].port", "80", "81", EcsPlanAction.Update, "TargetGroup", "api", "~ targetGroups[api].port: 80 -> 81")]
    [InlineData("rules[10]", "path /a", null, EcsPlanAction.Delete, "ListenerRule", "10", "- rules[10]: path /a")]
    [InlineData("securityGroups[x].80/tcp", null, "open", EcsPlanAction.Update, "SecurityGroup", "x", "+ securityGroups[x].80/tcp: open")]
    [InlineData("roles[ecsRole]", null, "create role", EcsPlanAction.Create, "Role", "ecsRole", "+ roles[ecsRole]: create role")]
    public void A_field_belongs_to_the_resource_that_its_path_begins_with(
        string field, string? from, string? to, string action, string type, string name, string line)
    {
        var step = EcsPlanStep.Of(new FieldChange(field, from, to), EcsPlanAction.Update, "Service", "web");
        Assert.Equal((action, type, name), (step.Action, step.ResourceType, step.ResourceName));
        Assert.Equal((field, from, to), (step.Field, step.From, step.To));
        Assert.Equal("  " + line, step.ToString());
    }

    [Fact]
    public void A_plan_is_its_title_and_below_it_its_steps()
    {
        var plan = new EcsPlan
        {
            Action = EcsPlanAction.Delete,
            ResourceType = "LoadBalancer",
            ResourceName = "shared",
            Region = "eu-west-1",
            Title = "Remove load balancer 'shared'",
            Steps = [EcsPlanStep.Of(EcsPlanAction.Delete, "TargetGroup", "web"), EcsPlanStep.Note("Cost", "cost: 2.00 USD a month less")],
        };
        Assert.Equal(
            ["Remove load balancer 'shared'", "  - target group web", "  cost: 2.00 USD a month less"], plan.ToString().Split(Environment.NewLine));
        Assert.StartsWith("Remove load balancer 'shared'?", plan.ToQuestion(), StringComparison.Ordinal);
        Assert.Equal("Load balancer", plan.Caption);
        Assert.Equal([(0, "shared"), (1, "web"), (1, null)], plan.ToSteps().Select(step => (step.Depth, step.ResourceName)));
        Assert.All(plan.ToSteps(), step => Assert.Equal("eu-west-1", step.Region));
    }

    [Fact]
    public void A_plan_of_notes_and_of_what_stays_changes_nothing()
    {
        var plan = new EcsPlan
        {
            Action = EcsPlanAction.None,
            ResourceType = "App",
            Title = "Publish",
            Steps = [EcsPlanStep.Note("Cost", "cost: no change"), EcsPlanStep.Of(EcsPlanAction.None, "Cluster", "demo")],
        };
        Assert.False(plan.HasChanges);
        Assert.True((plan with { Steps = plan.Steps.Append(EcsPlanStep.Of(EcsPlanAction.Create, "LogGroup", "/a")) }).HasChanges);
    }
}
