using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Services.Ecr;

namespace EcsTools.Sandbox.Services.EcrPublic;

/// <summary>
/// Amazon ECR Public, which AWS serves in us-east-1 only. Its repositories are in the one registry of the sandbox, under the name
/// that they have on AWS: <c>public.ecr.aws/alias/name</c>.
/// </summary>
internal sealed class EcrPublicService : SandboxService
{
    private const string OnlyRegion = "us-east-1";
    private const string Alias = "sandbox";
    private const string Root = "public.ecr.aws/" + Alias + "/";

    public EcrPublicService(SandboxCloud cloud)
        : base("AWSSDK.ECRPublic", cloud)
    {
        ServeInItsRegion("GetAuthorizationToken", GetAuthorizationToken);
        ServeInItsRegion("CreateRepository", CreateRepository);
        ServeInItsRegion("DeleteRepository", DeleteRepository);
        ServeInItsRegion("DescribeRepositories", DescribeRepositories);
        ServeInItsRegion("DescribeRegistries", DescribeRegistries);
    }

    private EcrService Ecr => Cloud.Service<EcrService>();

    private ImageRegistry Registry => Ecr.Registry;

    private void ServeInItsRegion(string operation, Func<SandboxCall, JsonObject> handler)
        => Serve(operation, call => call.Principal.Region is OnlyRegion
            ? handler(call)
            : throw new AwsError("UnsupportedCommandException", "The action isn't supported in this Region."));

    private JsonObject GetAuthorizationToken(SandboxCall call)
    {
        var token = Ecr.IssueToken(call.Principal.AccessKeyId);
        return new JsonObject
        {
            ["authorizationData"] = new JsonObject
            {
                ["authorizationToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryTokens.User}:{token.Password}")),
                ["expiresAt"] = token.ExpiresAt.ToUnixTimeMilliseconds() / 1000d,
            },
        };
    }

    private JsonObject CreateRepository(SandboxCall call)
    {
        var repository = new RegistryRepository { Name = Root + call.Input.Text("repositoryName"), IsPublic = true };
        ResourceTags.Add(repository.ResourceTags, call.Input.Objects("tags"));
        Naming(call, () => Registry.Add(repository));
        var answer = new JsonObject { ["repository"] = Describe(repository) };
        if (call.Input.Object("catalogData") is { } catalog)
        {
            var shown = catalog.Copy();
            shown.Remove("logoImageBlob");
            answer["catalogData"] = shown;
        }

        return answer;
    }

    private JsonObject DeleteRepository(SandboxCall call)
    {
        RegistryRepository? removed = null;
        Naming(call, () => removed = Registry.Remove(Root + call.Input.Text("repositoryName"), call.Input.Flag("force") ?? false));
        return new JsonObject { ["repository"] = Describe(removed!) };
    }

    private JsonObject DescribeRepositories(SandboxCall call)
    {
        var names = call.Input.Texts("repositoryNames");
        var all = Registry.ReadAll(repository => repository.IsPublic ? Describe(repository) : null).OfType<JsonObject>().ToList();
        foreach (var name in names)
        {
            if (!all.Exists(repository => repository.Text("repositoryName") == name))
            {
                throw RegistryErrors.RepositoryNotFound(name);
            }
        }

        var wanted = names.Count == 0 ? all : all.Where(repository => names.Contains(repository.Text("repositoryName")!)).ToList();
        var (page, next) = Paging.Page(
            wanted,
            repository => repository.Text("repositoryName")!,
            call.Input.Text("nextToken"),
            (int)(call.Input.Integer("maxResults") ?? 100),
            () => RegistryErrors.Invalid("nextToken", "Invalid token"));
        var answer = new JsonObject { ["repositories"] = page.ToJson() };
        if (next is not null)
        {
            answer["nextToken"] = next;
        }

        return answer;
    }

    private static JsonObject DescribeRegistries(SandboxCall call) => new()
    {
        ["registries"] = new JsonArray(new JsonObject
        {
            ["registryId"] = SandboxCloud.AccountId,
            ["registryArn"] = $"arn:aws:ecr-public::{SandboxCloud.AccountId}:registry/{SandboxCloud.AccountId}",
            ["registryUri"] = "public.ecr.aws/" + Alias,
            ["verified"] = false,
            ["aliases"] = new JsonArray(new JsonObject
            {
                ["name"] = Alias,
                ["status"] = "ACTIVE",
                ["primaryRegistryAlias"] = true,
                ["defaultRegistryAlias"] = true,
            }),
        }),
    };

    private JsonObject Describe(RegistryRepository repository)
    {
        var name = repository.Name.Substring(Root.Length);
        return new JsonObject
        {
            ["repositoryArn"] = $"arn:aws:ecr-public::{SandboxCloud.AccountId}:repository/{name}",
            ["registryId"] = SandboxCloud.AccountId,
            ["repositoryName"] = name,
            ["repositoryUri"] = $"{Cloud.RegistryHost}/{repository.Name}",
            ["createdAt"] = repository.CreatedAt,
        };
    }

    // The registry names the repository in full; the caller knows it without its registry.
    private static void Naming(SandboxCall call, Action action)
    {
        try
        {
            action();
        }
        catch (AwsError error)
        {
            var name = call.Input.Text("repositoryName")!;
            throw new AwsError(error.Code, error.Message.Replace(Root + name, name), error.StatusCode);
        }
    }
}
