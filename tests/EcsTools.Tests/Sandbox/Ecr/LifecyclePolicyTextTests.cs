using System;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecr;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

public sealed class LifecyclePolicyTextTests
{
    private const string Expire = "\"action\":{\"type\":\"expire\"}";
    private const string Untagged = "\"selection\":{\"tagStatus\":\"untagged\",\"countType\":\"sinceImagePushed\",\"countUnit\":\"days\",\"countNumber\":14}";
    private const string Any = "\"selection\":{\"tagStatus\":\"any\",\"countType\":\"imageCountMoreThan\",\"countNumber\":5}";

    [Theory]
    [InlineData("""{"rulePriority":1,""" + Untagged + "," + Expire + "}")]
    [InlineData("""{"rulePriority":1,""" + Untagged + "," + Expire + """},{"rulePriority":2,""" + Any + "," + Expire + "}")]
    [InlineData("""{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPatternList":["prod*"],"countType":"imageCountMoreThan","countNumber":1},""" + Expire + "}")]
    [InlineData("""{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPrefixList":["v"],"countType":"sinceImagePulled","countUnit":"days","countNumber":1},"action":{"type":"transition","targetStorageClass":"archive"}}""")]
    public void A_good_policy_passes(string rules) => LifecyclePolicyText.Check($$"""{"rules":[{{rules}}]}""");

    [Theory]
    [InlineData("rulePriority", "{" + Untagged + "," + Expire + "}")]
    [InlineData("numeric instance is lower than the required minimum", """{"rulePriority":0,""" + Untagged + "," + Expire + "}")]
    [InlineData("Duplicate priority in multiple rules", """{"rulePriority":1,""" + Untagged + "," + Expire + """},{"rulePriority":1,""" + Any + "," + Expire + "}")]
    [InlineData("Rule for tagStatus=ANY must have the highest rulePriority", """{"rulePriority":3,""" + Untagged + "," + Expire + """},{"rulePriority":2,""" + Any + "," + Expire + "}")]
    [InlineData("selection", """{"rulePriority":1,""" + Expire + "}")]
    [InlineData("action", """{"rulePriority":1,""" + Untagged + "}")]
    [InlineData("not allowed", """{"rulePriority":1,"name":"x",""" + Untagged + "," + Expire + "}")]
    [InlineData("countUnit must be days", """{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countNumber":14},""" + Expire + "}")]
    [InlineData("countUnit must not", """{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countUnit":"days","countNumber":1},""" + Expire + "}")]
    [InlineData("Must specify tagPrefixList or tagPatternList", """{"rulePriority":1,"selection":{"tagStatus":"tagged","countType":"imageCountMoreThan","countNumber":1},""" + Expire + "}")]
    [InlineData("Cannot specify tagPrefixList with tagStatus any", """{"rulePriority":1,"selection":{"tagStatus":"any","tagPrefixList":["a"],"countType":"imageCountMoreThan","countNumber":1},""" + Expire + "}")]
    [InlineData("Invalid tag pattern provided", """{"rulePriority":1,"selection":{"tagStatus":"tagged","tagPatternList":["*a*b*c*d*"],"countType":"imageCountMoreThan","countNumber":1},""" + Expire + "}")]
    [InlineData("type must be one of", """{"rulePriority":1,""" + Untagged + ""","action":{"type":"delete"}}""")]
    [InlineData("array is too short", "")]
    public void A_bad_policy_is_refused_with_the_reason(string reason, string rules)
    {
        var error = Assert.Throws<AwsError>(() => LifecyclePolicyText.Check($$"""{"rules":[{{rules}}]}"""));

        Assert.Equal("InvalidParameterException", error.Code);
        Assert.StartsWith("Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"transition"}}]}""")]
    [InlineData("""{"rules":[1]}""")]
    [InlineData("""{"rules":[],"rules":[]}""")]
    public void What_is_no_policy_is_refused(string text)
        => Assert.Equal(
            "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: "
                + "'Lifecycle policy parsing failure: Could not map policyString into LifecyclePolicy'",
            Assert.Throws<AwsError>(() => LifecyclePolicyText.Check(text)).Message);
}
