using System;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;
using EcsTools.Models;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Push;

/// <summary>Pushes to registries that are not ECR: Docker's own registry, with a password file and with a token server.</summary>
public sealed class RegistryImagePushTests : IDisposable
{
    private const string Password = "open sesame";

    private readonly TemporaryFolder _folder = new();
    private readonly string _archive;

    public RegistryImagePushTests()
    {
        _archive = _folder.File("image.tar.gz");

        // Another image in every run: the index of layers that were pushed must not know it.
        TestImage.Of(Random.Shared.Next(), "push", 40_000, 20_000).SaveGzipped(_archive);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task An_image_is_pushed_with_a_password_and_the_second_time_nothing_is_sent()
    {
        using var registry = await DockerRegistryServer.StartWithPasswordAsync();

        var pushed = await PushAsync($"{registry.Host}/team/web:1.4.0", DockerRegistryServer.User, Password, "stable");
        var again = await PushAsync($"{registry.Host}/team/web:1.4.0", DockerRegistryServer.User, Password, "stable");

        Assert.Equal((ChangeStatus.Created, $"{registry.Host}/team/web:1.4.0", "X86_64"), (pushed.Change, pushed.ImageUri, pushed.Architecture));
        Assert.Equal(["1.4.0", "stable"], pushed.ImageTags);
        Assert.Equal((ChangeStatus.Unchanged, 0, pushed.ImageDigest), (again.Change, again.BlobsSent, again.ImageDigest));
        using var reader = await RepositoryClient.OpenAsync(
            Reference.TryParse(pushed.ImageUri)!, Credential(DockerRegistryServer.User, Password), SystemClock.Instance, default);
        Assert.Equal(pushed.ImageDigest, await reader.FindManifestAsync("stable", default));
    }

    [SkippableFact]
    public async Task A_wrong_password_is_refused_and_told_to_nobody()
    {
        using var registry = await DockerRegistryServer.StartWithPasswordAsync();

        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync($"{registry.Host}/team/web", "reader", "not sesame"));

        Assert.Equal(("RegistryUnauthorized", "RegistryCredential"), (refused.ErrorId, refused.Parameter));
        Assert.Contains("-RegistryCredential", refused.Remedy);
        Assert.DoesNotContain("sesame", refused.ToString() + refused.Remedy);
    }

