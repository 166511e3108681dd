using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>What refers to an image, as the OCI distribution specification 1.1 lists it.</summary>
public sealed class ReferrersTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private RegistryClient Client => registry.Client;

    [Fact]
    public async Task A_manifest_with_a_subject_is_listed_among_its_referrers()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await Client.PushImageAsync(repository, "1", 10);
        var sbom = await PutReferrerAsync(repository, digest, manifest.Length, "application/vnd.example.sbom");
        await PutReferrerAsync(repository, digest, manifest.Length, "application/vnd.example.signature");

        var all = await ReferrersAsync(repository, digest, "");
        var filtered = await ReferrersAsync(repository, digest, "?artifactType=application%2Fvnd.example.sbom");
        var none = await ReferrersAsync(repository, RegistryClient.DigestOf([1]), "");
        using var nowhere = await Client.SendAsync("GET", $"/v2/no-such-repository/referrers/{digest}");
        var described = await registry.CallAsync("DescribeImages", new JsonObject
        {
            ["repositoryName"] = repository,
            ["imageIds"] = new JsonArray(new JsonObject { ["imageDigest"] = sbom }),
        });

        Assert.Equal((2, 1, 0), (all.Entries.Count, filtered.Entries.Count, none.Entries.Count));
        Assert.Equal((null, "artifactType", null), (all.Filters, filtered.Filters, none.Filters));
        Assert.Equal(sbom, (string?)filtered.Entries[0]!["digest"]);
        Assert.Equal("application/vnd.example.sbom", (string?)filtered.Entries[0]!["artifactType"]);
        Assert.Equal("test", (string?)filtered.Entries[0]!["annotations"]!["made.by"]);
        Assert.Equal(404, (int)nowhere.StatusCode);
        Assert.Equal(digest, (string?)described["imageDetails"]![0]!["subjectManifestDigest"]);
        Assert.Equal("application/vnd.example.sbom", (string?)described["imageDetails"]![0]!["artifactMediaType"]);
    }

    private static JsonObject Descriptor(string mediaType, string digest, int size) => new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = size };

    /// <summary>Puts an artifact about an image, and sees that the answer says the list is kept.</summary>
    private async Task<string> PutReferrerAsync(string repository, string subject, int size, string type)
    {
        var empty = Encoding.UTF8.GetBytes("{}");
        var blob = Descriptor("application/vnd.oci.empty.v1+json", await Client.PushBlobAsync(repository, empty), empty.Length);
        var referrer = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = RegistryClient.OciManifest,
            ["artifactType"] = type,
            ["config"] = blob,
            ["layers"] = new JsonArray(blob.DeepClone()),
            ["subject"] = Descriptor(RegistryClient.DockerManifest, subject, size),
            ["annotations"] = new JsonObject { ["made.by"] = "test" },
        }.ToJsonString());
        var digest = RegistryClient.DigestOf(referrer);
        using var answer = await Client.SendAsync("PUT", $"/v2/{repository}/manifests/{digest}", referrer, RegistryClient.OciManifest);
        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal(subject, Assert.Single(answer.Headers.GetValues("OCI-Subject")));
        return digest;
    }

    private async Task<(JsonArray Entries, string? Filters)> ReferrersAsync(string repository, string digest, string query)
    {
        using var answer = await Client.SendAsync("GET", $"/v2/{repository}/referrers/{digest}{query}");
        Assert.Equal((200, RegistryClient.OciIndex), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var filters = answer.Headers.TryGetValues("OCI-Filters-Applied", out var applied) ? applied.Single() : null;
        return (JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["manifests"]!.AsArray(), filters);
    }
}
