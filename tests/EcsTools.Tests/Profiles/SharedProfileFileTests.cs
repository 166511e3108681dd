using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Profiles;
using Xunit;

namespace EcsTools.Tests.Profiles;

public sealed class SharedProfileFileTests : IDisposable
{
    private const string Id = "AKIAIOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static readonly AccessKeyPair Key = new(Id, Secret);

    private readonly ProfileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("deployer", null, null)]
    [InlineData("default", null, null)]
    [InlineData("my deployer", null, null)]
    [InlineData("deployer", "", "")]
    [InlineData("deployer", "[other]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n", "[default]\nregion = eu-west-1\n")]
    [InlineData("deployer", "# mine\n[other]\naws_access_key_id=AKIA1", "[profile other]\nregion=x\n\n# the end")]
    [InlineData("deployer", "[deployer]\naws_access_key_id = AKIAOLD\naws_secret_access_key = old\n[b]\nx = 1\n", "[profile deployer]\nregion = a\noutput = text\n\n[profile b]\n")]
    [InlineData("deployer", "[deployer]\n# aws_access_key_id = AKIAOLD\n\n[b]\nx = 1\n", "[profile deployer]\ncli_pager =\n\n\n[default]\nregion = z\n")]
    [InlineData("deployer", "  ; odd\n\n\n[deployer]\n\n\naws_secret_access_key=old\naws_access_key_id : AKIAOLD\n\n\n", "[profile deployer]\ns3 =\n    max_concurrent_requests = 20\n\n")]
    [InlineData("default", "[default]\naws_access_key_id = AKIAOLD", "[default]\noutput = text")]
    public async Task Files_come_out_byte_for_byte_as_from_aws_configure(string profile, string? credentials, string? config)
    {
        using var theirs = new ProfileFolder();
        foreach (var folder in new[] { _folder, theirs })
        {
            Put(folder.Credentials, credentials);
            Put(folder.Config, config);
        }

        await new ProfileCli(theirs).ConfigureAsync(profile, Id, Secret, "ap-northeast-2", "json");
        await Ours().WriteAsync(profile, Key, new ProfileSettings("ap-northeast-2", Output: "json"), force: true, CancellationToken.None);

        Assert.Equal(File.ReadAllText(theirs.Credentials), File.ReadAllText(_folder.Credentials));
        Assert.Equal(File.ReadAllText(theirs.Config), File.ReadAllText(_folder.Config));
    }

    /// <summary>With a pass over the lines for each profile, this would take an hour.</summary>
    [Fact]
    public void A_file_of_ten_megabytes_is_listed_in_one_pass()
    {
        const int count = 90_000;
        var credentials = new StringBuilder();
        var config = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            credentials.Append($"[team-{i}]\naws_access_key_id = AKIA{i:D16}\naws_secret_access_key = {new string('s', 40)}\n\n");
            config.Append($"[profile team-{i}]\nregion = eu-west-1\n");
        }

        Put(_folder.Credentials, credentials.ToString());
        Put(_folder.Config, config.ToString());

        var profiles = Ours().List();

        Assert.True(new FileInfo(_folder.Credentials).Length > 10_000_000);
        Assert.Equal(count, profiles.Count);
        Assert.Equal($"AKIA{count - 1:D16}", profiles[count - 1].Key!.AccessKeyId);
        Assert.All(profiles, profile => Assert.Equal("eu-west-1", profile.Region));
    }

    [SkippableTheory]
    [InlineData("deployer")]
    [InlineData("default")]
    [InlineData("my deployer")]
    public async Task The_aws_cli_reads_the_profile(string profile)
    {
        var cli = new ProfileCli(_folder);
        await Ours().WriteAsync(profile, Key, new ProfileSettings("eu-central-1"), force: false, CancellationToken.None);

        Assert.Equal(Id, await cli.RunAsync("configure", "get", "aws_access_key_id", "--profile", profile));
        Assert.Equal(Secret, await cli.RunAsync("configure", "get", "aws_secret_access_key", "--profile", profile));
        Assert.Equal("eu-central-1", await cli.RunAsync("configure", "get", "region", "--profile", profile));
        var list = await cli.RunAsync("configure", "list", "--profile", profile);
        Assert.Contains("shared-credentials-file", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a]\r\naws_access_key_id = 1\r\n\r\n# caf\u00e9\r\n[z]\r\nx=y", "\r\n")]
    [InlineData("\t # only a comment", "\n")]
    [InlineData("[a]\n  aws_access_key_id   =    1  \n;[deployer]\n\n\n", "\n")]
    public async Task The_rest_of_the_file_keeps_its_bytes(string before, string newLine)
    {
        // A byte that is no UTF-8 at all, in a comment, is the file's own business too.
        var content = Encoding.UTF8.GetBytes(before).Concat(Encoding.UTF8.GetBytes(newLine + "# ")).Concat(new byte[] { 0xE9, 0x85, 0xA0 }).Concat(Encoding.UTF8.GetBytes(newLine)).ToArray();
        File.WriteAllBytes(_folder.Credentials, content);

        await Ours().WriteAsync("deployer", Key, new ProfileSettings(), force: false, CancellationToken.None);

        var expected = content.Concat(Encoding.UTF8.GetBytes(string.Join(newLine, "[deployer]", $"aws_access_key_id = {Id}", $"aws_secret_access_key = {Secret}", ""))).ToArray();
        Assert.Equal(expected, File.ReadAllBytes(_folder.Credentials));
    }

    [Fact]
    public async Task A_byte_order_mark_stays_and_hides_no_profile()
    {
        File.WriteAllText(_folder.Credentials, $"[deployer]\naws_access_key_id = {Id}\naws_secret_access_key = old\n", new UTF8Encoding(true));

        var change = await Ours().WriteAsync("deployer", Key, new ProfileSettings(), force: false, CancellationToken.None);

        Assert.Equal(ChangeStatus.Updated, change);
        var bytes = File.ReadAllBytes(_folder.Credentials);
        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'[' }, bytes.Take(4));
        Assert.Equal(Secret, Ours().Read("deployer")!.Key!.SecretAccessKey);
    }

    [Fact]
    public async Task A_file_saved_as_utf_16_is_refused_rather_than_ruined()
    {
        File.WriteAllText(_folder.Credentials, "[a]\n", Encoding.Unicode);
        var before = File.ReadAllBytes(_folder.Credentials);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Ours().WriteAsync("deployer", Key, new ProfileSettings(), false, CancellationToken.None));

        Assert.Equal("ProfileFileUnreadable", error.ErrorId);
        Assert.Equal(before, File.ReadAllBytes(_folder.Credentials));
    }

    [Fact]
    public async Task A_profile_with_another_key_is_refused_and_names_it()
    {
        Put(_folder.Credentials, "[deployer]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = theirs\n");
        var before = File.ReadAllText(_folder.Credentials);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Ours().WriteAsync("deployer", Key, new ProfileSettings("eu-west-1"), false, CancellationToken.None));

        Assert.Equal(("ProfileInUse", ErrorKind.Conflict, "ProfileName"), (error.ErrorId, error.Kind, error.Parameter));
        Assert.Contains("AKIAOTHER", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.Credentials));
        Assert.False(File.Exists(_folder.Config));
    }

    [Theory]
    [InlineData("", "[profile deployer]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = b\n", "role_arn, source_profile")]
    [InlineData("", "[profile deployer]\nsso_session = corp\n", "sso_session")]
    [InlineData("[deployer]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_session_token = t\n", "", "aws_session_token")]
    public async Task A_profile_with_credentials_from_elsewhere_is_taken_over_only_by_force(string credentials, string config, string named)
    {
        Put(_folder.Credentials, credentials);
        Put(_folder.Config, config);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Ours().WriteAsync("deployer", Key, new ProfileSettings(), false, CancellationToken.None));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);

        await Ours().WriteAsync("deployer", Key, new ProfileSettings(), force: true, CancellationToken.None);
        var profile = Ours().Read("deployer")!;
        Assert.Empty(profile.OtherSources);
        Assert.Equal(Id, profile.Key!.AccessKeyId);
    }

    [Fact]
    public async Task Writing_the_same_twice_touches_nothing()
    {
        Assert.Equal(ChangeStatus.Created, await Ours().WriteAsync("deployer", Key, new ProfileSettings("eu-west-1"), false, CancellationToken.None));
        var stamp = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.Credentials, stamp);
        File.SetLastWriteTimeUtc(_folder.Config, stamp);

        Assert.Equal(ChangeStatus.Unchanged, await Ours().WriteAsync("deployer", Key, new ProfileSettings("eu-west-1"), false, CancellationToken.None));

        Assert.Equal(stamp, File.GetLastWriteTimeUtc(_folder.Credentials));
        Assert.Equal(stamp, File.GetLastWriteTimeUtc(_folder.Config));
    }

    [Theory]
    [InlineData("[a]\nk = v\n", "[profile a]\nregion = x\n")]
    [InlineData("[a]\nk = v\n\n", "[default]\nregion = x\n\n# end\n")]
    [InlineData("", "")]
    public async Task Removing_gives_back_what_was_there_before(string credentials, string config)
    {
        Put(_folder.Credentials, credentials);
        Put(_folder.Config, config);
        await Ours().WriteAsync("deployer", Key, new ProfileSettings("eu-west-1", Output: "json"), false, CancellationToken.None);

        Assert.False(await Ours().RemoveAsync("deployer", new[] { "AKIAOTHER" }, CancellationToken.None));
        Assert.True(await Ours().RemoveAsync("deployer", new[] { Id }, CancellationToken.None));

        Assert.Equal(credentials, File.ReadAllText(_folder.Credentials));
        Assert.Equal(config, File.ReadAllText(_folder.Config));
        Assert.False(await Ours().RemoveAsync("deployer", new[] { Id }, CancellationToken.None));
    }

    [Fact]
    public async Task Removing_leaves_what_a_person_added_to_the_profile()
    {
        await Ours().WriteAsync("deployer", Key, new ProfileSettings("eu-west-1"), false, CancellationToken.None);
        File.AppendAllText(_folder.Config, "cli_pager =\n");
        var config = File.ReadAllText(_folder.Config);

        await Ours().RemoveAsync("deployer", new[] { Id }, CancellationToken.None);

        Assert.Equal(config, File.ReadAllText(_folder.Config));
        Assert.Null(Ours().Read("deployer")!.Key);
    }

    [SkippableFact]
    public async Task Only_the_owner_may_read_the_credentials_even_where_others_could_before()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SkipException("Unix file modes");
        }

        Put(_folder.Credentials, "[a]\nk = v\n");
        File.SetUnixFileMode(_folder.Credentials, (UnixFileMode)0b110_100_100);

        await Ours().WriteAsync("deployer", Key, new ProfileSettings("eu-west-1"), false, CancellationToken.None);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Credentials));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Config));
    }

    [SkippableFact]
    public async Task A_linked_file_stays_a_link_and_its_target_gets_the_profile()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        var kept = Directory.CreateDirectory(Path.Combine(_folder.Path, "dotfiles")).FullName;
        File.WriteAllText(Path.Combine(kept, "aws"), "[a]\nk = v\n");
        File.CreateSymbolicLink(_folder.Credentials, "dotfiles/aws");

        await Ours().WriteAsync("deployer", Key, new ProfileSettings(), false, CancellationToken.None);

        Assert.Equal("dotfiles/aws", new FileInfo(_folder.Credentials).LinkTarget);
        Assert.StartsWith("[a]\nk = v\n[deployer]\n", File.ReadAllText(Path.Combine(kept, "aws")), StringComparison.Ordinal);
        Assert.Equal([".aws.lock", "aws"], Directory.GetFiles(kept).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" deployer")]
    [InlineData("a]b")]
    [InlineData("a\nb")]
    [InlineData("it's")]
    [InlineData("DEFAULT")]
    public async Task A_name_that_a_reader_would_not_find_again_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => Ours().WriteAsync(name, Key, new ProfileSettings(), false, CancellationToken.None));

        Assert.Equal("InvalidProfileName", error.ErrorId);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Paths_are_those_of_the_aws_cli()
    {
        string? Variables(string name) => name switch
        {
            "HOME" => "/home/me",
            "AWS_SHARED_CREDENTIALS_FILE" => "~/elsewhere/creds",
            _ => null,
        };
        var home = Path.GetFullPath("/home/me");

        Assert.Equal(new SharedProfilePaths(Path.Combine(home, "elsewhere", "creds"), Path.Combine(home, ".aws", "config")), SharedProfilePaths.Resolve(null, Variables));
        Assert.Equal(new SharedProfilePaths(Path.Combine(home, "x", "c"), Path.Combine(home, "x", "config")), SharedProfilePaths.Resolve("~/x/c", Variables));
    }

    private SharedProfileFile Ours() => new(_folder.Paths, SystemClock.Instance);

    private static void Put(string path, string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }
    }
}
