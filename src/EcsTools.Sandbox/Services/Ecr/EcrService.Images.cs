using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Registry;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>Images of a repository.</summary>
internal sealed partial class EcrService
{
    private void ServeImages()
    {
        Serve("DescribeImages", DescribeImages);
        Serve("ListImages", ListImages);
        Serve("BatchGetImage", BatchGetImage);
        Serve("BatchDeleteImage", BatchDeleteImage);
        Serve("PutImage", PutImage);
    }

    private JsonObject DescribeImages(SandboxCall call)
    {
        var wanted = call.Input.Objects("imageIds");
        if (wanted.Count > 0 && (call.Input.Text("nextToken") is not null || call.Input.Integer("maxResults") is not null))
        {
            throw RegistryErrors.Invalid("imageIds", "nextToken and maxResults cannot be used with imageIds");
        }

        var keeps = TagFilter(call);
        var details = Registry.Read(RepositoryOf(call), repository =>
        {
            var tags = TagsByDigest(repository);
            var images = wanted.Count > 0
                ? wanted.Select(id => RequireImage(repository, id)).Distinct()
                : repository.Images.Values.OrderBy(image => image.Digest, StringComparer.Ordinal);
            return images
                .Where(image => keeps(tags.Contains(image.Digest)))
                .Select(image => Describe(repository, image, tags[image.Digest]))
                .ToList();
        });
        var (page, next) = wanted.Count > 0
            ? (details, null)
            : Paging.Page(details, detail => detail.Text("imageDigest")!, call.Input.Text("nextToken"), PageSize(call), InvalidToken);
        return WithNextToken(new JsonObject { ["imageDetails"] = page.ToJson() }, next);
    }

    private JsonObject ListImages(SandboxCall call)
    {
        var keeps = TagFilter(call);
        var ids = Registry.Read(RepositoryOf(call), repository =>
        {
            var tags = TagsByDigest(repository);
            return repository.Images.Keys
                .SelectMany(digest => tags[digest].DefaultIfEmpty(null), (digest, tag) => (Digest: digest, Tag: tag))
                .Where(id => keeps(id.Tag is not null))
                .OrderBy(id => id.Digest, StringComparer.Ordinal).ThenBy(id => id.Tag, StringComparer.Ordinal)
                .Select(id => ImageId(id.Digest, id.Tag))
                .ToList();
        });
        var (page, next) = Paging.Page(
            ids, id => $"{id.Text("imageDigest")} {id.Text("imageTag")}", call.Input.Text("nextToken"), PageSize(call), InvalidToken);
        return WithNextToken(new JsonObject { ["imageIds"] = page.ToJson() }, next);
    }

    private JsonObject BatchGetImage(SandboxCall call)
    {
        var name = RepositoryOf(call);
        var accepted = call.Input.Texts("acceptedMediaTypes");
        var images = new JsonArray();
        var failures = new JsonArray();
        foreach (var (digest, tag) in ImageIds(call))
        {
            var failure = Registry.Read(name, repository => ImageRegistry.WhyNotFound(repository, digest, tag));
            var pulled = failure is null ? Registry.Pull(name, digest, tag) : null;
            if (pulled is { } found && (accepted.Count == 0 || accepted.Contains(found.Image.MediaType)))
            {
                images.Add(Image(name, found.Image, tag, Encoding.UTF8.GetString(found.Manifest)));
            }
            else
            {
                failures.Add(Failure(digest, tag, failure ?? ImageFailure.NotFound));
            }
        }

        return new JsonObject { ["images"] = images, ["failures"] = failures };
    }

    private JsonObject BatchDeleteImage(SandboxCall call)
    {
        var name = RepositoryOf(call);
        var deleted = new JsonArray();
        var failures = new JsonArray();

        // An index is deleted before its images, whatever their order in the request.
        var ids = Registry.Read(
            name, repository => ImageIds(call).ToLookup(id => ImageRegistry.Find(repository, id.Digest, id.Tag)?.IsIndex ?? false));
        foreach (var (digest, tag) in ids[true].Concat(ids[false]))
        {
            var result = Registry.Delete(name, digest, tag);
            foreach (var gone in result.Deleted)
            {
                deleted.Add(ImageId(gone.Digest, gone.Tag));
            }

            if (result.Failure is { } failure)
            {
                failures.Add(Failure(digest, tag, failure));
            }
        }

        return new JsonObject { ["imageIds"] = deleted, ["failures"] = failures };
    }

