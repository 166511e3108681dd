using System;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>What ECS cannot do is an error with the place and a remedy.</summary>
public class ComposeRefusalTests
{
    [Theory]
    [InlineData("network_mode: host", "4:19: services.web.network_mode", "Each task has an address of its own")]
    [InlineData("network_mode: container:x", "services.web.network_mode", "service:NAME")]
    [InlineData("volumes: [./src:/app]", "4:15: services.web.volumes: Fargate cannot mount './src'", "COPY")]
    [InlineData("volumes: [/var/run/docker.sock:/var/run/docker.sock]", "no Docker engine", "Remove it")]
    [InlineData("volumes: ['C:\\data:/data']", "cannot mount 'C:\\data'", "COPY")]
    [InlineData("volumes: ['C:/data:/data']", "cannot mount 'C:/data'", "COPY")]
    [InlineData("volumes: [data:/data]", "mounts the volume 'data', which is not at the top level", "Add it under volumes")]
    [InlineData("volumes: [{ type: npipe, source: a, target: /b }]", "type 'npipe'", "named volume")]
    [InlineData("cap_add: [NET_ADMIN]", "cannot add the capability NET_ADMIN", "SYS_PTRACE")]
    [InlineData("command: []", "services.web.command is empty", "Give a command")]
    [InlineData("stop_grace_period: 3m", "is 180 seconds", "Use 120s")]
    [InlineData("healthcheck: { interval: 10s }", "has no test", "Write the command")]
    [InlineData("healthcheck: { test: [curl, a] }", "does not begin with CMD", "CMD")]
    [InlineData("depends_on: [database]", "depends on the service 'database', which does not exist", "Correct the name")]
    [InlineData("depends_on: [web]", "depends on itself", "Remove")]
    [InlineData("links: ['web2:db']", "another name", "Use the name web2")]
    [InlineData("x-fargate: { sidecarOf: other }", "is a sidecar of the service 'other'", "Correct the name")]
    [InlineData("x-fargate: { sidecarOf: web }", "a sidecar of itself", "Name the service")]
    [InlineData("x-fargate: { schedule: { every: 1d }, route: /a }", "has schedule, and x-fargate.route", "Remove one")]
    [InlineData("x-fargate: { runOnce: true, scaling: { minimum: 1 } }", "has runOnce, and x-fargate.scaling", "Remove one")]
    [InlineData("platform: linux/riscv64", "platform 'linux/riscv64'", "linux/amd64")]
    [InlineData("deploy: { resources: { limits: { memory: 200g } } }", "needs 204800 MiB", "122880 MiB")]
    [InlineData("environment: { A: '${secret:a:b:c:d:e}' }", "is not a secret", "${secret:name:key}")]
    [InlineData("environment: { A: '${cfn:stack.Output}' }", "${cfn:stack.Output} was not read", "connection to AWS")]
    [InlineData("environment: { A: 'x${secret:a}' }", "text is in front of ${secret:a}", "whole value")]
    [InlineData("secrets: [key]", "the secret 'key', which is not at the top level", "Add it")]
    [InlineData("restart: sometimes", "restart policy 'sometimes'", "unless-stopped")]
    [InlineData("deploy: { update_config: { order: any } }", "order is 'any'", "stop-first")]
    public void ECS_cannot(string lines, string says, string remedy)
    {
        var error = ComposeFolder.RefusedWeb(lines);
        Assert.Equal("ComposeNotSupported", error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ports: ['80:80:80:80']", "4:13: '80:80:80:80' is not a port")]
    [InlineData("ports: ['99999:80000']", "is not a port")]
    [InlineData("ports: ['80-82:80-81']", "a range of 3 ports")]
    [InlineData("ports: [1-65535]", "has more than 1000 ports")]
    [InlineData("expose: ['80/sctp']", "'80/sctp' is not a port")]
    [InlineData("volumes: ['a:b:c:d']", "'a:b:c:d' is not a volume")]
    [InlineData("stop_grace_period: 10", "has the value '10'")]
    [InlineData("mem_limit: lots", "has the value 'lots'")]
    [InlineData("deploy: { replicas: many }", "has the value 'many'")]
    [InlineData("deploy: { replicas: 1.5 }", "has the value '1.5'")]
    [InlineData("read_only: maybe", "has the value 'maybe'")]
    [InlineData("depends_on: { db: { condition: healthy } }", "has the value 'healthy'")]
    [InlineData("command: echo 'a", "no closing '")]
    [InlineData("image: [a]", "already in line 3")]
    [InlineData("user: [a]", "services.web.user must be a text, and it is a list")]
    [InlineData("environment: [[a]]", "services.web.environment must be a text, and it is a list")]
    [InlineData("environment: { A: [b] }", "services.web.environment.A is a list")]
    [InlineData("user: '${secret:a}'", "${secret:a} is not possible in services.web.user")]
    [InlineData("ulimits: { files: 3 }", "services.web.ulimits.files")]
    [InlineData("x-fargate: { route: api }", "has the value 'api'")]
    [InlineData("x-fargate: { schedule: { every: 1d, cron: 0 3 * * ? * } }", "has every and cron")]
    [InlineData("x-fargate: { schedule: { every: often } }", "often")]
    [InlineData("x-fargate: { schedule: { every: 1d, timeZone: Rome } }", "Rome")]
    [InlineData("x-fargate: { cpu: 300, memory: 512 }", "300")]
    [InlineData("x-fargate: { scaling: { minimum: 5, maximum: 2 } }", "minimum is 5")]
    [InlineData("x-fargate: { strategy: quick }", "has the value 'quick'")]
    [InlineData("x-fargate: { spot: 2000 }", "has the value '2000'")]
    [InlineData("x-fargate: { ephemeralStorage: 10 }", "has the value '10'")]
    public void A_value_that_is_not_valid_is_named(string lines, string says)
    {
        var error = ComposeFolder.RefusedWeb(lines);
        Assert.Equal("InvalidComposeFile", error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services: { web: { image: w, ports: ['80:80'] }, api: { image: a, ports: ['81:81'] } }", "2 services publish a port (web, api), and none says which requests")]
    [InlineData("services: { web: { image: w, ports: ['80:80', '81:81'], x-fargate: { route: /a } } }", "has no port, and the service has 80, 81")]
    [InlineData("services: { web: { } }", "has neither image nor build")]
    [InlineData("services: { web: { build: https://github.com/a/b.git } }", "is an address")]
    [InlineData("services: { web: { image: w, volumes: ['d:/d'] } }\nvolumes: { d: }", "keeps files in the volume 'd'")]
    [InlineData("services: { a: { image: a, volumes: ['d:/d'] }, b: { image: b, volumes: ['d:/d'] } }\nvolumes: { d: { x-fargate: { temporary: true } } }", "share the temporary volume 'd'")]
    [InlineData("services: { a: { image: a, secrets: [s] } }\nsecrets: { s: { file: s } }", "reads the secret 's' from a file")]
    [InlineData("services: { a: { image: a, depends_on: [b] }, b: { image: b, depends_on: [a] } }", "depends on itself")]
    [InlineData("services: { a: { image: a, depends_on: [b] }, b: { image: b, profiles: [p] } }", "in a profile that is not active")]
    [InlineData("services: { a: { image: a, ports: [80] }, b: { image: b, ports: [80], x-fargate: { sidecarOf: a } } }", "both have the port 80")]
    [InlineData("services: { a: { image: a }, b: { image: b, x-fargate: { sidecarOf: a, cpu: 256 } } }", "x-fargate.cpu is about the whole task")]
    [InlineData("services: { a: { image: a }, b: { image: b, deploy: { replicas: 2 }, x-fargate: { sidecarOf: a } } }", "one container of it")]
    [InlineData("services: { a: { image: a, platform: linux/arm64 }, b: { image: b, platform: linux/amd64, x-fargate: { sidecarOf: a } } }", "in the same task has linux/arm64")]
    [InlineData("services: { a: { image: a, x-fargate: { schedule: { every: 1d } } }, b: { image: b, depends_on: { a: { condition: service_completed_successfully } } } }", "others wait for its end")]
    public void Services_must_fit_together(string compose, string says)
        => Assert.Contains(says, ComposeFolder.Refused(compose).Message, StringComparison.Ordinal);

    [Fact]
    public void One_error_names_everything_with_its_line()
    {
        var error = ComposeFolder.RefusedWeb("privileged: true\nnetwork_mode: host\ndevices: [/dev/kvm]");
        Assert.StartsWith("ECS cannot do 3 things that the compose file asks for.", error.Message, StringComparison.Ordinal);
        Assert.Contains("compose.yaml:4:5: services.web.privileged: Fargate has no privileged containers.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Line 6: Remove them.", error.Remedy, StringComparison.Ordinal);
    }
}
