using System;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>What the services of a compose file become on ECS.</summary>
public class ComposeMappingTests
{
    [Fact]
    public void A_container_has_what_the_file_says()
    {
        var container = ComposeFolder.Web("""
            command: sh -c "echo 'a b'"
            entrypoint: [tini, --]
            user: 1000:1000
            working_dir: /app
            read_only: true
            init: true
            tty: true
            stdin_open: true
            labels: { team: blue, size: 3 }
            expose: [3000, 4000-4001, 53/udp]
            ports: ["8080:80"]
            cap_add: [CAP_SYS_PTRACE]
            cap_drop: [all, NET_RAW]
            sysctls: [net.core.somaxconn=1024]
            ulimits: { nofile: { soft: 1024, hard: 65536 } }
            stop_grace_period: 1m30s
            environment: { A: 1, B: }
            """).Services[0].Container;
        Assert.Equal(["sh", "-c", "echo 'a b'"], container.Command!);
        Assert.Equal(["tini", "--"], container.EntryPoint!);
        Assert.Equal(("1000:1000", "/app", true, true, true, true), (container.User, container.WorkingDirectory, container.ReadOnlyRootFilesystem, container.InitProcess, container.PseudoTerminal, container.Interactive));
        Assert.Equal("blue 3", $"{container.Labels!["team"]} {container.Labels["size"]}");
        Assert.Equal(["80", "3000", "4000", "4001", "53/udp"], container.Ports!.Select(port => port.ToString()));
        Assert.Equal(["SYS_PTRACE"], container.AddedCapabilities!);
        Assert.Equal(["ALL", "NET_RAW"], container.DroppedCapabilities!);
        Assert.Equal("1024", container.KernelParameters!["net.core.somaxconn"]);
        Assert.Equal(new TaskUlimit("nofile", 1024, 65536), Assert.Single(container.Ulimits!));
        Assert.Equal(90, container.StopTimeout);
        Assert.Equal("1", Assert.Single(container.Environment!).Value);
    }

    [Fact]
    public void A_build_has_full_paths()
    {
        using var folder = new ComposeFolder("""
            services:
              web:
                build: { context: ./app, dockerfile: docker/Dockerfile, args: [A=1, B], target: run, labels: { l: v }, platforms: [linux/arm64], no_cache: true, pull: true, secrets: [npm, { source: token, target: t }] }
            secrets: { npm: { file: ./npmrc }, token: { environment: TOKEN } }
            """);
        folder.Write("app/file", "");
        (folder.Variables["B"], folder.Variables["TOKEN"]) = ("two", "hidden");
        var service = folder.Read().Services[0];
        var build = service.Container.Build!;
        Assert.Null(service.Container.ImageUri);
        Assert.Equal(System.IO.Path.Combine(folder.Path, "app"), build.ContextPath);
        Assert.Equal(("docker/Dockerfile", "run", "linux/arm64", true, true), (build.DockerfilePath, build.Target, build.Platform, build.NoCache, build.Pull));
        Assert.Equal("1 two v", $"{build.BuildArguments["A"]} {build.BuildArguments["B"]} {build.Labels["l"]}");
        Assert.Equal(System.IO.Path.Combine(folder.Path, "npmrc"), build.Secrets[0].Path);
        Assert.Equal(("t", "hidden"), (build.Secrets[1].Id, build.Secrets[1].Value));
        Assert.Equal("ARM64", service.Architecture);
    }

    [Fact]
    public void A_health_check_keeps_the_timeout_of_Docker_and_stays_within_the_limits_of_ECS()
    {
        var app = ComposeFolder.Web("healthcheck: { test: curl -f http://localhost, interval: 2s, retries: 20, start_period: 1m }");
        Assert.Equal(
            (5, 30, 10, 60, "CMD-SHELL curl -f http://localhost"),
            app.Services[0].Container.HealthCheck is { } check ? (check.Interval, check.Timeout, check.Retries, check.StartPeriod, string.Join(" ", check.Command!)) : default);
        Assert.Equal(
            ["compose.yaml:4:62: services.web.healthcheck.interval is 2 seconds, and ECS uses 5 seconds. Give 5 to 300 seconds.", "compose.yaml:4:75: services.web.healthcheck.retries is 20, and ECS uses 10. Give 1 to 10."],
            app.Warnings);
        Assert.Equal(["NONE"], ComposeFolder.Web("healthcheck: { disable: true }").Services[0].Container.HealthCheck!.Command!);
        Assert.Equal(["NONE"], ComposeFolder.Web("healthcheck: { test: [NONE] }").Services[0].Container.HealthCheck!.Command!);
    }

