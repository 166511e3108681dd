using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Credentials;

/// <summary>Credentials in Docker's configuration, with the docker client as the other reader and writer of it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DockerConfigFileTests
{
    private const string Registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static readonly string Token = new string('T', 2700) + "+/=\"é";

    [SkippableFact]
    public async Task The_docker_client_uses_what_was_stored_in_the_file()
    {
        using var setting = new Setting();
        var placed = await setting.File.StoreAsync(Credential(), default);
        Assert.Equal(("auths", setting.Path, Registry), (placed.CredentialStore, placed.ConfigPath, placed.Registry));
        Assert.Contains("unencrypted", placed.Warning, StringComparison.Ordinal);
        Assert.Equal(("AWS", Token), await setting.UsedByDockerAsync(Registry));
        Assert.Equal(("AWS", Token), await setting.FoundAsync(Registry));
    }

    [SkippableFact]
    public async Task What_the_docker_client_stores_is_found()
    {
        Tool.Require("docker");
        using var setting = new Setting();
        using var engine = new RecordingEngine();
        var environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Host, ["PATH"] = setting.Bin.Path, ["DOCKER_CONTEXT"] = null };
        foreach (var registry in new[] { "r.example:5000", "" })
        {
            var arguments = new[] { "--config", setting.Folder.Path, "login", "-u", "me", "--password-stdin", registry };
            var result = await Tool.RunAsync(Tool.Find("docker")!, arguments.Where(a => a.Length > 0), environment, "p:w ü");
            Assert.True(result.ExitCode == 0, result.Error);
        }

        Assert.Equal(("me", "p:w ü"), await setting.FoundAsync("r.example:5000"));
        Assert.Equal(("me", "p:w ü"), await setting.FoundAsync("docker.io"));
        Assert.Null(await setting.File.FindAsync("other.example", default));
    }

    [SkippableTheory]
    [InlineData("{\"credsStore\":\"fake\"}")]
    [InlineData("{\"credHelpers\":{\"123456789012.dkr.ecr.eu-west-1.amazonaws.com\":\"fake\"},\"credsStore\":\"absent\"}")]
    public async Task A_helper_is_given_the_secret_exactly_and_the_file_none_of_it(string config)
    {
        using var setting = new Setting(config);
        setting.AddHelper("fake");
        var placed = await setting.File.StoreAsync(Credential(), default);
        Assert.Equal(("helper:fake", null), (placed.CredentialStore, placed.Warning));
        var given = Encoding.UTF8.GetString(File.ReadAllBytes(setting.Bin.File("fake." + Registry)));
        Assert.StartsWith("{\"ServerURL\":\"", given, StringComparison.Ordinal);
        Assert.Equal(Token, (string?)JsonNode.Parse(given)!["Secret"]);
        Assert.EndsWith("}", given, StringComparison.Ordinal);
        Assert.DoesNotContain("TTTT", File.ReadAllText(setting.Path), StringComparison.Ordinal);
        Assert.Empty((JsonObject)setting.Json["auths"]![Registry]!);
        Assert.Equal(("AWS", Token), await setting.FoundAsync(Registry));
        Assert.Equal(("AWS", Token), await setting.UsedByDockerAsync(Registry));
        Assert.True(await setting.File.RemoveAsync(Registry, default));
        Assert.False(File.Exists(setting.Bin.File("fake." + Registry)));
        Assert.Null(await setting.File.FindAsync(Registry, default));
    }

    [SkippableTheory]
    [InlineData("wincred", "{\"credsStore\":\"wincred\"}", false)]
    [InlineData("desktop.exe", "{\"credsStore\":\"desktop.exe\",\"credHelpers\":{\"other\":\"x\"}}", false)]
    [InlineData("wincred", "{\"credHelpers\":{\"123456789012.dkr.ecr.eu-west-1.amazonaws.com\":\"wincred\"}}", false)]
    [InlineData("any", "{\"credsStore\":\"any\"}", true)]
    public async Task A_secret_too_long_for_windows_goes_into_the_file_where_docker_looks_for_it(string helper, string config, bool byComplaint)
    {
        using var setting = new Setting(config);
        setting.AddHelper(helper, byComplaint ? "error storing credentials: The stub received bad data." : null);
        var placed = await setting.File.StoreAsync(Credential(), default);
        Assert.Equal("auths", placed.CredentialStore);
        Assert.Contains(byComplaint ? "stub received bad data" : "2706 bytes", placed.Warning, StringComparison.Ordinal);
        Assert.Contains("2560", placed.Warning, StringComparison.Ordinal);
        Assert.Contains(setting.Path, placed.Warning, StringComparison.Ordinal);
        Assert.DoesNotContain("TTTT", placed.ToString(), StringComparison.Ordinal);
        Assert.Equal(byComplaint, File.Exists(setting.Bin.File("asked")));
        Assert.Equal("", (string?)setting.Json["credHelpers"]![Registry]);
        Assert.Equal(("AWS", Token), await setting.FoundAsync(Registry));
        Assert.Equal(("AWS", Token), await setting.UsedByDockerAsync(Registry));
        Assert.True(await setting.File.RemoveAsync(Registry, default));
        Assert.Null(setting.Json["credHelpers"]?[Registry]);
        Assert.Null(setting.Json["auths"]?[Registry]);
    }

    [SkippableFact]
    public async Task A_short_secret_still_goes_to_windows()
    {
        using var setting = new Setting("{\"credsStore\":\"wincred\"}");
        setting.AddHelper("wincred");
        var placed = await setting.File.StoreAsync(Credential() with { Password = new string('s', 2560) }, default);
        Assert.Equal("helper:wincred", placed.CredentialStore);
        Assert.Equal("auths", (await setting.File.StoreAsync(Credential() with { Password = new string('s', 2561) }, default)).CredentialStore);
    }

    [SkippableFact]
    public async Task The_systems_own_helper_is_taken_and_written_down_where_the_file_is_silent()
    {
        using var setting = new Setting("{\"detachKeys\":\"ctrl-a\"}");
        setting.AddHelper("secretservice");
        Assert.Equal("helper:secretservice", (await setting.File.StoreAsync(Credential(), default)).CredentialStore);
        Assert.Equal("secretservice", (string?)setting.Json["credsStore"]);
        Assert.Equal("ctrl-a", (string?)setting.Json["detachKeys"]);
        Assert.Equal(("AWS", Token), await setting.UsedByDockerAsync(Registry));
    }

    [SkippableFact]
    public async Task A_helper_that_fails_is_an_error_without_the_secret()
    {
        using var setting = new Setting("{\"credsStore\":\"fake\"}");
        setting.AddHelper("fake", "cannot store $(cat)");
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => setting.File.StoreAsync(Credential(), default));
        Assert.Equal("DockerCredentialHelperFailed", failed.ErrorId);
        Assert.Contains("cannot store", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TTTT", failed.ToString(), StringComparison.Ordinal);
        Assert.Null(setting.Json["auths"]);
        var asking = await Assert.ThrowsAsync<EcsToolsException>(() => setting.File.FindAsync(Registry, default));
        Assert.Contains("get", asking.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("no JSON", "not valid JSON")]
    [InlineData("[\"secret\"]", "not a JSON object")]
    [InlineData("{\"Username\":5,\"Secret\":\"secret\"}", "'Username'")]
    [InlineData("{\"Username\":\"me\",\"Secret\":{\"a\":\"secret\"}}", "'Secret'")]
    [InlineData("{\"Username\":\"me\",\"Secret\":\"secret\",\"Secret\":\"secret\"}", "twice")]
    public async Task An_answer_of_another_form_is_an_error_of_the_helper_without_the_secret(string answer, string said)
    {
        using var setting = new Setting("{\"credsStore\":\"fake\"}");
        setting.AddHelper("fake");
        setting.Bin.Write("fake." + Registry, answer);
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => setting.File.FindAsync(Registry, default));
        Assert.Equal("DockerCredentialHelperFailed", failed.ErrorId);
        Assert.Contains(said, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_helper_that_is_not_there_is_named()
    {
        using var setting = new Setting("{\"credsStore\":\"gone\"}");
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => setting.File.FindAsync(Registry, default));
        Assert.Equal(("DockerCredentialHelperNotFound", "gone"), (failed.ErrorId, failed.Target));
        Assert.Contains("docker-credential-gone", failed.Message, StringComparison.Ordinal);
        Assert.Equal(failed.ErrorId, (await Assert.ThrowsAsync<EcsToolsException>(() => setting.File.StoreAsync(Credential(), default))).ErrorId);
    }

    [SkippableFact]
    public async Task Everything_else_in_the_file_stays_and_only_the_owner_reads_it()
    {
        const string before = "{\"HttpHeaders\":{\"X\":\"<a&b>\"},\"auths\":{\"other\":{\"auth\":\"bTpw\",\"email\":\"e\"}},\"number\":1.50,\"plugins\":{\"p\":{\"k\":\"v\"}},\"zz\":[1,null,true]}";
        using var setting = new Setting(before);
        File.SetUnixFileMode(setting.Path, (UnixFileMode)0b110_100_100);
        await setting.File.StoreAsync(Credential(), default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(setting.Path));
        Assert.Contains("1.50", File.ReadAllText(setting.Path), StringComparison.Ordinal);
        await setting.File.RemoveAsync(Registry, default);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(before), setting.Json));
        Assert.Equal(new[] { "HttpHeaders", "auths", "number", "plugins", "zz" }, setting.Json.Select(pair => pair.Key));
        Assert.False(await setting.File.RemoveAsync(Registry, default));
    }

    [SkippableTheory]
    [InlineData("{\"auths\":")]
    [InlineData("[]")]
    [InlineData("{\"auths\":{},\"auths\":{}}")]
    public async Task A_file_that_is_broken_is_left_as_it_is(string content)
    {
        using var setting = new Setting(content);
        var failed = await Assert.ThrowsAsync<EcsToolsException>(() => setting.File.StoreAsync(Credential(), default));
        Assert.Equal("DockerConfigUnreadable", failed.ErrorId);
        Assert.Contains(setting.Path, failed.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(setting.Path));
    }

    [SkippableFact]
    public async Task Writers_at_the_same_time_lose_nothing()
    {
        using var setting = new Setting("{\"keep\":1}");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
            setting.NewFile().StoreAsync(Credential() with { Registry = $"r{i}.example", Password = $"p{i}" }, default))));
        Assert.Equal(20, ((JsonObject)setting.Json["auths"]!).Count);
        Assert.Equal(("AWS", "p7"), await setting.FoundAsync("r7.example"));
        Assert.Equal(1, (int?)setting.Json["keep"]);
    }

    [SkippableTheory]
    [InlineData("https://r.example/v1/", "dTpw", "", "u", "p", false)]
    [InlineData("r.example", "dTpw", "idtok", "u", "idtok", true)]
    [InlineData("https://r.example", "dTpwOnE=", "", "u", "p:q", false)]
    public async Task Older_forms_of_entries_are_read(string key, string auth, string token, string user, string password, bool isToken)
    {
        using var setting = new Setting($"{{\"auths\":{{\"{key}\":{{\"auth\":\"{auth}\",\"identitytoken\":\"{token}\"}}}}}}");
        var found = await setting.File.FindAsync("r.example", default);
        Assert.Equal((user, password, isToken), (found!.UserName, found.Password, found.IsIdentityToken));
    }

    [SkippableTheory]
    [InlineData("{\"auths\":{\"r.example\":{\"auth\":\"not base64\"}}}")]
    [InlineData("{\"auths\":{\"r.example\":{}}}")]
    [InlineData("{\"auths\":{\"r.example\":{\"auth\":\"bm9jb2xvbg==\"}}}")]
    [InlineData("\uFEFF{\"auths\":{}}")]
    [InlineData("")]
    public async Task Entries_without_a_credential_are_none(string config)
    {
        using var setting = new Setting(config);
        Assert.Null(await setting.File.FindAsync("r.example", default));
    }

    private static RegistryCredential Credential() => new() { Registry = Registry, UserName = "AWS", Password = Token };

    private sealed class Setting : IDisposable
    {
        public Setting(string? config = null)
        {
            Skip.If(OperatingSystem.IsWindows(), "helpers here are shell scripts, and modes are those of Unix");
            if (config is not null)
            {
                Folder.Write("config.json", config);
            }
        }

        public TemporaryFolder Folder { get; } = new();

        public TemporaryFolder Bin { get; } = new();

        public string Path => Folder.File("config.json");

        public DockerConfigFile File => NewFile();

        public JsonObject Json => (JsonObject)JsonNode.Parse(System.IO.File.ReadAllText(Path))!;

        public DockerConfigFile NewFile() =>
            new(EngineFixture.Alone(null, ("DOCKER_CONFIG", Folder.Path), ("PATH", Bin.Path)), SystemClock.Instance);

        public async Task<(string User, string Password)?> FoundAsync(string registry) =>
            await File.FindAsync(registry, default) is { } found ? (found.UserName, found.Password) : null;

        /// <summary>A helper that keeps each credential in a file, or only complains.</summary>
        public void AddHelper(string name, string? complaint = null)
        {
            Tool.Require("sh");
            var script = Bin.Write("docker-credential-" + name, $$"""
                #!/bin/sh
                PATH=/usr/bin:/bin
                cd '{{Bin.Path}}'
                echo "$1" >> asked
                {{(complaint is null ? "" : $"echo \"{complaint}\"; exit 1")}}
                case "$1" in
                store) input=$(mktemp); cat > "$input"; key=$(sed 's/.*"ServerURL":"\([^"]*\)".*/\1/' "$input"); mv "$input" "{{name}}.$key" ;;
                get) key=$(cat); [ -f "{{name}}.$key" ] || { echo "credentials not found in native keychain"; exit 1; }; cat "{{name}}.$key" ;;
                erase) key=$(cat); rm -f "{{name}}.$key" ;;
                esac
                """);
            System.IO.File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        /// <summary>The credential the docker client sends along with a pull, with this configuration.</summary>
        public async Task<(string? User, string? Password)> UsedByDockerAsync(string registry)
        {
            Tool.Require("docker");
            using var engine = new RecordingEngine();
            var environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Host, ["PATH"] = Bin.Path + ":/usr/bin:/bin", ["DOCKER_CONTEXT"] = null };
            await Tool.RunAsync(Tool.Find("docker")!, new[] { "--config", Folder.Path, "pull", registry + "/web:1" }, environment);
            var sent = Assert.Single(engine.Of("/images/create")).RegistryAuth!.Replace('-', '+').Replace('_', '/');
            var auth = JsonNode.Parse(Convert.FromBase64String(sent.PadRight((sent.Length + 3) / 4 * 4, '=')))!;
            return ((string?)auth["username"], (string?)auth["password"]);
        }

        public void Dispose()
        {
            Folder.Dispose();
            Bin.Dispose();
        }
    }
}
