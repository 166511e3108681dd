using System.Collections.Generic;

namespace EcsTools.Compose.Keys;

/// <content>The keys of <c>x-fargate</c> in a service.</content>
public static partial class ComposeKeys
{
    private const string Fargate = "services.*.x-fargate";

    private static IEnumerable<ComposeKey> Extensions =>
    [
        Mapped(Fargate, "what only ECS has"),
        Mapped(Fargate + ".cpu", "CPU of the task: units such as 256, or 0.25 vCPU"),
        Mapped(Fargate + ".memory", "memory of the task: MiB such as 512, or 1 GB"),
        Mapped(Fargate + ".ephemeralStorage", "disk of the task in GiB, 21 to 200"),
        Mapped(Fargate + ".route", "requests that the service answers: a path such as /api*, none, or the keys below"),
        Mapped(Fargate + ".route.path", "paths, with the wildcards * and ?"),
        Mapped(Fargate + ".route.pathRegex", "regular expressions for the path"),
        Mapped(Fargate + ".route.host", "host names"),
        Mapped(Fargate + ".route.method", "HTTP methods"),
        Mapped(Fargate + ".route.header", "headers, each with its values"),
        Mapped(Fargate + ".route.query", "parameters of the query, each with its values"),
        Mapped(Fargate + ".route.source", "addresses of clients in CIDR notation"),
        Mapped(Fargate + ".route.port", "port of the container; by default its only port"),
        Mapped(Fargate + ".route.priority", "priority, 1 to 50000; by default more specific routes come first"),
        Mapped(Fargate + ".route.healthCheck", "health check of the load balancer: a path, or the keys below"),
        Mapped(Fargate + ".route.healthCheck.path", "path, such as /health"),
        Mapped(Fargate + ".route.healthCheck.interval", "time between two checks, 5s to 300s"),
        Mapped(Fargate + ".route.healthCheck.timeout", "time for an answer, 2s to 120s"),
        Mapped(Fargate + ".route.healthCheck.healthyThreshold", "number of passed checks, 2 to 10"),
        Mapped(Fargate + ".route.healthCheck.unhealthyThreshold", "number of failed checks, 2 to 10"),
        Mapped(Fargate + ".route.healthCheck.successCode", "status codes, such as 200 or 200-299"),
        Mapped(Fargate + ".route.deregistrationDelay", "time for the last requests of a task that stops, 0 to 1h"),
        Mapped(Fargate + ".route.slowStart", "time in which a new task gets fewer requests, 30s to 15m"),
        Mapped(Fargate + ".route.stickiness", "how long a client stays with one task"),
        Mapped(Fargate + ".schedule", "when a task starts: rate(…), cron(…), at(…), or the keys below"),
        Mapped(Fargate + ".schedule.every", "interval, such as 15m, 6h or 1d"),
        Mapped(Fargate + ".schedule.cron", "cron fields"),
        Mapped(Fargate + ".schedule.at", "one time, such as 2027-01-31T09:00:00"),
        Mapped(Fargate + ".schedule.timeZone", "time zone, such as Europe/Rome"),
        Mapped(Fargate + ".schedule.count", "number of tasks of each run, 1 to 10"),
        Mapped(Fargate + ".schedule.retries", "how often a failed start is tried again, 0 to 185"),
        Mapped(Fargate + ".schedule.flexibleWindow", "window after the time in which the run starts"),
        Mapped(Fargate + ".scaling", "how the number of tasks follows the load"),
        Mapped(Fargate + ".scaling.minimum", "minimum number of tasks"),
        Mapped(Fargate + ".scaling.maximum", "maximum number of tasks"),
        Mapped(Fargate + ".scaling.cpu", "target for the average CPU use in percent"),
        Mapped(Fargate + ".scaling.memory", "target for the average memory use in percent"),
        Mapped(Fargate + ".scaling.requests", "target for the requests per task and minute"),
        Mapped(Fargate + ".scaling.outCooldown", "pause after adding tasks"),
        Mapped(Fargate + ".scaling.inCooldown", "pause after removing tasks"),
        Mapped(Fargate + ".spot", "true: all tasks on Spot; a number: its weight beside on demand; or the keys below"),
        Mapped(Fargate + ".spot.weight", "weight of Spot"),
        Mapped(Fargate + ".spot.onDemand", "weight of on demand"),
        Mapped(Fargate + ".spot.base", "number of tasks that run on demand before the weights apply"),
        Mapped(Fargate + ".sidecarOf", "name of the service whose task this container belongs to; they reach each other at 127.0.0.1"),
        Mapped(Fargate + ".essential", "for a sidecar: false lets the task continue when the container ends"),
        Mapped(Fargate + ".logRouter", "for a sidecar: fluentbit or fluentd, which gets the logs of awsfirelens"),
        Mapped(Fargate + ".runOnce", "true: one task runs to its end when the app is published"),
        Mapped(Fargate + ".before", "command that runs to its end before each deployment, such as a migration"),
        Mapped(Fargate + ".taskRole", "role of the program: a name or an ARN"),
        Mapped(Fargate + ".executionRole", "role that pulls the image and reads secrets: a name or an ARN"),
        Mapped(Fargate + ".strategy", "rolling, blueGreen, linear or canary"),
        Mapped(Fargate + ".healthCheckGracePeriod", "time after the start in which failed health checks do not count"),
        Mapped(Fargate + ".enableExecuteCommand", "true: Enter-FargateTask works"),
        Mapped(Fargate + ".secrets", "variables and their secrets: an ARN, or the name of a parameter"),
        Mapped(Fargate + ".environmentFiles", "environment files in S3: s3://bucket/key.env"),
    ];
}
