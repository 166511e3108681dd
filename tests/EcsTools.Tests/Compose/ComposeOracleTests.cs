using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcsTools.Compose.Files;
using EcsTools.Compose.Yaml;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>
/// Variables and several files, as <c>docker-compose config</c> reads them. Debian's version 1.29 is an independent reader. What it does in another way than
/// Docker Compose 2, such as octal numbers, is not here.
/// </summary>
public class ComposeOracleTests
{
    private static readonly string[] Compared = ["image", "command", "entrypoint", "environment", "labels", "ports", "expose", "depends_on", "healthcheck", "user",
        "working_dir", "cap_add", "ulimits", "logging", "dns", "tmpfs", "stop_grace_period", "read_only", "init", "extra_hosts", "sysctls"];

    public static TheoryData<string, string[]> Cases => new()
    {
        { "plain variables", ["services: { web: { image: 'a:$TAG', user: '${USER_ID}', working_dir: '/$A/$B' } }"] },
        { "defaults", ["services: { web: { image: '${NONE:-a}:${EMPTY:-b}', user: '${NONE-c}', working_dir: '/${EMPTY-d}x' } }"] },
        { "set and default", ["services: { web: { image: '${TAG:-a}', user: '${TAG-c}', working_dir: '${TAG:?no}' } }"] },
        { "dollar signs", ["services: { web: { image: a, command: 'echo $$A $${B} $$$TAG', environment: { P: 'a$$b' } } }"] },
        { "variables in lists", ["services: { web: { image: a, environment: ['A=$A', 'B=${B}x', '${TAG}=k'], ports: ['${PORT}:80'], expose: ['${PORT}'] } }"] },
        { "a name alone", ["services: { web: { image: a, environment: [A, NONE, EMPTY] } }"] },
        { "a name alone in a mapping", ["services: { web: { image: a, environment: { A: , EMPTY: '' } } }"] },
        { "numbers in variables", ["services: { web: { image: a, environment: { A: 1, B: 1.5, C: 0x10, D: '007' }, labels: { n: 3 } } }"] },
        { "commands", ["services: { web: { image: a, command: sh -c 'echo \"a b\"  c', entrypoint: ['x', 'y z'] } }"] },
        { "commands with escapes", ["services: { web: { image: a, command: 'a\\ b \"c\\\"d\" ''e f''' } }"] },
        { "anchors", ["x-base: &base { image: a, environment: &env { A: '1', B: '2' } }\nservices:\n  web: { <<: *base, environment: { <<: *env, B: '3' } }\n  api: { <<: *base, user: u }"] },
        { "a scalar is replaced", ["services: { web: { image: a, user: u } }", "services: { web: { image: b } }"] },
        { "variables are merged", ["services: { web: { image: a, environment: { A: 1, B: 2 } } }", "services: { web: { environment: ['B=3', 'C=4'] } }"] },
        { "labels are merged", ["services: { web: { image: a, labels: ['a=1', 'b=2'] } }", "services: { web: { labels: { b: '3', c: '4' } } }"] },
        { "commands are replaced", ["services: { web: { image: a, command: [a, b], entrypoint: x } }", "services: { web: { command: [c], entrypoint: [y, z] } }"] },
        { "ports are added", ["services: { web: { image: a, ports: ['80:80'] } }", "services: { web: { ports: ['443:443', '80:80'] } }"] },
        { "expose is added", ["services: { web: { image: a, expose: ['80'] } }", "services: { web: { expose: ['81', '80'] } }"] },
        { "capabilities are added", ["services: { web: { image: a, cap_add: [A, B] } }", "services: { web: { cap_add: [B, C] } }"] },
        { "dependencies are merged", ["services: { web: { image: a, depends_on: [db] }, db: { image: b }, mq: { image: c } }", "services: { web: { depends_on: [mq] } }"] },
        { "health checks are merged", ["services: { web: { image: a, healthcheck: { test: [CMD, a], interval: 5s } } }", "services: { web: { healthcheck: { retries: 7 } } }"] },
        { "a test is replaced", ["services: { web: { image: a, healthcheck: { test: [CMD, a, b] } } }", "services: { web: { healthcheck: { test: curl -f x } } }"] },
        { "log options of one driver", ["services: { web: { image: a, logging: { driver: x, options: { a: '1', b: '2' } } } }", "services: { web: { logging: { driver: x, options: { b: '3' } } } }"] },
        { "log options of another driver", ["services: { web: { image: a, logging: { driver: x, options: { a: '1' } } } }", "services: { web: { logging: { driver: y, options: { b: '3' } } } }"] },
        { "log options without a driver", ["services: { web: { image: a, logging: { driver: x, options: { a: '1' } } } }", "services: { web: { logging: { options: { b: '3' } } } }"] },
        { "a service is added", ["services: { web: { image: a } }", "services: { api: { image: b } }"] },
        { "three files", ["services: { web: { image: a, environment: { A: 1 } } }", "services: { web: { environment: { A: 2, B: 2 } } }", "services: { web: { environment: { B: 3 } } }"] },
        { "limits", ["services: { web: { image: a, ulimits: { nproc: 65535, nofile: { soft: 20, hard: 40 } } } }", "services: { web: { ulimits: { nproc: 10 } } }"] },
        { "port ranges", ["services: { web: { image: a, ports: ['3000-3002:4000-4002', '53:53/udp', '127.0.0.1:81:80'] } }"] },
        { "kernel parameters", ["services: { web: { image: a, sysctls: ['net.core.somaxconn=1024'] } }", "services: { web: { sysctls: { net.ipv4.tcp_syncookies: 0 } } }"] },
        { "one name server or several", ["services: { web: { image: a, dns: 8.8.8.8, tmpfs: /run } }", "services: { web: { dns: [9.9.9.9], tmpfs: [/tmp] } }"] },
    };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task The_files_mean_what_docker_compose_reads(string what, string[] files)
    {
        Tool.Require("docker-compose");
        using var folder = new ComposeFolder();
        folder.Write(".env", "TAG=1.2\nB=from file\nPORT=8080\nEMPTY=\nUSER_ID=1000\n");
        var variables = new Dictionary<string, string?> { ["A"] = "from process" };
        folder.Variables["A"] = "from process";
        var names = files.Select((_, index) => $"compose{index}.yaml").ToArray();
        for (var index = 0; index < files.Length; index++)
        {
            folder.Write(names[index], "version: '3.8'\n" + files[index] + "\n");
        }

        string[] options = ["--project-directory", folder.Path, "--env-file", System.IO.Path.Combine(folder.Path, ".env")];
        var answer = await Tool.RunAsync(
            "docker-compose", [.. options, .. names.SelectMany(name => new[] { "-f", System.IO.Path.Combine(folder.Path, name) }), "config"], variables);
        Assert.True(answer.ExitCode == 0, $"{what}: {answer.Error}");

        // In their answer, a dollar sign is written twice. It is not filled in again.
        var theirs = ServiceShapes.File((YamlMap)YamlReader.Read(answer.Output.Replace("$$", "$", StringComparison.Ordinal), "config")[0]);
        Assert.Equal(Compare(ComposeFolder.Lines(theirs["services"]!, "services"), _ => ""), Compare(folder.Flat(names), name => name switch
        {
            "A" => "from process",
            "B" => "from file",
            _ => "",
        }));
    }

    /// <summary>The lines of the keys that are compared, sorted. The order of a command counts, that of other lists does not.</summary>
    private static List<string> Compare(IReadOnlyList<string> lines, Func<string, string> variable)
        => lines.Where(line => line.Split('.', '=', '[') is ["services", _, var key, ..] && Compared.Contains(key) && !line.EndsWith(".protocol=tcp", StringComparison.Ordinal))
            .Select(line => Regex.Replace(line, @"^(services\.\w+\.environment\.(\w+))=$", match => $"{match.Groups[1].Value}={variable(match.Groups[2].Value)}"))
            .GroupBy(line => Regex.Match(line, @"^services\.\w+\.(ports|expose|cap_add|dns|tmpfs)\[\d+\]") is { Success: true } item ? item.Value : line)
            .Select(item => item.Key.EndsWith(']') ? Regex.Replace(string.Join(" ", item.Order(StringComparer.Ordinal)), @"\[\d+\]", "[]") : item.Key)
            .Order(StringComparer.Ordinal)
            .ToList();
}
