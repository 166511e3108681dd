using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Compose.Keys;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Every key of the Compose Specification is mapped, or named in the table of those that are not.</summary>
public class ComposeKeyTests
{
    /// <summary>The keys of the schema of the Compose Specification, of November 2026.</summary>
    private static readonly Dictionary<string, string> Specification = new()
    {
        [""] = "version name include services models networks volumes secrets configs",
        ["services.*"] = "annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count cpu_percent "
            + "cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop device_cgroup_rules devices dns "
            + "dns_opt dns_search domainname entrypoint env_file environment expose external_links extra_hosts gpus group_add healthcheck hostname image "
            + "init ipc isolation label_file labels links logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks "
            + "oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_stop privileged profiles provider pull_policy pull_refresh_after "
            + "read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits "
            + "use_api_socket user userns_mode uts volumes volumes_from working_dir",
        ["services.*.build"] = "context dockerfile dockerfile_inline entitlements args ssh labels cache_from cache_to no_cache no_cache_filter additional_contexts "
            + "network pull target shm_size extra_hosts isolation privileged secrets tags ulimits platforms provenance sbom",
        ["services.*.healthcheck"] = "disable interval retries test timeout start_period start_interval",
        ["services.*.deploy"] = "mode endpoint_mode replicas labels rollback_config update_config resources restart_policy placement",
        ["services.*.deploy.update_config"] = "parallelism delay failure_action monitor max_failure_ratio order",
        ["services.*.deploy.resources"] = "limits reservations",
        ["services.*.deploy.resources.limits"] = "cpus memory pids",
        ["services.*.deploy.resources.reservations"] = "cpus memory generic_resources devices",
        ["services.*.deploy.restart_policy"] = "condition delay max_attempts window",
        ["services.*.depends_on.*"] = "condition restart required",
        ["services.*.env_file[]"] = "path required format",
        ["services.*.logging"] = "driver options",
        ["services.*.networks.*"] = "aliases interface_name ipv4_address ipv6_address link_local_ips mac_address driver_opts priority gw_priority",
        ["services.*.ports[]"] = "name mode host_ip target published protocol app_protocol",
        ["services.*.secrets[]"] = "source target uid gid mode",
        ["services.*.build.secrets[]"] = "source target uid gid mode",
        ["services.*.ulimits.*"] = "soft hard",
        ["services.*.volumes[]"] = "type source target read_only consistency bind volume tmpfs image",
        ["services.*.volumes[].volume"] = "labels nocopy subpath",
        ["networks.*"] = "name driver driver_opts ipam external internal enable_ipv4 enable_ipv6 attachable labels",
        ["volumes.*"] = "name driver driver_opts external labels",
        ["secrets.*"] = "name environment file external labels driver driver_opts template_driver",
        ["configs.*"] = "name content environment file external labels template_driver",
    };

    public static TheoryData<string> RefusedKeys => [.. ComposeKeys.All.Where(IsServiceKey(ComposeKeyUse.Refused)).Select(key => key.Path)];

    public static TheoryData<string> WarnedKeys => [.. ComposeKeys.All.Where(IsServiceKey(ComposeKeyUse.Warned)).Select(key => key.Path)];

    [Fact]
    public void Every_key_of_the_specification_is_in_the_table()
    {
        var missing = from parent in Specification
                      from key in parent.Value.Split(' ')
                      let path = parent.Key.Length == 0 ? key : $"{parent.Key}.{key}"
                      where ComposeKeys.Find(path) is null
                      select path;
        Assert.Empty(missing);
    }

    [Fact]
    public void The_table_has_no_key_that_the_specification_lacks()
    {
        var invented = from key in ComposeKeys.All
                       where !key.Path.Contains("x-fargate", StringComparison.Ordinal) && key.Path[^1] is not ('*' or ']')
                       let dot = key.Path.LastIndexOf('.')
                       let parent = dot < 0 ? "" : key.Path[..dot]
                       where Specification.TryGetValue(parent, out var known) && !known.Split(' ').Contains(key.Path[(dot + 1)..])
                       select key.Path;
        Assert.Empty(invented);
    }

    [Fact]
    public void Every_key_that_is_not_mapped_says_why_and_what_to_do()
        => Assert.All(ComposeKeys.All, key =>
        {
            Assert.NotEmpty(key.Text);
            Assert.False(key.Text.EndsWith('.'), key.Path);
            Assert.True(key.Use is ComposeKeyUse.Mapped or ComposeKeyUse.Unused || key.Remedy!.EndsWith('.'), key.Path);
        });

    [SkippableFact]
    public void The_page_has_the_table_that_the_build_writes()
    {
        var built = Path.Combine(Oracle.RepositoryRoot, "out", "docs", "compose.md");
        Skip.IfNot(File.Exists(built), "the module is not built: ./build.sh build");
        Assert.True(
            File.ReadAllText(built).ReplaceLineEndings("\n") == File.ReadAllText(Path.Combine(Oracle.RepositoryRoot, "docs", "compose.md")).ReplaceLineEndings("\n"),
            "./build.sh docs would change docs/compose.md.");
    }