    [Theory]
    [InlineData("deploy: { resources: { limits: { cpus: '0.5', memory: 1g } } }", 512, 1024, "")]
    [InlineData("deploy: { resources: { limits: { cpus: '0.3', memory: 700m } } }", 512, 1024, "web: 308 CPU units and 700 MiB become 512 CPU units and 1024 MiB, the nearest size of Fargate.")]
    [InlineData("deploy: { resources: { limits: { memory: 3g } } }", 512, 3072, "")]
    [InlineData("mem_limit: 100m\ncpus: 2", 2048, 4096, "web: 2048 CPU units and 100 MiB become 2048 CPU units and 4096 MiB, the nearest size of Fargate.")]
    [InlineData("x-fargate: { cpu: 0.25 vCPU, memory: 2 GB }", 256, 2048, "")]
    [InlineData("x-fargate: { cpu: 1024 }\nmem_limit: 5g", 1024, 5120, "")]
    [InlineData("user: u", null, null, "")]
    public void The_size_is_the_nearest_of_Fargate(string lines, int? cpu, int? memory, string note)
    {
        var app = ComposeFolder.Web(lines);
        Assert.Equal((cpu, memory), (app.Services[0].Cpu, app.Services[0].Memory));
        Assert.Equal(note, string.Join("|", app.Notes));
    }

    [Theory]
    [InlineData("linux/amd64", "X86_64", "LINUX")]
    [InlineData("linux/arm64/v8", "ARM64", "LINUX")]
    [InlineData("windows/amd64", "X86_64", "WINDOWS_SERVER_2022_CORE")]
    public void The_platform_is_the_architecture(string platform, string architecture, string system)
        => Assert.Equal((architecture, system), ComposeFolder.Web($"platform: {platform}").Services[0] is var service ? (service.Architecture, service.OperatingSystem) : default);

