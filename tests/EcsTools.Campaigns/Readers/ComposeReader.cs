using System;
using System.IO;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.Compose;

namespace EcsTools.Campaigns.Readers;

/// <summary>A compose file with its environment file, and a file that it extends.</summary>
internal sealed class ComposeReader : IForeignReader
{
    private static readonly byte[] Compose = """
        name: ${NAME:-shop}
        x-env: &env { LOG: info, DEPTH: 3 }
        services:
          web:
            build: { context: ., args: [A=1, B], target: run }
            ports: ["8080:80", 9000-9001:9000-9001, "127.0.0.1:22:22/tcp", 53/udp]
            environment: { <<: *env, URL: "http://${HOST:-a${B:+c}}/", PASSWORD: "${secret:db:password}", RATIO: 1.50, MODE: 0755 }
            env_file: [{ path: web.env, required: false }]
            depends_on: { db: { condition: service_healthy }, migrate: { condition: service_completed_successfully } }
            healthcheck: { test: curl -f http://localhost/, interval: 1m30s, timeout: 5s, retries: 3 }
            deploy: { replicas: 2, resources: { limits: { cpus: "0.5", memory: 700m } }, update_config: { order: start-first, parallelism: 1 } }
            volumes: ["data:/data:ro", { type: tmpfs, target: /run }]
            ulimits: { nofile: { soft: 1024, hard: 65536 }, nproc: 100 }
            logging: { driver: json-file, options: { max-size: 10m } }
            x-fargate:
              route: { port: 80, path: [/api*, /users*], host: shop.example.com, healthCheck: { path: /health, interval: 10s }, stickiness: 1h }
              scaling: { minimum: 1, maximum: 4, cpu: 60 }
              spot: { weight: 3, onDemand: 1, base: 1 }
              before: npm run "migrate all"
          proxy: { image: "envoy:$$1", command: ["-c", '/etc/e.yaml'], x-fargate: { sidecarOf: web, essential: false } }
          db: { extends: { file: base.yaml, service: db }, healthcheck: { test: [CMD, pg_isready] } }
          migrate: { image: web, restart: "no", profiles: [a, b] }
          nightly: { image: web, x-fargate: { schedule: { cron: 0 3 * * ? *, timeZone: Europe/Rome, retries: 2 } } }
        volumes: { data: { x-fargate: { fileSystem: fs-0123456789abcdef0 } } }
        secrets: { key: { file: ./key.txt }, db: { external: true, name: prod/db } }
        networks: { default: { driver: bridge } }
        """u8.ToArray();

    private static readonly byte[] Base = "services:\n  db: { image: 'postgres:17', stop_grace_period: 30s, user: '${USER_ID-999}' }\n"u8.ToArray();

    private static readonly byte[] Variables = "# variables\nexport NAME=shop\nHOST='a b'\nB=\"x\\n$NAME\"\nC\n"u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-campaign-").FullName;

    public string Name => "compose";

    public bool IsInner => false;

    public Action Prepare(Random random)
    {
        var which = random.Next(8);
        Write("compose.yaml", which < 6 ? Mutate(Compose, random) : Compose);
        Write("base.yaml", which == 6 ? Mutate(Base, random) : Base);
        Write(".env", which == 7 ? Mutate(Variables, random) : Variables);
        var request = new ComposeRequest
        {
            Paths = [_folder], Profiles = random.Next(4) == 0 ? [] : ["a"], Variable = _ => null, Region = "eu-west-1", Account = random.Next(4) == 0 ? null : "111122223333",
        };
        return () => ComposeApps.Read(request);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Mutate(byte[] bytes, Random random)
        => random.Next(3) == 0 ? ByteMutations.Mutate(bytes, Variables, random) : YamlMutations.Mutate(bytes, random);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);
}