    [Fact]
    public void The_page_names_every_key()
    {
        var page = File.ReadAllText(Path.Combine(Oracle.RepositoryRoot, "docs", "compose.md"));
        Assert.Empty(ComposeKeys.All.Where(key => key.Path[^1] is not ('*' or ']') && key.Path != "services.*.x-fargate")
            .Select(key => key.Path.Replace("services.*.x-fargate.", "", StringComparison.Ordinal).Replace("services.*.", "", StringComparison.Ordinal))
            .Where(key => !page.Contains($"| `{key}` | ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(RefusedKeys))]
    public void A_refused_key_is_named_with_its_place(string path)
    {
        var error = ComposeFolder.Refused(Written(path));
        Assert.Equal("ComposeNotSupported", error.ErrorId);
        Assert.Contains(path.Replace("*", "web", StringComparison.Ordinal).Replace("[]", "[0]", StringComparison.Ordinal).Replace("networks.web", "networks.n", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WarnedKeys))]
    public void A_warned_key_is_named_and_the_app_is_read(string path)
        => Assert.Contains(
            ComposeFolder.Of(Written(path)).Warnings,
            warning => warning.Contains(path.Replace("depends_on.*", "depends_on.db", StringComparison.Ordinal).Replace("*", "web", StringComparison.Ordinal), StringComparison.Ordinal));

    [Theory]
    [InlineData("privileged: false")]
    [InlineData("stop_signal: SIGTERM")]
    [InlineData("ipc: private")]
    [InlineData("shm_size: 64m")]
    [InlineData("deploy: { mode: replicated, update_config: { failure_action: rollback } }")]
    [InlineData("devices: []")]
    [InlineData("extra_hosts: {}")]
    [InlineData("dns:")]
    [InlineData("build: { context: ., network: default, privileged: false }")]
    public void A_value_that_says_what_ECS_does_anyway_is_no_finding(string line)
        => Assert.Empty(ComposeFolder.Web(line).Warnings);

    [Theory]
    [InlineData("volums: []", "services.web has no key 'volums'", "Did you mean volumes?")]
    [InlineData("healthcheck: { tests: [CMD, a] }", "services.web.healthcheck has no key 'tests'", "Did you mean test?")]
    [InlineData("x-fargate: { routes: /a }", "services.web.x-fargate has no key 'routes'", "Did you mean route?")]
    [InlineData("x-fargate: { route: { hosts: a } }", "services.web.x-fargate.route has no key 'hosts'", "Did you mean host?")]
    [InlineData("ports: [{ target: 80, publish: 80 }]", "services.web.ports[0] has no key 'publish'", "Did you mean published?")]
    public void An_unknown_key_is_refused_with_the_nearest_one(string line, string says, string remedy)
    {
        var error = ComposeFolder.RefusedWeb(line);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Extensions_of_others_are_ignored()
        => Assert.Empty(ComposeFolder.Of("x-a: { b: c }\nservices: { web: { image: a, x-b: [1], deploy: { x-c: d }, build: { context: ., x-d: e } } }").Warnings);

    private static Func<ComposeKey, bool> IsServiceKey(ComposeKeyUse use)
        => key => key.Use == use && key.Path.StartsWith("services.*.", StringComparison.Ordinal);

    /// <summary>A file with the key, in a service that needs nothing else.</summary>
    private static string Written(string path)
    {
        var keys = path.Replace("[]", ".[]", StringComparison.Ordinal).Split('.').Skip(2).ToList();
        var value = keys[^1] switch
        {
            "extra_hosts" or "additional_contexts" or "ssh" or "ulimits" or "models" => "{ a: b }",
            "label_file" => "f",
            "configs" or "devices" or "volumes_from" or "post_start" or "dns_opt" => "[a]",
            _ => "a",
        };
        for (var index = keys.Count - 1; index >= 0; index--)
        {
            var before = index == 0 ? "" : keys[index - 1];
            var extra = (before, keys[index]) switch
            {
                ("build", _) => "context: ., ",
                ("depends_on", "*") => "",
                ("[]", _) when keys[0] == "volumes" => "type: volume, source: d, target: /d, ",
                ("volume", _) => "",
                ("healthcheck", _) => "test: [CMD, a], ",
                _ => "",
            };
            var name = keys[index] == "*" ? before == "networks" ? "n" : "db" : keys[index];
            value = keys[index] == "[]" ? $"[{value}]" : $"{{ {extra}{name}: {value} }}";
        }

        return $"services:\n  db: {{ image: db }}\n  web: {{ image: web, {value[1..]}\nvolumes: {{ d: {{ x-fargate: {{ temporary: true }} }} }}\nnetworks: {{ n: }}\n";
    }
}
