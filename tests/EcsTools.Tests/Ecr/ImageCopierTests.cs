using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;
using EcsTools.Models;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Tests.Images.Registry;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using EcsTools.Usage;
using Xunit;

namespace EcsTools.Tests.Ecr;

/// <summary>Copies from registries that are not ours to the sandbox's, judged by skopeo.</summary>
public class ImageCopierTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [SkippableFact]
    public async Task An_index_is_copied_whole_from_a_registry_that_wants_tokens()
    {
        using var authority = new TokenAuthority();
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);
        using var world = World(registry, authority.User, authority.Password);
        var index = await IndexAsync(world, "team/web", "1.4.0");
        var before = authority.Scopes.Count;

        var copy = await CopyAsync(Request(registry, "team/web:1.4.0") with { Credential = Credential(authority.User, authority.Password) });

        Assert.Equal((ChangeStatus.Created, index, "team/web"), (copy.Change, copy.ImageDigest, copy.RepositoryName));
        Assert.Equal(["repository:team/web:pull"], authority.Scopes.Skip(before));
        Assert.Equal(copy.ImageUri, $"{copy.RepositoryUri}:1.4.0");
        using var folder = new TemporaryFolder();
        await SkopeoAsync("copy", "--all", $"docker://{copy.RepositoryUri}@{index}", $"dir:{folder.File("all")}");
        var again = await CopyAsync(Request(registry, "team/web:1.4.0") with { Credential = Credential(authority.User, authority.Password) });
        Assert.Equal((ChangeStatus.Unchanged, 0), (again.Change, again.BlobsSent));
    }

    [SkippableFact]
    public async Task Who_may_not_pull_is_told_to_give_a_password()
    {
        using var authority = new TokenAuthority();
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);
        using var world = World(registry, authority.User, authority.Password);
        await world.ImageAsync("open/web", "anybody", tags: ["1"]);

        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => CopyAsync(Request(registry, "open/web:1")));
        Assert.Equal(("RegistryUnauthorized", "SourceCredential"), (refused.ErrorId, refused.Parameter));
        refused = await Assert.ThrowsAsync<EcsToolsException>(() => CopyAsync(Request(registry, "open/web:1") with { Credential = Credential("reader", "wrong") }));
        Assert.Equal("RegistryUnauthorized", refused.ErrorId);
        Assert.DoesNotContain("wrong", refused.Message + refused.Remedy);
    }

    [SkippableFact]
    public async Task Anybody_may_pull_where_that_is_let()
    {
        using var authority = new TokenAuthority();
        using var registry = await DockerRegistryServer.StartAsync(authority.Configure);
        using var world = World(registry, authority.User, authority.Password);
        var image = await world.ImageAsync("open/web", "anybody", tags: ["1"]);

        authority.LetsAnybodyPull = true;
        Assert.Equal(image, (await CopyAsync(Request(registry, "open/web:1"))).ImageDigest);
    }

    [SkippableFact]
    public async Task A_registry_with_a_password_file_is_opened_with_Basic()
    {
        using var registry = await DockerRegistryServer.StartWithPasswordAsync();
        using var world = World(registry, "reader", "open sesame");
        var image = await world.ImageAsync("basic/web", "basic", tags: ["1"]);
        var request = Request(registry, "basic/web:1");

        Assert.Equal(image, (await CopyAsync(request with { Credential = Credential("reader", "open sesame") })).ImageDigest);
        var refused = await Assert.ThrowsAsync<EcsToolsException>(() => CopyAsync(request with { Credential = Credential("reader", "sesame") }));
        Assert.Equal("RegistryUnauthorized", refused.ErrorId);
    }

    [SkippableFact]
    public async Task One_platform_of_an_index_is_copied_alone()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        using var world = World(registry);
        await IndexAsync(world, "multi/web", "1");
        var request = Request(registry, "multi/web:1");

        var copy = await CopyAsync(request with { Platform = "linux/arm64", Tags = ["arm", "live"] });

        Assert.Equal(("ARM64", "LINUX"), (copy.Architecture, copy.OperatingSystem));
        Assert.Equal(["arm", "live"], copy.ImageTags);
        var inspected = JsonNode.Parse(await SkopeoAsync("inspect", "--config", $"docker://{copy.RepositoryUri}:live"))!;
        Assert.Equal("arm64", (string?)inspected["architecture"]);
    }

    [SkippableFact]
    public async Task A_platform_that_is_not_in_an_index_names_those_that_are()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        using var world = World(registry);
        await IndexAsync(world, "multi/web", "1");
        var request = Request(registry, "multi/web:1");

        var missing = await Assert.ThrowsAsync<EcsToolsException>(() => CopyAsync(request with { Platform = "windows/amd64" }));
        Assert.Equal("PlatformNotFound", missing.ErrorId);
        Assert.Contains("linux/amd64, linux/arm64", missing.Message);
    }

    [SkippableFact]
    public async Task Signatures_and_SBOMs_come_along_to_a_registry_that_lists_them_itself()
    {
        using var registry = await DockerRegistryServer.StartAsync();
        using var world = World(registry);
        var (image, sbom, about) = await SignedAsync(world);
        var request = Request(registry, "signed/web:1") with { IncludeReferrers = true };

        var copy = await CopyAsync(request);

        Assert.Equal(3, copy.ReferrersCopied);
        using var ecr = EcrRegistryClients.Open(sandbox.Connection, copy.RepositoryUri);
        Assert.Equal(sbom, Assert.Single(await ecr.FindReferrersAsync(image, default)).Manifest.Digest);
        Assert.Equal(about, Assert.Single(await ecr.FindReferrersAsync(sbom, default)).Manifest.Digest);
        Assert.Equal(["1", RepositoryClient.ReferrersTagOf(image) + ".sig"], (await ecr.ListTagsAsync(default)).Order());
        Assert.Equal(0, (await CopyAsync(request)).BlobsSent);
    }

    [Fact]
    public async Task All_pages_of_what_a_registry_lists_are_copied()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "many");
        using var _ = world;
        var image = await world.ImageAsync(repository.RepositoryName, "many", tags: ["1"]);
        for (var i = 0; i < 103; i++)
        {
            await world.ReferrerAsync(repository.RepositoryName, image, $"application/vnd.example.{i}");
        }

        var copy = await CopyAsync(new CopyImageRequest
        {
            Source = $"{repository.RepositoryUri}:1",
            RepositoryName = $"to-{Guid.NewGuid():N}",
            IncludeReferrers = true,
        });

        Assert.Equal(103, copy.ReferrersCopied);
        using var ecr = EcrRegistryClients.Open(sandbox.Connection, copy.RepositoryUri);
        Assert.Equal(103, (await ecr.FindReferrersAsync(image, default)).Select(entry => entry.Manifest.Digest).Distinct().Count());
    }

    [SkippableFact]
    public async Task Where_a_registry_lists_no_referrers_an_index_of_them_is_kept_under_a_tag()
    {
        using var from = await DockerRegistryServer.StartAsync();
        using var to = await DockerRegistryServer.StartAsync();
        using var world = World(from);
        var (image, sbom, about) = await SignedAsync(world);
        using var folder = new TemporaryFolder();
        using var source = RepositoryClients.For(from.Host, "signed/web");
        using var target = RepositoryClients.For(to.Host, "kept/web");
        var root = await RegistryImageSource.ReadAsync(source, "1", null, default);
        Task PushAsync(ImageManifest one, string reference)
            => new RegistryPusher(target, new PushedLayerCache(folder.Path), new PushReport("test", null)).PushAsync(one, [reference], default);
        await PushAsync(root, "1");

        Assert.Equal(3, await new Referrers(source, target).CopyAsync(root, PushAsync, default));

        var kept = JsonNode.Parse(await InspectAsync(to, $"kept/web:{RepositoryClient.ReferrersTagOf(image)}"))!;
        Assert.Equal(sbom, (string?)Assert.Single(kept["manifests"]!.AsArray())!["digest"]);
        Assert.Equal("application/vnd.example.sbom", (string?)kept["manifests"]![0]!["artifactType"]);
        kept = JsonNode.Parse(await InspectAsync(to, $"kept/web:{RepositoryClient.ReferrersTagOf(sbom)}"))!;
        Assert.Equal(about, (string?)Assert.Single(kept["manifests"]!.AsArray())!["digest"]);
    }

    [Fact]
    public async Task Within_a_registry_blobs_are_mounted_where_the_account_lets_them_be()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "from");
        using var _ = world;
        var image = await world.ImageAsync(repository.RepositoryName, "mounted", tags: ["1"]);
        var ecr = sandbox.Connection.Ecr;
        await ecr.PutAccountSettingAsync(new Amazon.ECR.Model.PutAccountSettingRequest { Name = "BLOB_MOUNTING", Value = "ENABLED" });

        var copy = await CopyAsync(new CopyImageRequest { Source = $"{repository.RepositoryUri}:1", RepositoryName = $"to-{Guid.NewGuid():N}" });

        Assert.Equal((image, 0, 2), (copy.ImageDigest, copy.BlobsSent, copy.BlobsMounted));
        await ecr.PutAccountSettingAsync(new Amazon.ECR.Model.PutAccountSettingRequest { Name = "BLOB_MOUNTING", Value = "DISABLED" });
    }

    [Fact]
    public async Task An_image_named_by_its_digest_or_by_the_name_that_AWS_would_give_it_is_found()
    {
        var (repository, world) = await RepositoryWorld.NewAsync(sandbox.Connection, "digest");
        using var _ = world;
        var image = await world.ImageAsync(repository.RepositoryName, "by digest");
        var host = $"{repository.AccountId}.dkr.ecr.{repository.Region}.amazonaws.com";

        var copy = await CopyAsync(new CopyImageRequest { Source = $"{host}/{repository.RepositoryName}@{image}", RepositoryName = $"copy-{Guid.NewGuid():N}" });

        Assert.Equal($"{copy.RepositoryUri}@{image}", copy.ImageUri);
        var found = await new EcrImageFinder(sandbox.Connection)
            .FindAsync(new FindImagesRequest { RepositoryNames = [copy.RepositoryName] }, error => throw error, default).ToListAsync();
        Assert.Equal((image, 0), (Assert.Single(found).ImageDigest, found[0].ImageTags.Count));
    }

    [Theory]
    [InlineData("node:22-slim", "registry-1.docker.io", "library/node", "22-slim")]
    [InlineData("docker.io/bitnami/redis", "registry-1.docker.io", "bitnami/redis", "latest")]
    [InlineData("public.ecr.aws/nginx/nginx:stable", "public.ecr.aws", "nginx/nginx", "stable")]
    [InlineData("ghcr.io/team/web:1", "ghcr.io", "team/web", "1")]
    public async Task Registries_are_told_by_the_name_of_the_image(string image, string host, string repository, string reference)
    {
        using var source = await CopySource.OpenAsync(new CopyImageRequest { Source = image }, sandbox.Connection, default);
        Assert.Equal((host, repository, reference), (source.Client.Registry.Host, source.Client.Repository, source.Image.TagOrDigest));
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("123456789012.dkr-ecr.us-east-2.on.aws", "us-east-2")]
    [InlineData("123456789012.dkr-ecr-fips.us-east-1.on.aws", "us-east-1")]
    [InlineData("123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn", "cn-northwest-1")]
    [InlineData("public.ecr.aws", null)]
    [InlineData("dkr.ecr.eu-west-1.amazonaws.com", null)]
    public void Every_name_of_an_ECR_registry_tells_account_and_region(string host, string? region)
        => Assert.Equal(region is null ? null : new EcrRegistryHost("123456789012", region), EcrRegistryHost.TryParse(host));

    private static CopyImageRequest Request(DockerRegistryServer registry, string image) => new() { Source = $"{registry.Host}/{image}" };

    private static RegistryCredential Credential(string user, string password) => new() { Registry = "test", UserName = user, Password = password };

    private static RepositoryWorld World(DockerRegistryServer registry, string? user = null, string password = "")
    {
        var address = new RegistryAddress(registry.Host);
        var credential = user is null ? null : Credential(user, password);
        return new RepositoryWorld(repository => new RepositoryClient(
            address, repository, new ChallengeAuthorization(address, credential, SystemClock.Instance), SystemClock.Instance));
    }

    /// <summary>An image with an SBOM, which has a signature, and a signature as cosign tags it, in a registry that lists no referrers.</summary>
    private static async Task<(string Image, string Sbom, string About)> SignedAsync(RepositoryWorld world)
    {
        var image = await world.ImageAsync("signed/web", "signed", tags: ["1"]);
        var sbom = await world.ReferrerAsync("signed/web", image);
        await world.IndexAsync("signed/web", [(sbom, "unknown")], RepositoryClient.ReferrersTagOf(image));
        var about = await world.ReferrerAsync("signed/web", sbom, "application/vnd.example.signature");
        await world.IndexAsync("signed/web", [(about, "unknown")], RepositoryClient.ReferrersTagOf(sbom));
        await world.ImageAsync("signed/web", "cosign", tags: [RepositoryClient.ReferrersTagOf(image) + ".sig"]);
        return (image, sbom, about);
    }

    private static Task<string> InspectAsync(DockerRegistryServer registry, string image)
    {
        Tool.Require("skopeo");
        return Tool.RunOrFailAsync("skopeo", "--insecure-policy", "inspect", "--raw", "--tls-verify=false", $"docker://{registry.Host}/{image}");
    }

    private static async Task<string> IndexAsync(RepositoryWorld world, string repository, string tag)
        => await world.IndexAsync(
            repository,
            [(await world.ImageAsync(repository, "for amd64"), "amd64"), (await world.ImageAsync(repository, "for arm64", "arm64"), "arm64")],
            tag);

    private async Task<EcrImage> CopyAsync(CopyImageRequest request)
    {
        var copies = new ImageCopier(sandbox.Connection);
        using var plan = await copies.PlanAsync(request, default);
        return await copies.ApplyAsync(plan, null, default);
    }

    private async Task<string> DigestAsync(string image) => (await SkopeoAsync("inspect", "--format", "{{.Digest}}", $"docker://{image}")).Trim();

    private async Task<string> SkopeoAsync(string verb, params string[] arguments)
    {
        Tool.Require("skopeo");
        var password = sandbox.Server.Cloud.Service<EcrService>().IssueToken().Password;
        var side = verb == "copy" ? "src-" : "";
        return await Tool.RunOrFailAsync(
            "skopeo", ["--insecure-policy", verb, $"--{side}creds=AWS:{password}", $"--{side}tls-verify=false", .. arguments]);
    }
}
