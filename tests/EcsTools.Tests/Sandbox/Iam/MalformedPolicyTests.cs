using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Iam;

/// <summary>Policies whose members have types that the grammar does not allow. They are refused, and nothing that was stored fails later.</summary>
public sealed class MalformedPolicyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement":null}""")]
    [InlineData("""{"Statement":5}""")]
    [InlineData("""{"Statement":[]}""")]
    [InlineData("""{"Statement":[null]}""")]
    [InlineData("""{"Statement":["x"]}""")]
    [InlineData("""{"Statement":[[]]}""")]
    [InlineData("""{"Version":5,"Statement":STATEMENT}""")]
    [InlineData("""{"Version":null,"Statement":STATEMENT}""")]
    [InlineData("""{"Version":["2012-10-17"],"Statement":STATEMENT}""")]
    [InlineData("""{"Id":5,"Statement":STATEMENT}""")]
    [InlineData("""{"Statement":STATEMENT,"Statement":STATEMENT}""")]
    [InlineData("""{"Statement":{"Effect":5,"Action":"a:b","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":null,"Action":"a:b","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":["Allow"],"Action":"a:b","Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":5,"Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":[5],"Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":[null],"Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":{"a":"b"},"Resource":"*"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":[{}]}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":[["*"]]}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":true}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":5}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":null}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":"x"}}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":null}}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"k":null}}}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"k":[null]}}}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"k":{}}}}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Unknown":"x"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Sid":5}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":"a:\ud800","Resource":"*"}}""")]
    [InlineData("DEEP")]
    public async Task A_policy_of_another_form_is_refused_and_poisons_nothing(string document)
    {
        document = document.Replace("STATEMENT", """{"Effect":"Allow","Action":"a:b","Resource":"*"}""", StringComparison.Ordinal)
            .Replace("DEEP", new string('[', 5_000), StringComparison.Ordinal);
        await _aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=poisoned");

        foreach (var operation in new[] { "CreatePolicy", "PutUserPolicy&UserName=poisoned" })
        {
            var answer = await _aws.FormAsync(
                "iam", $"Action={operation}&Version=2010-05-08&PolicyName=p{Guid.NewGuid():N}&PolicyDocument={Uri.EscapeDataString(document)}");
            Assert.Equal((HttpStatusCode.BadRequest, "MalformedPolicyDocument"), (answer.Status, answer.Xml("Code")));
        }

        var judged = await _aws.FormAsync(
            "iam",
            "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Auser%2Fpoisoned&ActionNames.member.1=a%3Ab");
        Assert.Equal("implicitDeny", judged.Xml("EvalDecision"));
    }

    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":5,"Action":"sts:AssumeRole"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"AWS":5},"Action":"sts:AssumeRole"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"AWS":[null]},"Action":"sts:AssumeRole"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":{"Service":{}},"Action":"sts:AssumeRole"}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":["*"],"Action":"sts:AssumeRole"}}""")]
    public async Task So_is_a_trust_policy(string document)
    {
        var answer = await _aws.FormAsync(
            "iam", $"Action=CreateRole&Version=2010-05-08&RoleName=r{Guid.NewGuid():N}&AssumeRolePolicyDocument={Uri.EscapeDataString(document)}");

        Assert.Equal("MalformedPolicyDocument", answer.Xml("Code"));
    }

    [Fact]
    public async Task A_policy_that_is_too_long_is_refused()
    {
        var actions = string.Join(",", Enumerable.Repeat("\"ecs:DescribeClusters\"", 600));
        var answer = await _aws.FormAsync(
            "iam",
            "Action=CreatePolicy&Version=2010-05-08&PolicyName=long&PolicyDocument="
                + Uri.EscapeDataString("{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":[" + actions + "]}}"));

        Assert.Equal("LimitExceeded", answer.Xml("Code"));
    }

    [Fact]
    public void A_pattern_of_many_stars_is_compared_without_backtracking()
    {
        // With a regular expression this takes longer than the universe has existed.
        var pattern = string.Concat(Enumerable.Repeat("*a", 40)) + "*b";

        Assert.False(PolicyStatement.IsLike(new string('a', 5000), pattern, ignoreCase: false));
        Assert.True(PolicyStatement.IsLike(new string('a', 5000) + "b", pattern, ignoreCase: false));
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbcd", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*a*", "xay", true)]
    [InlineData("ab*ab", "abab", true)]
    [InlineData("ab*ab", "ab", false)]
    [InlineData("A*", "abc", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a\n*", "a\nb", true)]
    public void Patterns_mean_what_they_mean_in_IAM(string pattern, string text, bool isLike)
    {
        Assert.Equal(isLike, Wildcard.IsMatch(pattern, text, one: true));
        Assert.True(!isLike || Wildcard.IsMatch(pattern.ToUpperInvariant(), text, one: true, ignoreCase: true));
    }
}
