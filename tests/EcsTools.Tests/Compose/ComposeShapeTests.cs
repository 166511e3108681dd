using System;
using System.Linq;
using EcsTools.Apps.Definition;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Shapes that public compose files have.</summary>
public class ComposeShapeTests
{
    [Fact]
    public void Many_services_with_a_port_of_their_own_and_one_that_clients_know()
    {
        using var folder = new ComposeFolder("""
            x-default-logging: &logging { driver: json-file, options: { max-size: 5m, max-file: "2" } }
            services:
              ad: { image: "${IMAGE_NAME}:${IMAGE_VERSION}-ad", restart: unless-stopped, deploy: { resources: { limits: { memory: 300M } } }, ports: ["${AD_PORT}"], environment: [AD_PORT, "OTEL_SERVICE_NAME=ad"], logging: *logging }
              cart: { image: "${IMAGE_NAME}:${IMAGE_VERSION}-cart", ports: ["${CART_PORT}"], depends_on: { ad: { condition: service_started } }, logging: *logging }
              proxy: { image: "${IMAGE_NAME}:${IMAGE_VERSION}-proxy", ports: ["${ENVOY_PORT}:${ENVOY_PORT}", "${ENVOY_ADMIN_PORT}:${ENVOY_ADMIN_PORT}"] }
            networks: { default: { name: demo, driver: bridge } }
            """);
        folder.Write(".env", "IMAGE_VERSION=2.0.2\nIMAGE_NAME=ghcr.io/demo/demo\nAD_PORT=9555\nCART_PORT=7070\nENVOY_PORT=8080\nENVOY_ADMIN_PORT=10000\n");
        var app = folder.Read();
        Assert.Equal([null, null, 8080], app.Services.Select(service => service.Route?.ContainerPort));
        Assert.Equal("ghcr.io/demo/demo:2.0.2-ad 9555 512", $"{app.Services[0].Container.ImageUri} {app.Services[0].Container.Environment!["AD_PORT"]} {app.Services[0].Memory}");
        Assert.Equal(2, app.Warnings.Count(warning => warning.Contains("log driver 'json-file'", StringComparison.Ordinal)));
        Assert.Single(app.Warnings, warning => warning.Contains("publishes several ports", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_overrides_may_be_empty()
    {
        using var folder = new ComposeFolder("services: { web: { image: a } }");
        folder.Write("extras.yaml", "# nothing yet\n");
        Assert.Single(folder.Read("compose.yaml", "extras.yaml").Services);
    }

    [Fact]
    public void A_database_with_a_secret_in_a_file_and_a_volume_says_what_to_write()
    {
        var error = ComposeFolder.Refused("""
            services:
              backend: { build: ., ports: ["8000:8000"], secrets: [db-password], depends_on: { db: { condition: service_healthy } } }
              db:
                image: mariadb:10
                command: "--default-authentication-plugin=mysql_native_password"
                restart: always
                healthcheck: { test: ["CMD-SHELL", "mysqladmin ping -h 127.0.0.1 --password=\"$$(cat /run/secrets/db-password)\" --silent"], interval: 3s, retries: 5, start_period: 30s }
                secrets: [db-password]
                volumes: ["db-data:/var/lib/mysql"]
                environment: [MYSQL_DATABASE=example, MYSQL_ROOT_PASSWORD_FILE=/run/secrets/db-password]
                expose: [3306, 33060]
            volumes: { db-data: }
            secrets: { db-password: { file: db/password.txt } }
            """);
        Assert.StartsWith("ECS cannot do 3 things", error.Message, StringComparison.Ordinal);
        Assert.Contains("environment: { DB_PASSWORD: \"${secret:db-password}\" }", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("volumes: { db-data: { x-fargate: { fileSystem: fs-0123456789abcdef0 } } }", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_in_a_row_with_lists_of_merge_keys()
    {
        var app = ComposeFolder.Of("""
            x-restart-policy: &restart_policy { restart: unless-stopped }
            x-depends-on-healthy: &depends_on-healthy { condition: service_healthy }
            x-healthcheck: &healthcheck_defaults { interval: 30s, timeout: 1m30s, retries: 10, start_period: 10s }
            x-defaults: &defaults
              <<: *restart_policy
              image: "web:1"
              depends_on: { redis: { <<: *depends_on-healthy }, cache: { <<: *depends_on-healthy } }
            services:
              redis: { <<: *restart_policy, image: redis:7, healthcheck: { <<: *healthcheck_defaults, test: redis-cli ping | grep PONG } }
              cache: { <<: *restart_policy, image: memcached:1, healthcheck: { <<: *healthcheck_defaults, test: ["CMD-SHELL", 'echo stats | nc 127.0.0.1 11211'] } }
              web: { <<: *defaults, ports: ["9000:9000/tcp"] }
              worker: { <<: [*defaults], command: run worker --concurrency 2, ulimits: { nofile: { soft: 4096, hard: 4096 } } }
            """);
        Assert.Equal(["redis:Healthy", "cache:Healthy"], app.Services[3].DependsOn.Select(dependency => $"{dependency.Service}:{dependency.Condition}"));
        Assert.Equal(["run", "worker", "--concurrency", "2"], app.Services[3].Container.Command!);
        Assert.Equal(60, app.Services[0].Container.HealthCheck!.Timeout);
        Assert.Contains(app.Warnings, warning => warning.Contains("healthcheck.timeout is 90 seconds, and ECS uses 60 seconds", StringComparison.Ordinal));
    }

    [Fact]
    public void A_job_that_others_wait_for_and_a_profile_of_tools()
    {
        var app = ComposeFolder.Of("""
            version: "3.9"
            services:
              init: { image: app:1, command: ["bash", "-c", "migrate"], restart: "no" }
              web: { image: app:1, depends_on: { init: { condition: service_completed_successfully } }, ports: [{ target: 8080, published: "80", protocol: tcp, mode: host }], deploy: { mode: replicated, replicas: 2, placement: { constraints: [node.role == worker] } } }
              cli: { image: app:1, profiles: [debug], command: ["bash"], tty: true }
            """);
        Assert.Equal([AppServiceKind.RunOnce, AppServiceKind.Service], app.Services.Select(service => service.Kind));
        Assert.Equal((2, 8080), (app.Services[1].DesiredCount, app.Services[1].Route!.ContainerPort));
        Assert.Contains("deploy.placement: Fargate has no hosts to choose from", Assert.Single(app.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("traefik", "services.web.volumes: Fargate has no Docker engine to mount at /var/run/docker.sock", "volumes: ['/var/run/docker.sock:/var/run/docker.sock']\ncommand: --providers.docker")]
    [InlineData("vpn", "Fargate cannot add the capability NET_ADMIN", "cap_add: [NET_ADMIN, SYS_MODULE]\nsysctls: [net.ipv4.conf.all.src_valid_mark=1]")]
    [InlineData("media server", "Fargate does not have the network mode 'host'", "network_mode: host\nenvironment: [PUID=1000]")]
    [InlineData("name server", "networks.dns-net.ipv4_address: tasks have addresses of their subnets", "networks: { dns-net: { ipv4_address: 172.20.0.6 } }")]
    [InlineData("search engine", "services.web.shm_size: /dev/shm has 64 MB on Fargate", "shm_size: 256m\nulimits: { memlock: { soft: -1, hard: -1 } }")]
    [InlineData("development", "Fargate cannot mount './app', a file or folder of this machine", "volumes: ['./app:/app', '/app/node_modules']\nstdin_open: true")]
    [InlineData("model", "deploy.resources.reservations.devices: Fargate has no GPUs", "deploy: { resources: { reservations: { devices: [{ driver: nvidia, count: 1, capabilities: [gpu] }] } } }")]
    public void What_cannot_run_on_Fargate_is_said(string what, string says, string lines)
        => Assert.True(ComposeFolder.RefusedWeb(lines).Message.Contains(says, StringComparison.Ordinal), what);
}