    [SkippableFact]
    public async Task Without_a_user_the_error_asks_for_one()
    {
        using var authority = new TokenAuthority();
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);

        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync($"{registry.Host}/team/web"));

        Assert.Equal(("RegistryUnauthorized", "RegistryCredential"), (refused.ErrorId, refused.Parameter));
        Assert.Equal("Give a user and password of the registry with -RegistryCredential.", refused.Remedy);
    }

    [SkippableFact]
    public async Task A_user_who_may_only_pull_is_told_to_give_another()
    {
        using var authority = new TokenAuthority { LetsAnybodyPull = true };
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);

        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync($"{registry.Host}/team/web"));

        Assert.Equal("RegistryUnauthorized", refused.ErrorId);
        Assert.Contains("may push to 'team/web'", refused.Remedy);
    }

    [SkippableFact]
    public async Task Layers_of_another_repository_are_mounted_with_a_token_for_both()
    {
        using var authority = new TokenAuthority();
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);
        await PushAsync(registry, authority, "team/first");

        var second = await PushAsync(registry, authority, "team/second");

        Assert.Equal((0, 3), (second.BlobsSent, second.BlobsMounted));
        Assert.Contains("repository:team/second:pull,push repository:team/first:pull", authority.Scopes.Select(Ordered));
    }

    [SkippableFact]
    public async Task Layers_are_sent_where_the_other_repository_is_closed()
    {
        using var authority = new TokenAuthority();
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);
        await PushAsync(registry, authority, "team/first");
        authority.Closed = "team/first";

        var second = await PushAsync(registry, authority, "team/second");

        Assert.Equal((3, 0), (second.BlobsSent, second.BlobsMounted));
    }

    [Fact]
    public async Task A_token_server_that_limits_its_clients_is_told_as_such()
    {
        using var tokens = new ScriptedTokenServer(response =>
        {
            response.StatusCode = 429;
            return Task.CompletedTask;
        });
        using var registry = new RawHttpServer((_, _) => $"401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"{tokens.Realm}\",service=\"test\"\r\n\r\n");

        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync($"{registry.Host}/team/web", "reader", Password));

        Assert.Equal("RegistryThrottled", refused.ErrorId);
        Assert.Contains(tokens.Host, refused.Message);
        Assert.True(tokens.Authorizations.Count > 1, "it was not tried again");
    }

    [Theory]
    [InlineData("403 Forbidden", "DENIED", "requested access to the resource is denied", "RegistryAccessDenied", "Allow the user to push to 'team/web'")]
    [InlineData("429 Too Many Requests", "TOOMANYREQUESTS", "You have reached your rate limit", "RegistryThrottled", "Wait a minute")]
    [InlineData("404 Not Found", "NAME_UNKNOWN", "repository name not known to registry", "RepositoryNotFound", "-Destination")]
    [InlineData("405 Method Not Allowed", "UNSUPPORTED", "The operation is unsupported", "RegistryRefused", "")]
    public async Task A_refusal_has_a_remedy_for_this_registry(string status, string code, string text, string id, string remedy)
    {
        var body = $$"""{"errors":[{"code":"{{code}}","message":"{{text}}"}]}""";
        using var registry = new RawHttpServer((line, _) => line.StartsWith("POST", StringComparison.Ordinal)
            ? $"{status}\r\nContent-Type: application/json\r\n\r\n{body}"
            : "404 Not Found\r\n\r\n");

        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => PushAsync($"{registry.Host}/team/web", "reader", Password));

        Assert.Equal(id, refused.ErrorId);
        Assert.Contains(remedy, refused.Remedy ?? "");
        Assert.DoesNotContain("ecr:", refused.Remedy ?? "");
        Assert.DoesNotContain("Initialize-EcrRepository", refused.Remedy ?? "");
        Assert.DoesNotContain(Password, refused.ToString());
    }

    [Theory]
    [InlineData("docker.io/team/web:1", "registry-1.docker.io", "team/web", "docker.io/team/web")]
    [InlineData("team/web", "registry-1.docker.io", "team/web", "docker.io/team/web")]
    [InlineData("ghcr.io/team/web:1", "ghcr.io", "team/web", "ghcr.io/team/web")]
    [InlineData("127.0.0.1:5000/web", "127.0.0.1:5000", "web", "127.0.0.1:5000/web")]
    public void The_registry_is_read_from_the_name(string name, string host, string repository, string inDefinitions)
    {
        var destination = RegistryImagePush.ParseDestination(name);
        Assert.Equal((host, repository), (destination.Host, destination.RepositoryOnHost));
        var request = new RegistryImagePush(destination, null, SystemClock.Instance).Complete(new PushImageRequest { RepositoryName = "", Path = _archive });
        Assert.Equal(inDefinitions, request.RepositoryName);
    }

    [Theory]
    [InlineData("Team/Web:1")]
    [InlineData("docker.io/team/web:a b")]
    [InlineData("docker.io/team/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("")]
    public void A_name_that_cannot_be_pushed_to_is_refused(string name)
    {
        var refused = Assert.Throws<EcsToolsException>(() => RegistryImagePush.ParseDestination(name));
        Assert.Equal(("InvalidImageName", "Destination"), (refused.ErrorId, refused.Parameter));
    }

    [Fact]
    public void A_registry_of_ECR_is_not_a_destination_without_a_credential()
    {
        var destination = RegistryImagePush.ParseDestination("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/web:1");

        var refused = Assert.Throws<EcsToolsException>(() => EcrImagePush.CheckDestination(destination, hasCredential: false));

        Assert.Equal(("DestinationInEcr", "Destination"), (refused.ErrorId, refused.Parameter));
        Assert.Contains("-RepositoryName team/web -Region eu-west-1", refused.Remedy);
        EcrImagePush.CheckDestination(destination, hasCredential: true);
    }

    /// <summary>Scopes and their actions in one order: the registry asks for them in any.</summary>
    private static string Ordered(string scopes) => string.Join(' ', scopes.Split(' ').Select(WithOrderedActions).OrderByDescending(scope => scope, StringComparer.Ordinal));

    private static string WithOrderedActions(string scope)
    {
        var actions = scope.LastIndexOf(':') + 1;
        return scope[..actions] + string.Join(',', scope[actions..].Split(',').Order(StringComparer.Ordinal));
    }

    private static RegistryCredential Credential(string user, string password) => new() { Registry = "test", UserName = user, Password = password };

    /// <summary>Pushes with an index of layers of its own, which tells where they are: other processes change that of the user.</summary>
    private async Task<PushResult> PushAsync(DockerRegistryServer registry, TokenAuthority authority, string repository)
    {
        var address = new RegistryAddress(registry.Host) { Role = RegistryRole.Destination };
        var authorization = new ChallengeAuthorization(address, Credential(authority.User, authority.Password), SystemClock.Instance);
        using var client = new RepositoryClient(address, repository, authorization, SystemClock.Instance);
        var pusher = new RegistryPusher(client, new PushedLayerCache(_folder.Path), new PushReport("test", null));
        return await pusher.PushAsync(TestImage.Of(7, "mounted", 40_000, 20_000).Manifest, ["1"], default);
    }

    private async Task<RegistryImage> PushAsync(string name, string? user = null, string password = "", params string[] tags)
    {
        var push = new RegistryImagePush(RegistryImagePush.ParseDestination(name), user is null ? null : Credential(user, password), new ImpatientClock());
        var request = push.Complete(new PushImageRequest { RepositoryName = "", Path = _archive, Tags = tags });
        using var plan = await push.PlanAsync(request, findBuild: false, null, default);
        return await push.ApplyAsync(plan, null, default);
    }
}
