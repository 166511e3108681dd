using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Registry;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>Repositories and their resource tags.</summary>
internal sealed partial class EcrService
{
    private void ServeRepositories()
    {
        Serve("CreateRepository", CreateRepository);
        Serve("DeleteRepository", DeleteRepository);
        Serve("DescribeRepositories", DescribeRepositories);
        Serve("PutImageTagMutability", PutImageTagMutability);
        Serve("PutImageScanningConfiguration", PutImageScanningConfiguration);
        Serve("ListTagsForResource", ListTagsForResource);
        Serve("TagResource", TagResource);
        Serve("UntagResource", UntagResource);
    }

    private JsonObject CreateRepository(SandboxCall call)
    {
        var repository = new RegistryRepository
        {
            Name = RepositoryOf(call),
            ScanOnPush = call.Input.Object("imageScanningConfiguration")?.Flag("scanOnPush") ?? false,
        };
        SetMutability(repository, call.Input);
        SetEncryption(repository, call.Input.Object("encryptionConfiguration"));
        ResourceTags.Add(repository.ResourceTags, call.Input.Objects("tags"));
        Registry.Add(repository);
        return new JsonObject { ["repository"] = Describe(repository) };
    }

    private JsonObject DeleteRepository(SandboxCall call)
    {
        var repository = Registry.Remove(RepositoryOf(call), call.Input.Flag("force") ?? false);
        return new JsonObject { ["repository"] = Describe(repository) };
    }

    private JsonObject DescribeRepositories(SandboxCall call)
    {
        var names = call.Input.Texts("repositoryNames");
        if (names.Count > 0)
        {
            if (call.Input.Text("nextToken") is not null || call.Input.Integer("maxResults") is not null)
            {
                throw RegistryErrors.Invalid("repositoryNames", "nextToken and maxResults cannot be used with repositoryNames");
            }

            var named = names.Distinct(StringComparer.Ordinal).Select(name => Registry.Read(name, Describe));
            return new JsonObject { ["repositories"] = named.ToJson() };
        }

        var all = Registry.ReadAll(repository => repository.IsPublic ? null : Describe(repository)).OfType<JsonObject>().ToList();
        var (page, next) = Paging.Page(
            all, repository => repository.Text("repositoryName")!, call.Input.Text("nextToken"), PageSize(call), InvalidToken);
        return WithNextToken(new JsonObject { ["repositories"] = page.ToJson() }, next);
    }

    private JsonObject PutImageTagMutability(SandboxCall call) => Registry.Change(RepositoryOf(call), repository =>
    {
        SetMutability(repository, call.Input);
        var answer = Answer(repository.Name);
        AddMutability(answer, repository);
        return answer;
    });

    private JsonObject PutImageScanningConfiguration(SandboxCall call) => Registry.Change(RepositoryOf(call), repository =>
    {
        repository.ScanOnPush = call.Input.Object("imageScanningConfiguration")!.Flag("scanOnPush") ?? false;
        var answer = Answer(repository.Name);
        answer["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = repository.ScanOnPush };
        return answer;
    });

    private JsonObject ListTagsForResource(SandboxCall call) => Registry.Read(RepositoryOfArn(call), repository =>
    {
        var tags = repository.ResourceTags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value });
        return new JsonObject { ["tags"] = tags.ToJson() };
    });

    private JsonObject TagResource(SandboxCall call) => Registry.Change(RepositoryOfArn(call), repository =>
    {
        ResourceTags.Add(repository.ResourceTags, call.Input.Objects("tags"));
        return new JsonObject();
    });

    private JsonObject UntagResource(SandboxCall call) => Registry.Change(RepositoryOfArn(call), repository =>
    {
        foreach (var key in call.Input.Texts("tagKeys"))
        {
            repository.ResourceTags.Remove(key);
        }

        return new JsonObject();
    });

    private string RepositoryOfArn(SandboxCall call)
    {
        var arn = call.Input.Text("resourceArn")!;
        var root = Cloud.Arn("ecr", "repository/");
        return arn.StartsWith(root, StringComparison.Ordinal) && arn.Length > root.Length
            ? arn.Substring(root.Length)
            : throw RegistryErrors.Invalid("resourceArn", $"'{arn}' is no ARN of a repository in this region and account");
    }

    private JsonObject Describe(RegistryRepository repository)
    {
        var encryption = new JsonObject { ["encryptionType"] = repository.EncryptionType };
        if (repository.KmsKey is not null)
        {
            encryption["kmsKey"] = repository.KmsKey;
        }

        var described = new JsonObject
        {
            ["repositoryArn"] = Cloud.Arn("ecr", "repository/" + repository.Name),
            ["registryId"] = SandboxCloud.AccountId,
            ["repositoryName"] = repository.Name,
            ["repositoryUri"] = $"{Cloud.RegistryHost}/{repository.Name}",
            ["createdAt"] = repository.CreatedAt,
            ["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = repository.ScanOnPush },
            ["encryptionConfiguration"] = encryption,
        };
        AddMutability(described, repository);
        return described;
    }

    private static void AddMutability(JsonObject answer, RegistryRepository repository)
    {
        answer["imageTagMutability"] = repository.Mutability;
        if (repository.ExclusionFilters.Count > 0)
        {
            answer["imageTagMutabilityExclusionFilters"] = repository.ExclusionFilters
                .Select(filter => new JsonObject { ["filterType"] = "WILDCARD", ["filter"] = filter }).ToJson();
        }
    }

    private static void SetMutability(RegistryRepository repository, JsonObject input)
    {
        const string Member = "imageTagMutabilityExclusionFilters";
        var mutability = input.Text("imageTagMutability") ?? "MUTABLE";
        var filters = input.Objects(Member).Select(filter => filter.Text("filter")!).ToList();
        var excludes = mutability.EndsWith("_WITH_EXCLUSION", StringComparison.Ordinal);
        if (excludes != filters.Count > 0)
        {
            throw RegistryErrors.Invalid(Member, excludes
                ? $"ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set to {mutability}"
                : $"ImageTagMutabilityExclusionFilters are not allowed when imageTagMutability is set to {mutability}");
        }

        if (filters.Exists(filter => filter.Count(letter => letter == '*') > 2))
        {
            throw RegistryErrors.Invalid(Member, "A filter has at most 2 wildcards");
        }

        if (filters.Distinct(StringComparer.Ordinal).Count() < filters.Count)
        {
            throw RegistryErrors.Invalid(Member, "Filters must be unique");
        }

        repository.Mutability = mutability;
        repository.ExclusionFilters = filters;
    }

    private void SetEncryption(RegistryRepository repository, JsonObject? configuration)
    {
        repository.EncryptionType = configuration?.Text("encryptionType") ?? "AES256";
        repository.KmsKey = configuration?.Text("kmsKey");
        if (repository.EncryptionType == "AES256")
        {
            if (repository.KmsKey is not null)
            {
                throw RegistryErrors.Invalid(
                    "encryptionConfiguration", "Invalid encryption configuration: Encryption key should not be set for AES256 encryption.");
            }
        }
        else
        {
            repository.KmsKey ??= Cloud.Arn("kms", "alias/aws/ecr");
        }
    }

    private static JsonObject WithNextToken(JsonObject answer, string? token)
    {
        if (token is not null)
        {
            answer["nextToken"] = token;
        }

        return answer;
    }
}
