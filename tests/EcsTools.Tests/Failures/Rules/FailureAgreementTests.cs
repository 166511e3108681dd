using System.Collections.Generic;
using System.Linq;
using EcsTools.Failures;
using EcsTools.Failures.Rules;
using EcsTools.Models;
using Xunit;

namespace EcsTools.Tests.Failures.Rules;

/// <summary>A task and its failure are explained by the same rules, over every reason that FailureRulesTests knows.</summary>
public class FailureAgreementTests
{
    private const string Image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:9";

    // What no row of FailureRulesTests is for: the reason, the exit code, and the service.
    private static readonly (string Reason, int? ExitCode, string? Service)[] More =
    [
        ("CannotPullContainerError: something new", null, null),
        ("ResourceInitializationError: something new", null, null),
        ("Task stopped by a hardware failure", null, null),
        ("Essential container in task exited", 0, "shop"),
        ("Essential container in task exited", 134, null),
        ("Something new", null, null),
    ];

    private static IReadOnlyList<FargateTask> Tasks { get; } =
    [
        .. FailureRulesTests.Rows.Select(row => Task((string)row[0]!, (int?)row[1], null)),
        .. More.Select(more => Task(more.Reason, more.ExitCode, more.Service)),
    ];

    [Fact]
    public void Every_rule_has_a_task_that_goes_by_it()
    {
        var reached = Tasks.Select(task => FailureClassifier.Classify(FailureEvidence.From(task))).ToHashSet();
        Assert.Empty(FailureClassifier.Rules.Where(rule => !reached.Contains(rule)).Select(rule => rule.Kind));
    }

    [Fact]
    public void A_task_and_its_failure_have_the_same_remedy_by_the_same_facts()
        => Assert.All(
            Tasks,
            task => Assert.Equal(
                FailureClassifier.Explain(task)!.Remedy, FailureInspection.ToModel(task, FailureEvidence.From(task), []).Remedy));

    [Fact]
    public void More_facts_lead_to_the_same_rule_or_to_a_more_particular_one()
        => Assert.All(
            from task in Tasks from facts in Facts select (Known: FailureEvidence.From(task), Found: Add(FailureEvidence.From(task), facts)),
            pair => Assert.True(Order(pair.Found) <= Order(pair.Known), pair.Known.Text));

    [Fact]
    public void Facts_that_a_rule_looks_up_do_not_lead_to_another_rule()
        => Assert.All(
            Tasks.Select(FailureEvidence.From),
            known => Assert.Same(
                FailureClassifier.Classify(known),
                FailureClassifier.Classify(known with
                {
                    ImageFacts = new ImageFacts("team/web", RepositoryExists: true, TagExists: true, [], ["linux/arm64"]),
                    Network = new NetworkFacts("subnet-1", "vpc-1", EgressKind.None, null, false, []),
                })));

    [Fact]
    public void A_sidecar_that_ends_with_an_error_does_not_decide_for_its_task()
    {
        var task = Task("Essential container in task exited", 0, "shop");
        var withSidecar = task with { Containers = [Container("logger", 1), .. task.Containers] };

        Assert.Equal(FargateFailureKind.ServiceTaskEnded, FailureInspection.ToModel(withSidecar, FailureEvidence.From(withSidecar), []).Kind);
        Assert.Equal(FailureClassifier.Explain(task)!.Remedy, FailureClassifier.Explain(withSidecar)!.Remedy);
    }

    [Theory]
    [InlineData("UserInitiated", 143)]
    [InlineData("EssentialContainerExited", 0)]
    public void A_task_that_did_not_fail_has_no_remedy(string stopCode, int exitCode)
        => Assert.Null(FailureClassifier.Explain(Task("Essential container in task exited", exitCode, null) with { StopCode = stopCode }));

    private static IReadOnlyList<IReadOnlyList<string>> Facts { get; } =
    [
        [], ["exec /usr/bin/node: exec format error"], ["write /tmp/x: no space left on device"], ["Error: Cannot find module 'express'"],
    ];

    // What the definition and the log tell.
    private static FailureEvidence Add(FailureEvidence known, IReadOnlyList<string> logLines) => known with
    {
        LogLines = logLines,
        Command = ["node", "server.js"],
        ContainerMemory = 128,
        HealthCheck = ["CMD-SHELL", "curl -f http://localhost/"],
        Architecture = "ARM64",
        EphemeralStorage = 200,
        ExecutionRole = "ecsTaskExecutionRole",
        LogGroup = "/ecs/web",
    };

    private static int Order(FailureEvidence evidence) => FailureClassifier.Rules.ToList().IndexOf(FailureClassifier.Classify(evidence));

    private static FargateTask Task(string reason, int? exitCode, string? service) => new()
    {
        Cluster = "demo",
        ClusterArn = "arn:aws:ecs:eu-west-1:123456789012:cluster/demo",
        TaskArn = "arn:aws:ecs:eu-west-1:123456789012:task/demo/0123",
        TaskId = "0123",
        TaskDefinitionArn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:3",
        Family = "web",
        LastStatus = "STOPPED",
        DesiredStatus = "STOPPED",
        StopCode = exitCode is null ? "TaskFailedToStart" : "EssentialContainerExited",
        StoppedReason = reason.Split('\n')[0],
        ExitCode = exitCode,
        ServiceName = service,
        Containers = [Container("web", exitCode) with { Reason = reason.Split('\n').Skip(1).FirstOrDefault() }],
        Cpu = 256,
        Memory = 512,
        Region = "eu-west-1",
        AccountId = "123456789012",
    };

    private static FargateContainer Container(string name, int? exitCode) => new() { Name = name, Image = Image, LastStatus = "STOPPED", ExitCode = exitCode };
}