    private JsonObject PutImage(SandboxCall call)
    {
        var name = RepositoryOf(call);
        var manifest = call.Input.Text("imageManifest")!;
        var tag = call.Input.Text("imageTag");
        var mediaType = call.Input.Text("imageManifestMediaType");
        var (image, existed) = Registry.Put(
            name, Encoding.UTF8.GetBytes(manifest), mediaType, tag, call.Input.Text("imageDigest"), mayRepeat: true);
        return existed
            ? throw RegistryErrors.ImageExists(name, image.Digest, tag)
            : new JsonObject { ["image"] = Image(name, image, tag, manifest) };
    }

    private static ILookup<string, string?> TagsByDigest(RegistryRepository repository)
        => repository.ImageTags.ToLookup(pair => pair.Value, pair => (string?)pair.Key, StringComparer.Ordinal);

    private static StoredImage RequireImage(RegistryRepository repository, JsonObject id)
        => ImageRegistry.Find(repository, id.Text("imageDigest"), id.Text("imageTag"))
            ?? throw RegistryErrors.ImageNotFound(repository.Name, id.Text("imageDigest"), id.Text("imageTag"));

    /// <summary>Whether an image passes the request's filter, by having a tag or not.</summary>
    private static Func<bool, bool> TagFilter(SandboxCall call)
    {
        var filter = call.Input.Object("filter");
        if (filter?.Text("imageStatus") is "ARCHIVED" or "ACTIVATING")
        {
            return _ => false;
        }

        return filter?.Text("tagStatus") switch
        {
            "TAGGED" => tagged => tagged,
            "UNTAGGED" => tagged => !tagged,
            _ => _ => true,
        };
    }

    private static IEnumerable<(string? Digest, string? Tag)> ImageIds(SandboxCall call)
        => call.Input.Objects("imageIds").Select(id => (id.Text("imageDigest"), id.Text("imageTag"))).Distinct();

    private static JsonObject ImageId(string? digest, string? tag)
    {
        var id = new JsonObject();
        if (digest is not null)
        {
            id["imageDigest"] = digest;
        }

        if (tag is not null)
        {
            id["imageTag"] = tag;
        }

        return id;
    }

    private static JsonObject Failure(string? digest, string? tag, ImageFailure failure) => new()
    {
        ["imageId"] = ImageId(digest, tag),
        ["failureCode"] = failure.Code,
        ["failureReason"] = failure.Reason,
    };

    private static JsonObject Image(string repository, StoredImage image, string? tag, string manifest)
    {
        var answer = Answer(repository);
        answer["imageId"] = ImageId(image.Digest, tag);
        answer["imageManifest"] = manifest;
        answer["imageManifestMediaType"] = image.MediaType;
        return answer;
    }

    private static JsonObject Describe(RegistryRepository repository, StoredImage image, IEnumerable<string?> tags)
    {
        var detail = Answer(repository.Name);
        detail["imageDigest"] = image.Digest;
        if (tags.Any())
        {
            detail["imageTags"] = tags.OfType<string>().OrderBy(tag => tag, StringComparer.Ordinal).ToJson();
        }

        detail["imageSizeInBytes"] = ImageRegistry.SizeOf(repository, image);
        detail["imagePushedAt"] = image.PushedAt;
        detail["imageManifestMediaType"] = image.MediaType;
        detail["imageStatus"] = "ACTIVE";
        if (image.ArtifactMediaType is not null)
        {
            detail["artifactMediaType"] = image.ArtifactMediaType;
        }

        if (image.Subject is not null)
        {
            detail["subjectManifestDigest"] = image.Subject;
        }

        if (image.LastPulledAt is { } pulled)
        {
            detail["lastRecordedPullTime"] = pulled;
        }

        return detail;
    }
}
