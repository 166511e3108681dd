using System.Linq;
using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>StopTask, DescribeTasks, ListTasks, ExecuteCommand.</summary>
internal static class TaskProbes
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    public static ProbeSet Create()
    {
        var set = Shop("tasks").Given("CreateCluster", """{ "clusterName": "other" }""").Given("RunTask", Run, "task=tasks.0.taskArn");
        Describe(set);
        Stop(set);
        List(set);
        Execute(set);
        return set;
    }

    private static void Describe(ProbeSet set) => set.Variants("DescribeTasks", """{ "cluster": "shop", "tasks": ["${task}"] }""")
        .Answered("a task", "{}", "tasks.0.taskArn", "${task}")
        .Answered("a task that is not there", $$"""{ "tasks": ["{{Id}}"] }""", "failures.0.reason", "MISSING")
        .Refused("no task", """{ "tasks": [] }""", Invalid, "Tasks cannot be empty")
        .Refused("101 tasks", $$"""{ "tasks": [{{string.Join(',', Enumerable.Repeat($"\"{Id}\"", 101))}}] }""", Invalid, "can have at most 100 items")
        .Refused("an id that is too short", """{ "tasks": ["abc"] }""", Invalid, "taskId length should be one of [32,36]")
        .Refused("an empty id", """{ "tasks": [""] }""", Invalid)
        .Refused("an ARN of another cluster", $$"""{ "tasks": ["arn:aws:ecs:us-east-1:${account}:task/other/{{Id}}"] }""", Invalid, "Invalid identifier: Identifier is for other. Your cluster is shop")
        .Refused("the default cluster for a task of another", """{ "cluster": "other" }""", Invalid, "Invalid identifier: Identifier is for shop. Your cluster is other")
        .Refused("an ARN of another region", $$"""{ "tasks": ["arn:aws:ecs:eu-west-1:${account}:task/shop/{{Id}}"] }""", Invalid, "Invalid Region in ARN")
        .Refused("an ARN of another account", $$"""{ "tasks": ["arn:aws:ecs:us-east-1:999999999999:task/shop/{{Id}}"] }""", $"{Invalid}|AccessDeniedException")
        .Refused("an ARN of a service", """{ "tasks": ["arn:aws:ecs:us-east-1:${account}:service/shop/web"] }""", Invalid, "Invalid identifier")
        .Refused("an ARN with one part more", $$"""{ "tasks": ["arn:aws:ecs:us-east-1:${account}:task/a/shop/{{Id}}"] }""", Invalid, "Unexpected number of separators")
        .Refused("a cluster that is not there", """{ "cluster": "ghost" }""", "ClusterNotFoundException")
        .Refused("a cluster with a slash", """{ "cluster": "a/b" }""", Invalid, "Unexpected number of separators")
        .Refused("an unknown part", """{ "include": ["SECRETS"] }""", Invalid, "include should be one of [TAGS]");

    private static void Stop(ProbeSet set) => set.Variants("StopTask", """{ "cluster": "shop", "task": "${task}" }""")
        .Refused("a task that is not there", $$"""{ "task": "{{Id}}" }""", Invalid, "The referenced task was not found")
        .Refused("an id that is too short", """{ "task": "abc" }""", Invalid, "taskId length should be one of [32,36]")
        .Refused("an ARN of another cluster", $$"""{ "task": "arn:aws:ecs:us-east-1:${account}:task/other/{{Id}}" }""", Invalid, "Invalid identifier: Identifier is for other. Your cluster is shop")
        .Refused("a reason of 1025 characters", $$"""{ "reason": "{{new string('a', 1025)}}" }""", Invalid)
        .Answered("a task", """{ "reason": "done" }""", "task.desiredStatus", "STOPPED")
        .Answered("a task that has stopped", "{}", "task.desiredStatus", "STOPPED");

    private static void List(ProbeSet set) => set.Variants("ListTasks", """{ "cluster": "shop" }""")
        .Accepted("the tasks of a cluster")
        .Answered("those that are to stop", """{ "desiredStatus": "STOPPED" }""", "taskArns.0", "${task}")
        .Refused("a service that is not there", """{ "serviceName": "ghost" }""", "ServiceNotFoundException", "Service not found")
        .Refused("a service of another cluster", """{ "serviceName": "arn:aws:ecs:us-east-1:${account}:service/other/web" }""", Invalid, "Identifier is for other. Your cluster is shop")
        .Refused("a starter and a family", """{ "startedBy": "me", "family": "web" }""", Invalid)
        .Refused("an instance that is not there", $$"""{ "containerInstance": "{{Id}}" }""", Invalid)
        .Refused("an unknown status", """{ "desiredStatus": "DONE" }""", Invalid, "should be one of [")
        .Refused("101 results", """{ "maxResults": 101 }""", Invalid)
        .Refused("no results", """{ "maxResults": 0 }""", Invalid)
        .Refused("a token that is none", """{ "nextToken": "no token" }""", Invalid, "Invalid token");

    private static void Execute(ProbeSet set) => set
        .Given("RunTask", Run, "second=tasks.0.taskArn")
        .Variants("ExecuteCommand", """{ "cluster": "shop", "task": "${second}", "container": "web", "command": "sh", "interactive": true }""")
        .Refused("a task without ECS Exec", "{}", Invalid, "The execute command failed because execute command was not enabled when the task was run or the execute command agent")
        .Refused("not interactive", """{ "interactive": false }""", Invalid, "Interactive is the only mode supported currently")
        .Refused("a task that is not there", $$"""{ "task": "{{Id}}" }""", Invalid, "The referenced task was not found")
        .Refused("an id that is too short", """{ "task": "abc" }""", Invalid, "length should be one of [32,36]")
        .Refused("a container that is not there", """{ "container": "ghost" }""", Invalid)
        .Refused("no command", """{ "command": "" }""", Invalid)
        .Refused("a cluster that is not there", """{ "cluster": "ghost" }""", "ClusterNotFoundException");
}
