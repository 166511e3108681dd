using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Registry.Http;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>Amazon ECR, over the registry that it also serves under <c>/v2/</c>.</summary>
internal sealed partial class EcrService : SandboxService, ITaggedResources
{
    private readonly LayerDownloads _downloads;

    public EcrService(SandboxCloud cloud)
        : base("AWSSDK.ECR", cloud)
    {
        Registry = new ImageRegistry(new BlobStore(cloud.DataPath), cloud.Clock, () => cloud.NoteChange(this));
        _downloads = new LayerDownloads(Registry);
        Routes = new IHttpRoute[] { new RegistryRoute(Registry, new RegistryAccess(cloud)), _downloads };
        ServeRepositories();
        ServeSettings();
        ServeImages();
        ServeLayers();
        Serve("GetAuthorizationToken", GetAuthorizationToken);
    }

    /// <summary>What ECR and ECR Public keep.</summary>
    public ImageRegistry Registry { get; }

    /// <summary>The registry API, and the links that GetDownloadUrlForLayer gives.</summary>
    public IReadOnlyList<IHttpRoute> Routes { get; }

    /// <summary>
    /// Names of the registry in image references: the loopback one, those it had before, and the one it would have on AWS.
    /// </summary>
    private string[] Hosts => [Cloud.RegistryHost, .. Cloud.FormerRegistryHosts, $"{SandboxCloud.AccountId}.dkr.ecr.{Cloud.Region}.amazonaws.com"];

    /// <summary>Looks up what an image name stands for, before it is pulled.</summary>
    public ImageResolution ResolveImage(string reference) => Registry.Resolve(reference, Hosts);

    /// <summary>A password of the user <c>AWS</c>, good for 12 hours.</summary>
    /// <param name="accessKeyId">The access key of the caller, whose policies hold for the token; empty for the root of the account.</param>
    public RegistryToken IssueToken(string accessKeyId = "")
    {
        var expiry = SandboxClock.MachineNow + RegistryTokens.Lifetime;
        return new RegistryToken(Registry.Tokens.Issue(expiry, accessKeyId), expiry);
    }

    public IReadOnlyList<TaggedResource> Tagged()
        => Registry.ReadAll(repository => new TaggedResource(Cloud.Arn("ecr", "repository/" + repository.Name), [.. repository.ResourceTags]));

    public override JsonNode? Save() => Registry.Save();

    public override void Saved() => Registry.Saved();

    public override void Load(JsonNode state) => Registry.Load(state);

    public override Task StartAsync()
    {
        Registry.Open();
        return Task.CompletedTask;
    }

    public override Task StopAsync()
    {
        Registry.Close();
        return Task.CompletedTask;
    }

    /// <summary>The repository of a request, in the one registry there is.</summary>
    private static string RepositoryOf(SandboxCall call)
    {
        var name = call.Input.Text("repositoryName")!;
        if (call.Input.Text("registryId") is { } registry && registry != SandboxCloud.AccountId)
        {
            throw new AwsError(
                "RepositoryNotFoundException",
                $"The repository with name '{name}' does not exist in the registry with id '{registry}'");
        }

        return name;
    }

    private static JsonObject Answer(string repository) => new()
    {
        ["registryId"] = SandboxCloud.AccountId,
        ["repositoryName"] = repository,
    };

    private static int PageSize(SandboxCall call) => (int)(call.Input.Integer("maxResults") ?? 100);

    private static AwsError InvalidToken() => RegistryErrors.Invalid("nextToken", "Invalid token");

    private JsonObject GetAuthorizationToken(SandboxCall call)
    {
        var data = new JsonArray();
        var registries = Math.Max(1, call.Input.Texts("registryIds").Count);
        for (var i = 0; i < registries; i++)
        {
            var token = IssueToken(call.Principal.AccessKeyId);
            data.Add(new JsonObject
            {
                ["authorizationToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryTokens.User}:{token.Password}")),
                ["expiresAt"] = token.ExpiresAt.ToUnixTimeMilliseconds() / 1000d,
                ["proxyEndpoint"] = $"http://{Cloud.RegistryHost}",
            });
        }

        return new JsonObject { ["authorizationData"] = data };
    }
}
