using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoEcrTests(MotoServer moto)
{
    private const string Repository = "contract/web";

    private static readonly Dictionary<string, string> NotInMoto = new()
    {
        ["BatchCheckLayerAvailability"] = "moto has no layers",
        ["CompleteLayerUpload"] = "moto has no layers",
        ["GetDownloadUrlForLayer"] = "moto has no layers",
        ["InitiateLayerUpload"] = "moto has no layers",
        ["UploadLayerPart"] = "moto has no layers",
        ["PutAccountSetting"] = "moto has no account settings for ECR",
        ["GetAccountSetting"] = "moto has no account settings for ECR",
        ["DescribePullThroughCacheRules"] = "moto has no pull-through cache",
        ["DescribeRepositoryCreationTemplates"] = "moto has no creation templates",
    };

    [SkippableFact]
    public async Task Every_operation_moto_has_is_understood_both_ways()
    {
        using var ecr = moto.Client<IAmazonECR>("AWSSDK.ECR");
        await Repositories(ecr);
        await Images(ecr);
        await Policies(ecr);
        await ecr.DeleteRepositoryAsync(new DeleteRepositoryRequest { RepositoryName = Repository, Force = true });
        moto.AssertAllCalled("AWSSDK.ECR", NotInMoto);
    }

    private static async Task Repositories(IAmazonECR ecr)
    {
        var created = (await ecr.CreateRepositoryAsync(new CreateRepositoryRequest
        {
            RepositoryName = Repository,
            ImageTagMutability = ImageTagMutability.MUTABLE,
            ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = false },
            Tags = [new Tag { Key = "app", Value = "demo" }],
        })).Repository;
        Assert.Equal(DateTimeKind.Utc, created.CreatedAt!.Value.Kind);
        var found = (await ecr.DescribeRepositoriesAsync(new DescribeRepositoriesRequest { RepositoryNames = [Repository] })).Repositories.Single();
        Assert.Equal(created.RepositoryUri, found.RepositoryUri);
        await Assert.ThrowsAsync<RepositoryAlreadyExistsException>(() =>
            ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = Repository }));
        var missing = await Assert.ThrowsAsync<RepositoryNotFoundException>(() =>
            ecr.DescribeRepositoriesAsync(new DescribeRepositoriesRequest { RepositoryNames = ["absent"] }));
        Assert.Equal("RepositoryNotFoundException", missing.ErrorCode);

        var scanning = await ecr.PutImageScanningConfigurationAsync(new PutImageScanningConfigurationRequest
        {
            RepositoryName = Repository,
            ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = true },
        });
        Assert.True(scanning.ImageScanningConfiguration.ScanOnPush);
        var mutability = await ecr.PutImageTagMutabilityAsync(new PutImageTagMutabilityRequest
        {
            RepositoryName = Repository,
            ImageTagMutability = ImageTagMutability.IMMUTABLE,
        });
        Assert.Equal(ImageTagMutability.IMMUTABLE, mutability.ImageTagMutability);
        await ecr.TagResourceAsync(new TagResourceRequest { ResourceArn = created.RepositoryArn, Tags = [new Tag { Key = "stage", Value = "test" }] });
        await ecr.UntagResourceAsync(new UntagResourceRequest { ResourceArn = created.RepositoryArn, TagKeys = ["app"] });
        Assert.Equal("stage", (await ecr.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = created.RepositoryArn })).Tags.Single().Key);
    }

    private static async Task Images(IAmazonECR ecr)
    {
        var token = (await ecr.GetAuthorizationTokenAsync(new GetAuthorizationTokenRequest())).AuthorizationData.Single();
        Assert.StartsWith("AWS:", Encoding.UTF8.GetString(Convert.FromBase64String(token.AuthorizationToken)), StringComparison.Ordinal);
        Assert.Equal(DateTimeKind.Utc, token.ExpiresAt!.Value.Kind);

        const string manifest = """{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":2,"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}""";
        var put = (await ecr.PutImageAsync(new PutImageRequest { RepositoryName = Repository, ImageTag = "1.0", ImageManifest = manifest })).Image;
        Assert.Equal(put.ImageId.ImageDigest, (await ecr.ListImagesAsync(new ListImagesRequest { RepositoryName = Repository })).ImageIds.Single().ImageDigest);
        var detail = (await ecr.DescribeImagesAsync(new DescribeImagesRequest { RepositoryName = Repository })).ImageDetails.Single();
        Assert.Equal(["1.0"], detail.ImageTags);
        var got = await ecr.BatchGetImageAsync(new BatchGetImageRequest
        {
            RepositoryName = Repository,
            ImageIds = [new ImageIdentifier { ImageTag = "1.0" }, new ImageIdentifier { ImageTag = "absent" }],
        });
        Assert.Equal(manifest, got.Images.Single().ImageManifest);
        Assert.Equal(ImageFailureCode.ImageNotFound, got.Failures.Single().FailureCode);
        await Assert.ThrowsAnyAsync<AmazonECRException>(() => ecr.DescribeImageScanFindingsAsync(new DescribeImageScanFindingsRequest
        {
            RepositoryName = Repository,
            ImageId = new ImageIdentifier { ImageTag = "absent" },
        }));
        var deleted = await ecr.BatchDeleteImageAsync(new BatchDeleteImageRequest
        {
            RepositoryName = Repository,
            ImageIds = [new ImageIdentifier { ImageDigest = put.ImageId.ImageDigest }],
        });
        Assert.Equal(put.ImageId.ImageDigest, deleted.ImageIds[0].ImageDigest);
    }

    private static async Task Policies(IAmazonECR ecr)
    {
        const string lifecycle = """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}""";
        await ecr.PutLifecyclePolicyAsync(new PutLifecyclePolicyRequest { RepositoryName = Repository, LifecyclePolicyText = lifecycle });
        Assert.Equal(lifecycle, (await ecr.GetLifecyclePolicyAsync(new GetLifecyclePolicyRequest { RepositoryName = Repository })).LifecyclePolicyText);
        await ecr.DeleteLifecyclePolicyAsync(new DeleteLifecyclePolicyRequest { RepositoryName = Repository });
        await Assert.ThrowsAsync<LifecyclePolicyNotFoundException>(() =>
            ecr.GetLifecyclePolicyAsync(new GetLifecyclePolicyRequest { RepositoryName = Repository }));

        const string policy = """{"Version":"2012-10-17","Statement":[{"Sid":"pull","Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}""";
        await ecr.SetRepositoryPolicyAsync(new SetRepositoryPolicyRequest { RepositoryName = Repository, PolicyText = policy });
        Assert.Contains("pull", (await ecr.GetRepositoryPolicyAsync(new GetRepositoryPolicyRequest { RepositoryName = Repository })).PolicyText, StringComparison.Ordinal);
        await ecr.DeleteRepositoryPolicyAsync(new DeleteRepositoryPolicyRequest { RepositoryName = Repository });
    }
}
