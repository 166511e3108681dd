using System;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose;
using EcsTools.Compose.Copilot;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Manifests of AWS Copilot. What they become is read as a compose file, too.</summary>
public sealed class CopilotManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CopilotManifestTests() => _folder.Write("copilot/.workspace", "application: shop\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("./jobs/nightly/Dockerfile")]
    [InlineData(@".\jobs\nightly\Dockerfile")]
    public void Paths_have_slashes_on_every_system(string dockerfile)
    {
        _folder.Write("jobs/nightly/Dockerfile", "FROM scratch\n");
        _folder.Write("jobs/nightly.env", "A=1\n");
        var (app, _, text) = Convert(("nightly", $$"""
            name: nightly
            type: Backend Service
            image: { build: '{{dockerfile}}', port: 80 }
            env_file: .\jobs\nightly.env
            cpu: 256
            memory: 512
            count: 1
            """));

        Assert.Contains("context: ./jobs/nightly\n", text, StringComparison.Ordinal);
        Assert.Contains("env_file: ./jobs/nightly.env\n", text, StringComparison.Ordinal);
        Assert.Equal(_folder.File("jobs/nightly"), app.Services[0].Container.Build!.ContextPath);
    }

    [Fact]
    public void A_load_balanced_web_service_has_its_route_scaling_and_sidecars()
    {
        var (app, warnings, text) = Convert(("web", """
            name: web
            type: Load Balanced Web Service
            image:
              build: { dockerfile: ./web/docker/Dockerfile, context: ./web, target: run, args: { A: 1 } }
              port: 8080
              labels: { team: blue }
              depends_on: { envoy: start }
              healthcheck: { command: [CMD-SHELL, curl -f http://localhost:8080 || exit 1], start_period: 20s }
            http:
              path: api
              alias: [api.example.com, www.example.com]
              healthcheck: { path: /health, success_codes: '200,301', healthy_threshold: 3, interval: 15s, timeout: 10s, grace_period: 2m }
              deregistration_delay: 30s
              stickiness: true
              allowed_source_ips: [10.24.34.0/23, 192.0.2.1]
              additional_rules:
                - path: v2
                - { path: admin, target_port: 9000 }
            cpu: 512
            memory: 1024
            platform: linux/arm64
            count:
              range: { min: 2, max: 10, spot_from: 3 }
              cooldown: { in: 30s, out: 60s }
              cpu_percentage: 70
              requests: { value: 1000 }
            exec: true
            entrypoint: tini --
            command: [node, server.js]
            variables: { LOG: info, PRICE: 5$, NAME: "${COPILOT_APPLICATION_NAME}-${COPILOT_ENVIRONMENT_NAME}", MODE: 0755 }
            env_file: ./web.env
            secrets:
              TOKEN: /copilot/${COPILOT_APPLICATION_NAME}/token
              DB: { secretsmanager: 'shop/db:password' }
            storage: { ephemeral: 40, readonly_fs: true, volumes: { scratch: { path: /tmp/work, read_only: false }, files: { path: /files, efs: { id: fs-0123456789abcdef0, auth: { access_point_id: fsap-0123456789abcdef0 } } } } }
            sidecars:
              envoy: { port: 9901/tcp, image: "envoy:1", essential: false, variables: { A: b }, mount_points: [{ source_volume: scratch, path: /work }] }
            """));
        var service = Assert.Single(app.Services);
        Assert.Equal("shop", app.Name);
        Assert.Equal((512, 1024, "ARM64", 2, 40), (service.Cpu, service.Memory, service.Architecture, service.DesiredCount, service.EphemeralStorage));
        Assert.Equal((2, 10, 70d, 1000d, 30d, 60d), service.Scaling is { } scaling ? (scaling.MinimumCount, scaling.MaximumCount, scaling.CpuTarget, scaling.RequestTarget, scaling.ScaleInCooldown!.Value.TotalSeconds, scaling.ScaleOutCooldown!.Value.TotalSeconds) : default);
        Assert.Equal((1, 0, 2), (service.SpotWeight, service.OnDemandWeight, service.BaseOnDemand));
        Assert.Equal(["/api", "/api/*", "/v2", "/v2/*"], service.Route!.Conditions.Paths!);
        Assert.Equal(["api.example.com", "www.example.com"], service.Route.Conditions.HostNames!);
        Assert.Equal(["10.24.34.0/23", "192.0.2.1/32"], service.Route.Conditions.SourceAddresses!);
        Assert.Equal((8080, "/health", "200,301", 3, 120d), (service.Route.ContainerPort, service.Route.Target.HealthCheck.Path, service.Route.Target.HealthCheck.SuccessCode, service.Route.Target.HealthCheck.HealthyThreshold, service.HealthCheckGracePeriod!.Value.TotalSeconds));
        var container = service.Container;
        Assert.Equal((_folder.File("web"), "docker/Dockerfile", "run", "1"), (container.Build!.ContextPath, container.Build.DockerfilePath, container.Build.Target, container.Build.BuildArguments["A"]));
        Assert.Equal((10, 2, 5, 20), container.HealthCheck is { } check ? (check.Interval, check.Retries, check.Timeout, check.StartPeriod) : default);
        Assert.Equal("info 5$ shop-test 493 yes", string.Join(" ", new[] { "LOG", "PRICE", "NAME", "MODE", "FILE" }.Select(name => container.Environment![name])));
        Assert.Equal("/copilot/shop/token arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db:password::", $"{container.Secrets!["TOKEN"]} {container.Secrets["DB"]}");
        Assert.Equal(["scratch:/tmp/work", "fs-0123456789abcdef0/fsap-0123456789abcdef0:/files:ro"], container.Volumes!.Select(volume => volume.ToString()));
        Assert.Equal(("tini", "node", true, true), (container.EntryPoint![0], container.Command![0], container.ReadOnlyRootFilesystem, service.EnableExecuteCommand));
        Assert.Equal("envoy:1 False scratch:/work:ro", $"{service.Sidecars[0].ImageUri} {service.Sidecars[0].Essential} {service.Sidecars[0].Volumes![0]}");
        Assert.Contains("copilot/web/manifest.yml:18:9: http.additional_rules[1].path: a service has one route", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("      PRICE: 5$$\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_of_a_slash_is_every_request()
    {
        var (app, _, _) = Convert(("web", "name: web\ntype: Load Balanced Web Service\nimage: { location: 'w:1', port: 80 }\nhttp: { path: / }\n"));
        Assert.True(app.Services[0].Route!.Conditions.IsEmpty);
        Assert.Equal(80, app.Services[0].Route!.ContainerPort);
    }

    [Theory]
    [InlineData("'@daily'", "cron(0 0 * * ? *)")]
    [InlineData("'@every 6h'", "rate(6 hours)")]
    [InlineData("'0 3 * * 1-5'", "cron(0 3 ? * 2-6 *)")]
    [InlineData("rate(15 minutes)", "rate(15 minutes)")]
    [InlineData("cron(0 12 * * ? *)", "cron(0 12 * * ? *)")]
    public void A_job_runs_on_its_timetable(string schedule, string expression)
    {
        var (app, warnings, _) = Convert(("job", $"name: job\ntype: Scheduled Job\nimage: {{ location: 'j:1' }}\non: {{ schedule: {schedule} }}\nretries: 3\n"));
        Assert.Equal((AppServiceKind.Scheduled, expression), (app.Services[0].Kind, app.Services[0].Schedule!.Expression.Text));
        Assert.Contains("copilot/job/manifest.yml:5:1: retries", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_and_a_backend_have_no_route_and_what_is_lost_is_named()
    {
        var (app, warnings, _) = Convert(
            ("worker", "name: worker\ntype: Worker Service\nimage: { location: 'w:1' }\nsubscribe:\n  topics: [{ name: orders, service: api }]\ncount: { spot: 2 }\nnetwork: { vpc: { placement: private } }\n"),
            ("api", "name: api\ntype: Backend Service\nimage: { location: 'a:1', port: 80 }\nnetwork: { connect: true }\nsecrets: { A: { from_cfn: x } }\ntaskdef_overrides: [{ path: a, value: b }]\ndeployment: { rolling: recreate }\n"));
        Assert.Equal(["api", "worker"], app.Services.Select(service => service.Name));
        Assert.All(app.Services, service => Assert.Null(service.Route));
        Assert.Equal((2, 1, 0), (app.Services[1].DesiredCount, app.Services[1].SpotWeight, app.Services[1].OnDemandWeight));
        Assert.Equal([new AppEndpoint("api", 80)], app.Services[0].Connection!.Endpoints);
        Assert.NotNull(app.Services[1].Connection);
        Assert.Equal((0, 100), (app.Services[0].MinimumHealthyPercent, app.Services[0].MaximumPercent));
        Assert.Equal(
            ["copilot/api/manifest.yml:5: secrets.A.from_cfn", "copilot/api/manifest.yml:6: taskdef_overrides", "copilot/worker/manifest.yml:4: subscribe", "copilot/worker/manifest.yml:7: network.vpc.placement"],
            warnings.Select(warning => string.Join(":", warning.Split(':').Take(2)) + ":" + warning.Split(':')[3]));
    }

    [Fact]
    public void Sidecars_with_the_same_name_are_told_apart()
    {
        var manifest = "type: Backend Service\nimage: { location: 'a:1', depends_on: { proxy: start } }\nsidecars: { proxy: { image: 'p:1' } }\n";
        var (app, _, _) = Convert(("a", "name: a\n" + manifest), ("b", "name: b\n" + manifest));
        Assert.Equal(["a-proxy", "b-proxy"], app.Services.Select(service => service.Sidecars[0].Name));
        Assert.Equal("b-proxy", app.Services[1].Container.DependsOn![0].Container);
    }

    [Fact]
    public void The_environment_overrides_the_manifest()
    {
        const string Manifest = "name: web\ntype: Backend Service\nimage: { location: 'a:1' }\ncount: 1\nvariables: { A: 1, B: 2 }\nenvironments: { test: { count: 5, variables: { B: 3 } } }\n";
        var (app, warnings, _) = Convert(("web", Manifest));
        Assert.Equal((5, "1", "3"), (app.Services[0].DesiredCount, app.Services[0].Container.Environment!["A"], app.Services[0].Container.Environment!["B"]));
        Assert.Empty(warnings);
        Assert.Contains("-EnvironmentName", Assert.Single(CopilotManifests.Convert(new CopilotRequest { Path = _folder.Path }).Warnings), StringComparison.Ordinal);
        Assert.Equal(["test"], CopilotManifests.Environments(_folder.Path));
    }

    [Fact]
    public void A_service_that_does_not_run_on_ECS_is_left_out()
    {
        _folder.Write("copilot/api/manifest.yml", "name: api\ntype: Backend Service\nimage: { location: 'a:1' }\n");
        _folder.Write("copilot/site/manifest.yml", "name: site\ntype: Static Site\nfiles: [{ source: x }]\n");
        var conversion = CopilotManifests.Convert(new CopilotRequest { Path = _folder.Path });
        Assert.DoesNotContain("site:", conversion.Text, StringComparison.Ordinal);
        Assert.Contains("the type 'Static Site'", Assert.Single(conversion.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a", "a manifest is a mapping")]
    [InlineData("type: Backend Service", "the manifest has no name")]
    [InlineData("name: [a]\ntype: b", "name must be a text, and it is a list")]
    [InlineData("name: a\ntype: Backend Service\ncpu: { a: b }", "cpu must be a text")]
    public void A_manifest_that_is_not_valid_is_named(string text, string says)
    {
        _folder.Write("copilot/web/manifest.yml", text);
        var error = Assert.Throws<EcsToolsException>(() => CopilotManifests.Convert(new CopilotRequest { Path = _folder.Path }));
        Assert.Equal("InvalidComposeFile", error.ErrorId);
        Assert.Matches(@"^copilot/web/manifest\.yml:\d+:\d+: ", error.Message);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private (AppDefinition App, System.Collections.Generic.IReadOnlyList<string> Warnings, string Text) Convert(params (string Folder, string Text)[] manifests)
    {
        foreach (var (folder, text) in manifests)
        {
            _folder.Write($"copilot/{folder}/manifest.yml", text);
        }

        var conversion = CopilotManifests.Convert(new CopilotRequest { Path = _folder.Path, Environment = "test" });
        _folder.Write("compose.yaml", conversion.Text);
        _folder.Write("web/docker/Dockerfile", "FROM scratch\n");
        _folder.Write("web.env", "FILE=yes\n");
        var app = ComposeApps.Read(new ComposeRequest { Paths = [_folder.Path], Variable = _ => null, Region = "eu-west-1", Account = "111122223333" });
        return (app, conversion.Warnings, conversion.Text);
    }
}
