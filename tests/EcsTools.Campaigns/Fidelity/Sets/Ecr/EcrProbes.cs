namespace EcsTools.Campaigns.Fidelity.Sets.Ecr;

/// <summary>Repositories, their policies, images and layers.</summary>
internal static class EcrProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecr", "ecr");
        set.Given("CreateRepository", """{"repositoryName": "web"}""");
        set.Refused(
            "CreateRepository",
            "a name that exists",
            """{"repositoryName": "web"}""",
            "RepositoryAlreadyExistsException",
            "The repository with name 'web' already exists in the registry with id '000000000000'");
        set.Refused("CreateRepository", "the name Web", """{"repositoryName": "Web"}""", "InvalidParameterException");
        set.Refused("CreateRepository", "the name a", """{"repositoryName": "a"}""", "InvalidParameterException");
        set.Refused("CreateRepository", "the name -a", """{"repositoryName": "-a"}""", "InvalidParameterException");
        set.Refused("CreateRepository", "the name a/", """{"repositoryName": "a/"}""", "InvalidParameterException");
        set.Refused("CreateRepository", "the name a//b", """{"repositoryName": "a//b"}""", "InvalidParameterException");
        set.Refused("CreateRepository", "the name a b", """{"repositoryName": "a b"}""", "InvalidParameterException");
        set.Refused("CreateRepository", "the name a..b", """{"repositoryName": "a..b"}""", "InvalidParameterException");
        set.Refused("DescribeRepositories", "a name of another form, before it is looked up", """{"repositoryNames": ["Web"]}""", "InvalidParameterException");
        set.Refused(
            "DescribeRepositories",
            "a repository that does not exist",
            """{"repositoryNames": ["none"]}""",
            "RepositoryNotFoundException",
            "The repository with name 'none' does not exist in the registry with id");
        set.Refused("DescribeRepositories", "names and a page", """{"repositoryNames": ["web"], "maxResults": 5}""", "InvalidParameterException");
        set.Refused("DescribeRepositories", "1001 a page", """{"maxResults": 1001}""", "InvalidParameterException");
        set.Refused(
            "CreateRepository",
            "filters of a mutable one",
            """{"repositoryName": "mm", "imageTagMutability": "IMMUTABLE", "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "dev*"}]}""",
            "InvalidParameterException",
            "are not allowed when imageTagMutability is set to IMMUTABLE");
        set.Refused(
            "CreateRepository",
            "exclusions without filters",
            """{"repositoryName": "mm", "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}""",
            "InvalidParameterException",
            "can't be null when imageTagMutability is set to IMMUTABLE_WITH_EXCLUSION");
        set.Refused(
            "CreateRepository",
            "a filter of three stars",
            """{"repositoryName": "mm", "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "*a*b*"}]}""",
            "InvalidParameterException");
        set.Refused("CreateRepository", "another mutability", """{"repositoryName": "mm", "imageTagMutability": "SOMETIMES"}""", "InvalidParameterException");
        set.Refused(
            "CreateRepository",
            "a key with AES256",
            """{"repositoryName": "mm", "encryptionConfiguration": {"encryptionType": "AES256", "kmsKey": "k"}}""",
            "InvalidParameterException",
            "Encryption key should not be set for AES256 encryption");
        set.Refused(
            "CreateRepository",
            "a tag of AWS",
            """{"repositoryName": "mm", "tags": [{"Key": "aws:x", "Value": "1"}]}""",
            "InvalidTagParameterException|InvalidParameterException");
        set.Accepted(
            "PutLifecyclePolicy",
            "a rule",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}]}"}""");
        set.Refused(
            "PutLifecyclePolicy",
            "not JSON",
            """{"repositoryName": "web", "lifecyclePolicyText": "nonsense                                                                                                                "}""",
            "InvalidParameterException",
            "Lifecycle policy parsing failure");
        set.Refused(
            "PutLifecyclePolicy",
            "no rules",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"x\":[]}                                                                                                                "}""",
            "InvalidParameterException",
            "object has missing required properties");
        set.Refused(
            "PutLifecyclePolicy",
            "no rule",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": []}                                                                                                           "}""",
            "InvalidParameterException",
            "array is too short");
        set.Refused(
            "PutLifecyclePolicy",
            "an unknown member",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}, \"name\": \"x\"}]}"}""",
            "InvalidParameterException",
            "properties which are not allowed by the schema");
        set.Refused(
            "PutLifecyclePolicy",
            "a priority twice",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"untagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}, {\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException",
            "Duplicate priority in multiple rules");
        set.Refused(
            "PutLifecyclePolicy",
            "any before others",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}, {\"rulePriority\": 2, \"selection\": {\"tagStatus\": \"untagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException",
            "Rule for tagStatus=ANY must have the highest rulePriority");
        set.Refused(
            "PutLifecyclePolicy",
            "tagged without tags",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"tagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException",
            "Must specify tagPrefixList or tagPatternList");
        set.Refused(
            "PutLifecyclePolicy",
            "both lists of tags",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"tagged\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5, \"tagPrefixList\": [\"a\"], \"tagPatternList\": [\"b*\"]}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException",
            "must specify only one of tagPrefixList or tagPatternList");
        set.Refused(
            "PutLifecyclePolicy",
            "tags of any image",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5, \"tagPrefixList\": [\"a\"]}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException",
            "Cannot specify tagPrefixList with tagStatus any");
        set.Refused(
            "PutLifecyclePolicy",
            "a count of 0",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 0}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException");
        set.Refused(
            "PutLifecyclePolicy",
            "days without a unit",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"sinceImagePushed\", \"countNumber\": 5}, \"action\": {\"type\": \"expire\"}}]}"}""",
            "InvalidParameterException");
        set.Refused(
            "PutLifecyclePolicy",
            "another action",
            """{"repositoryName": "web", "lifecyclePolicyText": "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"tagStatus\": \"any\", \"countType\": \"imageCountMoreThan\", \"countNumber\": 5}, \"action\": {\"type\": \"hide\"}}]}"}""",
            "InvalidParameterException");
        set.Refused("GetLifecyclePolicy", "a repository without one", """{"repositoryName": "none"}""", "RepositoryNotFoundException");
        set.Refused(
            "SetRepositoryPolicy",
            "not a policy",
            """{"repositoryName": "web", "policyText": "{}"}""",
            "InvalidParameterException",
            "Invalid repository policy provided");
        set.Refused(
            "SetRepositoryPolicy",
            "a statement without a principal",
            """{"repositoryName": "web", "policyText": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ecr:BatchGetImage\"}]}"}""",
            "InvalidParameterException",
            "Invalid repository policy provided");
        set.Refused(
            "GetRepositoryPolicy",
            "a repository without one",
            """{"repositoryName": "web"}""",
            "RepositoryPolicyNotFoundException",
            "Repository policy does not exist for the repository with name 'web'");
        set.Refused(
            "PutImage",
            "a manifest that is not JSON",
            """{"repositoryName": "web", "imageManifest": "x", "imageTag": "v1"}""",
            "InvalidParameterException");
        set.Refused(
            "PutImage",
            "a layer that is not there",
            """{"repositoryName": "web", "imageTag": "v1", "imageManifest": "{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.docker.distribution.manifest.v2+json\", \"config\": {\"mediaType\": \"application/vnd.docker.container.image.v1+json\", \"size\": 2, \"digest\": \"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}, \"layers\": []}"}""",
            "LayersNotFoundException|InvalidParameterException");
        set.Refused(
            "DescribeImages",
            "an image that does not exist",
            """{"repositoryName": "web", "imageIds": [{"imageTag": "none"}]}""",
            "ImageNotFoundException",
            "does not exist within the repository with name 'web'");
        set.Answered(
            "BatchGetImage",
            "an image that does not exist",
            """{"repositoryName": "web", "imageIds": [{"imageTag": "none"}]}""",
            "failures.0.failureCode",
            "ImageNotFound");
        set.Answered(
            "BatchDeleteImage",
            "no digest and no tag",
            """{"repositoryName": "web", "imageIds": [{}]}""",
            "failures.0.failureCode",
            "MissingDigestAndTag");
        set.Answered(
            "BatchCheckLayerAvailability",
            "a digest that is not one",
            """{"repositoryName": "web", "layerDigests": ["x"]}""",
            "failures.0.failureCode",
            "InvalidLayerDigest");
        set.Given("InitiateLayerUpload", """{"repositoryName": "web"}""", "upload=uploadId");
        set.Refused(
            "UploadLayerPart",
            "a part after a gap",
            """{"repositoryName": "web", "uploadId": "${upload}", "partFirstByte": 5, "partLastByte": 6, "layerPartBlob": "YWI="}""",
            "InvalidLayerPartException");
        set.Refused(
            "CompleteLayerUpload",
            "an upload without parts",
            """{"repositoryName": "web", "uploadId": "${upload}", "layerDigests": ["sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}""",
            "EmptyUploadException|UploadNotFoundException");
        set.Refused(
            "UploadLayerPart",
            "an upload that does not exist",
            """{"repositoryName": "web", "uploadId": "00000000-0000-0000-0000-000000000000", "partFirstByte": 0, "partLastByte": 1, "layerPartBlob": "YWI="}""",
            "UploadNotFoundException");
        return set;
    }
}
