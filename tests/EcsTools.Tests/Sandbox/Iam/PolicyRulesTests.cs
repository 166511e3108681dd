using System;
using System.Threading.Tasks;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Iam;

/// <summary>What IAM says of policies that it refuses.</summary>
public sealed class PolicyRulesTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Syntax = "Syntax errors in policy.";
    private const string Legacy = "The policy failed legacy parsing";

    private readonly RawAws _aws = RawAws.Root(sandbox.Server);

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}""")]
    [InlineData("""{"Effect":"Deny","NotAction":["s3:*","ecs:Run?ask"],"NotResource":["*","arn:aws:iam::*:role/*"],"Sid":"a1"}""")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"arn:*:sqs:*:*:*"}""")]
    [InlineData("""{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::000000000000:role/x","Condition":{"StringEquals":{"k":["a","b"]}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"ForAnyValue:StringLikeIfExists":{"k":"*"},"Null":{"k":"true"},"Bool":{"k":true}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"DateLessThan":{"k":["2026-01-01T00:00:00Z","1700000000","2026-01-01"]}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"IpAddress":{"k":["10.0.0.0/8","1.2.3.4","2001:db8::/32"]},"NumericLessThan":{"k":"5"}}}""")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"ArnLike":{"k":["*","arn:aws:iam::*:role/${aws:username}"]},"NoSuchTest":{}}}""")]
    public void A_policy_in_order_is_accepted(string statement) => IdentityPolicyRules.Check(Document(statement), isManaged: true);

    [Theory]
    [InlineData("""{"Effect":"allow","Action":"a:b","Resource":"*"}""", Legacy)]
    [InlineData("""{"Effect":"Maybe","Action":"a:b","Resource":"*"}""", Syntax)]
    [InlineData("""{"Action":"a:b","Resource":"*"}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","NotAction":"a:c","Resource":"*"}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","NotResource":[]}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEqual":{"k":"v"}}}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"NullIfExists":{"k":"true"}}}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"ForSomeValues:StringEquals":{"k":"v"}}}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"k":{"StringLike":"v"}}}}""", Syntax)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"DateLessThan":{"k":"tomorrow"}}}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"DateLessThan":{"k":"2026-13-01"}}}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"NumericEqualsIfExists":{"k":"five"}}}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"ArnEquals":{"k":"role"}}}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"NotIpAddress":{"k":"10.0.0.0/33"}}}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"IpAddress":{"k":"localhost"}}}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"a:b","Resource":"*"}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"*"},"Action":"a:b","Resource":"*"}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Effect":"Allow","Resource":"*"}""", "Policy statement must contain actions.")]
    [InlineData("""{"Effect":"Allow","Action":[],"Resource":"*"}""", "Policy statement must contain actions.")]
    [InlineData("""{"Effect":"Allow","Action":"a:b"}""", "Policy statement must contain resources.")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":[]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Effect":"Allow","Action":"list","Resource":"*"}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Effect":"Allow","NotAction":"","Resource":"*"}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Effect":"Allow","Action":"s3:List:Bucket","Resource":"*"}""", "Actions/Condition can contain only one colon.")]
    [InlineData("""{"Effect":"Allow","Action":"s*:List","Resource":"*"}""", "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards.")]
    [InlineData("""{"Effect":"Allow","Action":"a a:List","Resource":"*"}""", "Vendor a a is not valid")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"bucket"}""", "Resource bucket must be in ARN format or \"*\".")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":""}""", "Resource  must be in ARN format or \"*\".")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"a:b:cadfsdf"}""", "Partition \"b\" is not valid for resource \"arn:b:cadfsdf:*:*:*\".")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"a:b:c:d:e:f:g:h"}""", "Partition \"b\" is not valid for resource \"arn:b:c:d:e:f:g:h\".")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws"}""", "Resource vendor must be fully qualified and cannot contain regexes.")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:s3::b"}""", Legacy)]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:iam:us-east-1:1:user/x"}""",
        "IAM resource arn:aws:iam:us-east-1:1:user/x cannot contain region information.")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:s3:us-east-1::b"}""", "Resource arn:aws:s3:us-east-1::b can not contain region information.")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:iam:::x"}""",
        "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, "
        + "sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Sid":"a b"}""",
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*")]
    [InlineData("""{"Effect":"Allow","Action":"a:b","Resource":"*","Sid":"a"},{"Effect":"Deny","Action":"a:b","Resource":"*","Sid":"a"}""",
        "Statement IDs (SID) in a single policy must be unique.")]
    public void Every_other_fault_has_the_words_of_IAM(string statements, string message)
    {
        var error = Assert.Throws<AwsError>(() => IdentityPolicyRules.Check(Document(statements), isManaged: false));

        Assert.Equal(("MalformedPolicyDocument", message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("\"Version\":\"2008-10-17\",", true)]
    [InlineData("", true)]
    [InlineData("\"Version\":\"2013-10-17\",", false)]
    public void Only_a_managed_policy_must_have_the_newest_version(string version, bool inline)
    {
        var document = "{" + version + "\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"}}";
        var managed = Assert.Throws<AwsError>(() => IdentityPolicyRules.Check(document, isManaged: true));

        Assert.Equal(inline ? "Policy document must be version 2012-10-17 or greater." : Syntax, managed.Message);
        if (inline)
        {
            IdentityPolicyRules.Check(document, isManaged: false);
        }
    }

    [Theory]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("""{"Version":"2013-10-17","Statement":[]}""", "The policy must contain a valid version string")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", "Could not parse the policy: Statement is empty!")]
    [InlineData("""{"Version":"2012-10-17"}""", "Could not parse the policy: Statement is empty!")]
    [InlineData("""{"Statement":[{"Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""", "Missing required field Effect")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""", "Invalid effect: Maybe")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""", "Missing required field Principal")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"}]}""", "Missing required field Principal cannot be empty!")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}""", "AssumeRolepolicy contained an invalid principal: \"STAR\".")]
    [InlineData("""{"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""", "Allow with NotPrincipal is not allowed.")]
    [InlineData("""{"Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""",
        "AssumeRole policy must not contain NotPrincipal field.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"}}]}""", "Missing required field Action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject"}]}""",
        "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*"}]}""", "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Resource":"*"}]}""", "Has prohibited field Resource")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"bob"},"Action":"sts:AssumeRole"}]}""", "Invalid principal in policy: \"AWS\":\"bob\"")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:role/none"},"Action":"sts:AssumeRole"}]}""",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::000000000000:role/none\"")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks"},"Action":"sts:AssumeRole"}]}""",
        "Invalid principal in policy: \"SERVICE\":\"ecs-tasks\"")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Sid":"a"},{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Sid":"a"}]}""",
        "The Statement Ids in the policy are not unique")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","More":1}]}""", Syntax)]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringEqual":{"k":"v"}}}]}""", Syntax)]
    public void A_trust_policy_has_words_of_its_own(string document, string message)
    {
        var error = Assert.Throws<AwsError>(() => TrustPolicyRules.Check(document, _ => false));

        Assert.Equal(("MalformedPolicyDocument", message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("Action=CreateUser&UserName=a&Path=b", "ValidationError",
        "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.")]
    [InlineData("Action=CreateUser&UserName=a&Path=/aws-service-role/x/", "ValidationError",
        "Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles")]
    [InlineData("Action=GetUser&UserName=a%20b", "ValidationError",
        "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-")]
    [InlineData("Action=GetPolicy&PolicyArn=arn:aws:iam::000000000000:role/x", "InvalidInput", "ARN arn:aws:iam::000000000000:role/x is not valid.")]
    [InlineData("Action=GetPolicyVersion&VersionId=v1&PolicyArn=arn:aws:iam::000000000000:policy/none", "NoSuchEntity",
        "Policy arn:aws:iam::000000000000:policy/none version v1 does not exist or is not attachable.")]
    [InlineData("Action=CreateUser&UserName=a&PermissionsBoundary=arn:aws:iam::000000000000:policy/none", "NoSuchEntity",
        "Policy arn:aws:iam::000000000000:policy/none was not found.")]
    [InlineData("Action=CreateUser&UserName=a&Tags.member.1.Key=a&Tags.member.1.Value=&Tags.member.2.Key=A&Tags.member.2.Value=", "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.")]
    public async Task Names_paths_and_arns_are_checked(string form, string code, string message)
    {
        var answer = await _aws.FormAsync("iam", "Version=2010-05-08&" + form);

        Assert.Equal((code, message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [Theory]
    [InlineData("RoleArn=arn:aws:iam::000000000000:user/u&RoleSessionName=s1", "Request ARN is invalid")]
    [InlineData("RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=a%20b",
        "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*")]
    [InlineData("RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=s1&DurationSeconds=60",
        "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")]
    public async Task AssumeRole_checks_what_it_is_given(string members, string message)
    {
        var answer = await _aws.FormAsync("sts", "Action=AssumeRole&Version=2011-06-15&" + members);

        Assert.Equal(("ValidationError", message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    private static string Document(string statements) => "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}";
}