    [Theory]
    [InlineData("A: '${secret:prod/db:password}'", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db:password::")]
    [InlineData("A: '${secret:prod/db}'", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db")]
    [InlineData("A: '${secret:arn:aws:secretsmanager:us-east-1:444455556666:secret:db-AbCdEf:key}'", "arn:aws:secretsmanager:us-east-1:444455556666:secret:db-AbCdEf:key::")]
    [InlineData("A: '${ssm:/app/password}'", "/app/password")]
    public void A_token_is_a_secret_of_the_container(string variable, string reference)
    {
        foreach (var environment in new[] { $"environment: {{ {variable} }}", $"environment: ['{variable.Replace(": '", "=", StringComparison.Ordinal)}]" })
        {
            var container = ComposeFolder.Web(environment).Services[0].Container;
            Assert.Equal(reference, container.Secrets!["A"]);
            Assert.Null(container.Environment);
        }
    }

    [Fact]
    public void A_secret_of_the_file_can_be_a_variable()
        => Assert.Equal(
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/key",
            ComposeFolder.Of("services: { web: { image: w, secrets: [{ source: key, x-fargate: { variable: KEY } }] } }\nsecrets: { key: { external: true, name: prod/key } }")
                .Services[0].Container.Secrets!["KEY"]);

    [Fact]
    public void The_only_published_port_gets_the_load_balancer()
    {
        var app = ComposeFolder.Of("services: { web: { image: w, ports: ['8080:3000'] }, db: { image: d, ports: ['127.0.0.1:5432:5432'] } }");
        Assert.Equal(3000, app.Services[0].Route!.ContainerPort);
        Assert.True(app.Services[0].Route!.Conditions.IsEmpty);
        Assert.Null(app.Services[1].Route);
        Assert.Contains("port 3000", Assert.Single(app.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_say_what_the_load_balancer_reaches()
    {
        var app = ComposeFolder.Of("""
            services:
              api:
                image: a
                ports: ["3000:3000", "9000:9000"]
                x-fargate:
                  route: { path: [/api*, /v2/*], host: api.example.com, method: GET, header: { X-A: b }, query: { q: [a, b] }, source: 10.0.0.0/8, port: 3000, priority: 10, healthCheck: { path: /health, interval: 10s, timeout: 3s, healthyThreshold: 2, unhealthyThreshold: 3, successCode: 200-299 }, deregistrationDelay: 10s, slowStart: 30s, stickiness: 1h }
              web: { image: w, ports: ["80:80"], x-fargate: { route: /* } }
              metrics: { image: m, ports: ["81:81"], x-fargate: { route: none } }
              other: { image: o, ports: ["82:82"] }
            """);
        var route = app.Services[0].Route!;
        Assert.Equal(["/api*", "/v2/*"], route.Conditions.Paths!);
        Assert.Equal("api.example.com GET b a,b 10.0.0.0/8", $"{route.Conditions.HostNames![0]} {route.Conditions.Methods![0]} {route.Conditions.Headers!["X-A"][0]} {string.Join(",", route.Conditions.Query!["q"])} {route.Conditions.SourceAddresses![0]}");
        Assert.Equal((3000, 10, "/health", 10d, "200-299", 3600d), (route.ContainerPort, route.Priority, route.Target.HealthCheck.Path, route.Target.HealthCheck.Interval!.Value.TotalSeconds, route.Target.HealthCheck.SuccessCode, route.Target.Stickiness!.Value.TotalSeconds));
        Assert.Equal(80, app.Services[1].Route!.ContainerPort);
        Assert.Null(app.Services[2].Route);
        Assert.Null(app.Services[3].Route);
        Assert.Contains("services.other publishes a port and has no route", Assert.Single(app.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sidecar_is_a_container_of_the_same_task()
    {
        var app = ComposeFolder.Of("""
            services:
              web: { image: w, depends_on: { init: { condition: service_completed_successfully }, cache: { condition: service_healthy } }, deploy: { resources: { limits: { memory: 1g, cpus: "0.25" } } }, volumes: ["scratch:/in:ro"] }
              init: { image: i, x-fargate: { sidecarOf: web }, volumes: ["scratch:/out"], restart: "no" }
              cache: { image: c, network_mode: "service:web", mem_limit: 512m, healthcheck: { test: [CMD, ping] } }
              log: { image: l, x-fargate: { sidecarOf: web, essential: false, logRouter: fluentbit } }
            volumes: { scratch: { x-fargate: { temporary: true } } }
            """);
        var service = Assert.Single(app.Services);
        Assert.Equal(["init:False:", "cache:True:", "log:False:fluentbit"], service.Sidecars.Select(sidecar => $"{sidecar.Name}:{sidecar.Essential}:{sidecar.LogRouter}"));
        Assert.Equal([new TaskDependency("init", "SUCCESS"), new TaskDependency("cache", "HEALTHY")], service.Container.DependsOn!);
        Assert.Equal((256, 2048, 1024, 256, 512), (service.Cpu, service.Memory, service.Container.ContainerMemory, service.Container.ContainerCpu, service.Sidecars[1].ContainerMemory));
        Assert.Equal("scratch:/in:ro scratch:/out", $"{service.Container.Volumes![0]} {service.Sidecars[0].Volumes![0]}");
        Assert.Empty(app.Warnings);
    }

    [Fact]
    public void Dependencies_are_the_order_of_services()
    {
        var app = ComposeFolder.Of("""
            services:
              web: { image: w, depends_on: { db: { condition: service_healthy }, migrate: { condition: service_completed_successfully }, off: { condition: service_started, required: false } }, links: [mq] }
              db: { image: d }
              mq: { image: m }
              migrate: { image: w, depends_on: [db] }
              off: { image: o, profiles: [x] }
            """);
        Assert.Equal(
            ["db:Healthy", "migrate:Completed", "mq:Started"], app.Services[0].DependsOn.Select(dependency => $"{dependency.Service}:{dependency.Condition}"));
        Assert.Equal(AppServiceKind.RunOnce, app.Services[3].Kind);
        Assert.Equal(("compose.yaml", 2), (app.Services[0].DependsOn[0].Position!.Path, app.Services[0].DependsOn[0].Position!.Line));
    }

    [Theory]
    [InlineData("{ every: 6h }", "rate(6 hours)", "UTC")]
    [InlineData("{ cron: 0 3 * * ? *, timeZone: Europe/Rome }", "cron(0 3 * * ? *)", "Europe/Rome")]
    [InlineData("rate(15 minutes)", "rate(15 minutes)", "UTC")]
    [InlineData("{ at: 2027-01-31T09:00:00, count: 2, retries: 3, flexibleWindow: 5m }", "at(2027-01-31T09:00:00)", "UTC")]
    public void A_schedule_starts_tasks(string schedule, string expression, string zone)
    {
        var service = ComposeFolder.Web($"x-fargate: {{ schedule: {schedule} }}").Services[0];
        Assert.Equal((AppServiceKind.Scheduled, expression, zone), (service.Kind, service.Schedule!.Expression.Text, service.Schedule.TimeZone?.Name ?? "UTC"));
    }

    [Fact]
    public void The_extension_says_what_only_ECS_has()
    {
        var service = ComposeFolder.Web("""
            x-fargate:
              scaling: { minimum: 1, maximum: 8, cpu: 60, memory: 70, requests: 1000, outCooldown: 1m, inCooldown: 5m }
              spot: { weight: 3, onDemand: 1, base: 2 }
              before: npm run "migrate all"
              taskRole: web-role
              executionRole: exec-role
              strategy: canary
              ephemeralStorage: 40
              healthCheckGracePeriod: 2m
              enableExecuteCommand: yes
              secrets: { KEY: /app/key }
              environmentFiles: s3://bucket/a.env
            deploy: { replicas: 3, labels: { owner: team } }
            """).Services[0];
        Assert.Equal((1, 8, 60d, 70d, 1000d, 60d, 300d), service.Scaling is { } scaling ? (scaling.MinimumCount, scaling.MaximumCount, scaling.CpuTarget, scaling.MemoryTarget, scaling.RequestTarget, scaling.ScaleOutCooldown!.Value.TotalSeconds, scaling.ScaleInCooldown!.Value.TotalSeconds) : default);
        Assert.Equal((3, 1, 2, 3), (service.SpotWeight, service.OnDemandWeight, service.BaseOnDemand, service.DesiredCount));
        Assert.Equal(["npm", "run", "migrate all"], service.Before!);
        Assert.Equal(("web-role", "exec-role", FargateDeploymentStrategy.Canary, 40, true), (service.TaskRole, service.ExecutionRole, service.Strategy, service.EphemeralStorage, service.EnableExecuteCommand));
        Assert.Equal("team /app/key s3://bucket/a.env", $"{service.Tags["owner"]} {service.Container.Secrets!["KEY"]} {service.Container.EnvironmentFiles![0]}");
        Assert.Equal((1, 0), ComposeFolder.Web("x-fargate: { spot: true }").Services[0] is var spot ? (spot.SpotWeight, spot.OnDemandWeight) : default);
    }

    [Theory]
    [InlineData("replicas: 4, update_config: { parallelism: 1, order: start-first }", 100, 125)]
    [InlineData("replicas: 4, update_config: { parallelism: 2 }", 50, 100)]
    [InlineData("replicas: 4, update_config: { parallelism: 0, order: stop-first }", 0, 100)]
    [InlineData("update_config: { order: stop-first }", 0, 100)]
    [InlineData("replicas: 3", null, null)]
    public void Updates_replace_as_many_tasks_at_a_time_as_the_file_says(string deploy, int? minimum, int? maximum)
        => Assert.Equal((minimum, maximum), ComposeFolder.Web($"deploy: {{ {deploy} }}").Services[0] is var service ? (service.MinimumHealthyPercent, service.MaximumPercent) : default);

    [Fact]
    public void Volumes_that_last_are_on_EFS()
    {
        var app = ComposeFolder.Of("""
            services: { web: { image: w, volumes: ["files:/data:ro", "/node_modules"], tmpfs: ["/run:size=64m"] } }
            volumes: { files: { x-fargate: { fileSystem: fs-0123456789abcdef0/fsap-0123456789abcdef0 } } }
            """);
        Assert.Equal(["fs-0123456789abcdef0/fsap-0123456789abcdef0:/data:ro", "web-tmpfs-1:/run"], app.Services[0].Container.Volumes!.Select(volume => volume.ToString()));
        Assert.Equal(2, app.Warnings.Count);
    }

    [Theory]
    [InlineData("logging: { driver: none }", true, null, 0)]
    [InlineData("logging: { driver: splunk, options: { splunk-url: u } }", false, "splunk", 0)]
    [InlineData("logging: { driver: json-file, options: { max-size: 10m } }", false, null, 1)]
    public void A_log_goes_where_ECS_can_send_it(string line, bool noLog, string? driver, int warnings)
    {
        var app = ComposeFolder.Web(line);
        Assert.Equal((noLog, driver, warnings), (app.Services[0].Container.NoLog, app.Services[0].Container.LogDriver, app.Warnings.Count));
    }

    [Theory]
    [InlineData("restart: always", 0)]
    [InlineData("restart: unless-stopped", 0)]
    [InlineData("restart: on-failure:3", 1)]
    [InlineData("restart: \"no\"", 1)]
    [InlineData("restart: \"no\"\nx-fargate: { runOnce: true }", 0)]
    [InlineData("restart: \"no\"\nx-fargate: { schedule: { every: 1d } }", 0)]
    [InlineData("deploy: { restart_policy: { condition: on-failure } }", 1)]
    public void A_service_that_is_not_always_restarted_has_a_warning(string lines, int warnings)
        => Assert.Equal(warnings, ComposeFolder.Web(lines).Warnings.Count);

    [Theory]
    [InlineData("ROLE: cache", 0)]
    [InlineData("IMAGE: 'cache:1.2'", 0)]
    [InlineData("MODE: 'my-cache:6379'", 0)]
    [InlineData("CACHE_HOST: cache", 1)]
    [InlineData("CACHES: 'cache:6379,other:6379'", 1)]
    [InlineData("DSN: 'user:pw@cache/db'", 1)]
    public void Only_an_address_names_a_service(string variable, int warnings)
        => Assert.Equal(warnings, ComposeFolder.Of($"services: {{ web: {{ image: w, environment: {{ {variable} }} }}, cache: {{ image: c }} }}").Warnings.Count);

    [Fact]
    public void A_job_with_a_port_gets_no_route()
    {
        var app = ComposeFolder.Of("services: { web: { image: w, ports: ['80:80'] }, job: { image: j, ports: ['81:81'], x-fargate: { runOnce: true } } }");
        Assert.Equal([80, null], app.Services.Select(service => service.Route?.ContainerPort));
    }

    [Fact]
    public void A_name_of_a_container_of_the_same_task_is_refused()
    {
        const string Services = "services:\n  web: { image: w, environment: { URL: 'redis://cache:6379/0' } }\n  cache: { image: c, x-fargate: { sidecarOf: web } }\n";
        Assert.Contains("the containers of one task have no names", ComposeFolder.Refused(Services).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_has_four_services_behind_one_load_balancer()
    {
        var folder = System.IO.Path.Combine(EcsTools.Tests.Packages.Oracle.RepositoryRoot, "samples", "monolith-to-microservices");
        var app = EcsTools.Compose.ComposeApps.Read(new EcsTools.Compose.ComposeRequest { Paths = [folder], Variable = _ => null });
        Assert.Equal("forum", app.Name);
        Assert.Equal(
            ["monolith /* 3000", "users /api/users* 3000", "threads /api/threads* 3000", "posts /api/posts* 3000"],
            app.Services.Select(service => $"{service.Name} {service.Route!.Conditions.Paths![0]} {service.Route.ContainerPort}"));
        Assert.All(app.Services, service => Assert.Equal((256, 512, "/"), (service.Cpu, service.Memory, service.Route!.Target.HealthCheck.Path)));
        Assert.Empty(app.Warnings);
    }
}
