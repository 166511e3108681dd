using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>Policies, account settings, and calls for what the sandbox does not have: scans, pull-through rules and creation templates.</summary>
internal sealed partial class EcrService
{
    private void ServeSettings()
    {
        Serve("PutLifecyclePolicy", PutLifecyclePolicy);
        Serve("GetLifecyclePolicy", call => Registry.Read(RepositoryOf(call), repository => LifecycleAnswer(repository, evaluated: true)));
        Serve("DeleteLifecyclePolicy", DeleteLifecyclePolicy);
        Serve("SetRepositoryPolicy", SetRepositoryPolicy);
        Serve("GetRepositoryPolicy", call => Registry.Read(RepositoryOf(call), PolicyAnswer));
        Serve("DeleteRepositoryPolicy", DeleteRepositoryPolicy);
        Serve("GetAccountSetting", GetAccountSetting);
        Serve("PutAccountSetting", PutAccountSetting);
        Serve("DescribeImageScanFindings", DescribeImageScanFindings);
        Serve("DescribePullThroughCacheRules", DescribePullThroughCacheRules);
        Serve("DescribeRepositoryCreationTemplates", _ => new JsonObject
        {
            ["registryId"] = SandboxCloud.AccountId,
            ["repositoryCreationTemplates"] = new JsonArray(),
        });
    }

    private JsonObject PutLifecyclePolicy(SandboxCall call)
    {
        var name = RepositoryOf(call);
        Registry.Read(name, repository => repository);
        LifecyclePolicyText.Check(call.Input.Text("lifecyclePolicyText")!);
        return Registry.Change(name, repository =>
        {
            repository.LifecyclePolicy = call.Input.Text("lifecyclePolicyText");
            return LifecycleAnswer(repository, evaluated: false);
        });
    }

    private JsonObject DeleteLifecyclePolicy(SandboxCall call) => Registry.Change(RepositoryOf(call), repository =>
    {
        var answer = LifecycleAnswer(repository, evaluated: true);
        repository.LifecyclePolicy = null;
        return answer;
    });

    private static JsonObject LifecycleAnswer(RegistryRepository repository, bool evaluated)
    {
        if (repository.LifecyclePolicy is null)
        {
            throw new AwsError(
                "LifecyclePolicyNotFoundException",
                $"Lifecycle policy does not exist for the repository with name '{repository.Name}' in the registry with id '{SandboxCloud.AccountId}'");
        }

        var answer = Answer(repository.Name);
        answer["lifecyclePolicyText"] = repository.LifecyclePolicy;
        if (evaluated)
        {
            // The status in ECR of a policy that has not run yet. The sandbox runs no policies.
            answer["lastEvaluatedAt"] = 0d;
        }

        return answer;
    }

    private JsonObject SetRepositoryPolicy(SandboxCall call) => Registry.Change(RepositoryOf(call), repository =>
    {
        repository.Policy = RequirePolicy(call.Input.Text("policyText")!);
        return PolicyAnswer(repository);
    });

    private JsonObject DeleteRepositoryPolicy(SandboxCall call) => Registry.Change(RepositoryOf(call), repository =>
    {
        var answer = PolicyAnswer(repository);
        repository.Policy = null;
        return answer;
    });

    private static JsonObject PolicyAnswer(RegistryRepository repository)
    {
        if (repository.Policy is null)
        {
            throw new AwsError(
                "RepositoryPolicyNotFoundException",
                $"Repository policy does not exist for the repository with name '{repository.Name}' in the registry with id '{SandboxCloud.AccountId}'");
        }

        var answer = Answer(repository.Name);
        answer["policyText"] = repository.Policy;
        return answer;
    }

    private static string RequirePolicy(string text)
    {
        try
        {
            if (JsonText.Parse(text) is JsonObject policy && PolicyGrammar.IsDocument(policy)
                && (policy["Statement"] as JsonArray ?? [policy["Statement"]!.DeepClone()]).All(IsStatement))
            {
                return text;
            }
        }
        catch (JsonException)
        {
            // Falls through: it is no policy.
        }

        throw RegistryErrors.Invalid("PolicyText", "Invalid repository policy provided");
    }

    private static bool IsStatement(JsonNode? node)
        => node is JsonObject statement && statement.Text("Effect") is "Allow" or "Deny"
            && statement.ContainsKey("Action") != statement.ContainsKey("NotAction")
            && statement.ContainsKey("Principal") != statement.ContainsKey("NotPrincipal")
            && !statement.ContainsKey("Resource") && !statement.ContainsKey("NotResource");

    private JsonObject GetAccountSetting(SandboxCall call)
    {
        var name = call.Input.Text("name")!;
        return new JsonObject { ["name"] = name, ["value"] = Registry.AccountSettings.Get(name) };
    }

    private JsonObject PutAccountSetting(SandboxCall call)
    {
        Registry.AccountSettings.Put(call.Input.Text("name")!, call.Input.Text("value")!);
        Cloud.NoteChange(this);
        return GetAccountSetting(call);
    }

    private JsonObject DescribeImageScanFindings(SandboxCall call) => Registry.Read<JsonObject>(RepositoryOf(call), repository =>
    {
        var image = RequireImage(repository, call.Input.Object("imageId")!);
        var id = RegistryErrors.ImageId(image.Digest, call.Input.Object("imageId")!.Text("imageTag"));
        throw new AwsError(
            "ScanNotFoundException",
            $"Image scan does not exist for the image with '{id}' in the repository with name '{repository.Name}' in the registry "
            + $"with id '{SandboxCloud.AccountId}'");
    });

    private static JsonObject DescribePullThroughCacheRules(SandboxCall call)
    {
        var prefixes = call.Input.Texts("ecrRepositoryPrefixes");
        return prefixes.Count == 0
            ? new JsonObject { ["pullThroughCacheRules"] = new JsonArray() }
            : throw new AwsError(
                "PullThroughCacheRuleNotFoundException",
                $"The pull through cache rule with prefix '{prefixes[0]}' does not exist in the registry with id '{SandboxCloud.AccountId}'");
    }
}
