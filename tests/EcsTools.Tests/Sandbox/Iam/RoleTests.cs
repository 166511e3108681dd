using System;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Tests.Sandbox.Hosting;
using Xunit;

namespace EcsTools.Tests.Sandbox.Iam;

public sealed class RoleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string TasksTrust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private IamService Iam => sandbox.Server.Cloud.Service<IamService>();

    [SkippableFact]
    public async Task The_execution_role_of_tasks_is_made_as_on_aws()
    {
        var made = await sandbox.Aws.JsonAsync(
            "iam", "create-role", "--role-name", "exec", "--assume-role-policy-document", TasksTrust, "--tags", "Key=a,Value=b");
        await sandbox.Aws.JsonAsync(
            "iam", "attach-role-policy", "--role-name", "exec", "--policy-arn", "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
        var arn = (string)made["Role"]!["Arn"]!;
        var role = (await sandbox.Aws.JsonAsync("iam", "get-role", "--role-name", "exec"))["Role"]!;

        Assert.Equal("arn:aws:iam::000000000000:role/exec", arn);
        Assert.Equal("sts:AssumeRole", (string?)role["AssumeRolePolicyDocument"]!["Statement"]![0]!["Action"]);
        Assert.Equal(3600, (int)role["MaxSessionDuration"]!);
        Assert.True(Iam.Trusts(arn, "ecs-tasks.amazonaws.com"));
        Assert.False(Iam.Trusts(arn, "scheduler.amazonaws.com"));
        Assert.False(Iam.Trusts(arn + "x", "ecs-tasks.amazonaws.com"));
        Assert.True(Iam.RoleMay(arn, "logs:CreateLogStream", "arn:aws:logs:us-east-1:000000000000:log-group:x:log-stream:y"));
        Assert.False(Iam.RoleMay(arn, "logs:CreateLogGroup", "arn:aws:logs:us-east-1:000000000000:log-group:x"));
        Assert.Contains("must detach all policies", await sandbox.Aws.ErrorAsync("iam", "delete-role", "--role-name", "exec"));
    }

    [Theory]
    [InlineData("AmazonS3ReadOnlyAccess", "s3:GetObject", "s3:PutObject")]
    [InlineData("AmazonDynamoDBFullAccess", "dynamodb:PutItem", "sqs:SendMessage")]
    [InlineData("AmazonSQSFullAccess", "sqs:SendMessage", "sns:Publish")]
    [InlineData("AmazonSNSFullAccess", "sns:Publish", "sqs:SendMessage")]
    [InlineData("SecretsManagerReadWrite", "secretsmanager:GetSecretValue", "ssm:GetParameters")]
    [InlineData("AmazonSSMManagedInstanceCore", "ssmmessages:OpenDataChannel", "ssm:SendCommand")]
    [InlineData("CloudWatchAgentServerPolicy", "cloudwatch:PutMetricData", "cloudwatch:DeleteAlarms")]
    [InlineData("AWSXRayDaemonWriteAccess", "xray:PutTraceSegments", "xray:GetGroups")]
    [InlineData("AmazonBedrockFullAccess", "bedrock:InvokeModel", "s3:GetObject")]
    [InlineData("AmazonRDSReadOnlyAccess", "rds:DescribeDBInstances", "rds:DeleteDBInstance")]
    [InlineData("AmazonKinesisFullAccess", "kinesis:PutRecord", "firehose:PutRecord")]
    [InlineData("ReadOnlyAccess", "ecs:DescribeTasks", "ecs:RunTask")]
    public async Task A_policy_of_aws_that_programs_are_given_can_be_attached_and_gives_what_it_gives(string policy, string action, string denied)
    {
        using var aws = RawAws.Root(sandbox.Server);
        await aws.FormAsync(
            "iam", $"Action=CreateRole&Version=2010-05-08&RoleName={policy}&AssumeRolePolicyDocument=" + Uri.EscapeDataString(TasksTrust));
        var arn = Uri.EscapeDataString("arn:aws:iam::aws:policy/" + policy);

        await aws.FormAsync("iam", $"Action=AttachRolePolicy&Version=2010-05-08&RoleName={policy}&PolicyArn={arn}");

        Assert.True(Iam.RoleMay("arn:aws:iam::000000000000:role/" + policy, action, "*"));
        Assert.False(Iam.RoleMay("arn:aws:iam::000000000000:role/" + policy, denied, "*"));
    }

    [Theory]
    [InlineData("x", "This policy contains invalid Json")]
    [InlineData("{\"Version\":\"2012-10-17\"}", "Could not parse the policy: Statement is empty!")]
    [InlineData("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}]}", "Missing required field Principal")]
    [InlineData(
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"x\"},\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}]}",
        "Has prohibited field Resource")]
    [InlineData(
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs.amazonaws.com\"},\"Action\":\"ecs:RunTask\"}]}",
        "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData(
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:user/none\"},\"Action\":\"sts:AssumeRole\"}]}",
        "Invalid principal in policy: \"AWS\":\"arn:aws:iam::000000000000:user/none\"")]
    public async Task A_trust_policy_that_says_nothing_sound_is_malformed(string document, string message)
    {
        using var aws = RawAws.Root(sandbox.Server);

        var answer = await aws.FormAsync(
            "iam", "Action=CreateRole&Version=2010-05-08&RoleName=bad&AssumeRolePolicyDocument=" + Uri.EscapeDataString(document));

        Assert.Equal(("MalformedPolicyDocument", message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [Theory]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecs:*\"}]}", "Policy statement must contain resources.")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}", "Policy statement must contain actions.")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"everything\",\"Resource\":\"*\"}]}", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecs:*\",\"Resource\":\"web\"}]}", "Resource web must be in ARN format or \"*\".")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Maybe\",\"Action\":\"ecs:*\",\"Resource\":\"*\"}]}", "Syntax errors in policy.")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecs:*\",\"Resource\":\"*\"}]}", "Policy document should not specify a principal.")]
    public async Task A_policy_that_says_nothing_sound_is_malformed(string document, string message)
    {
        using var aws = RawAws.Root(sandbox.Server);

        var answer = await aws.FormAsync(
            "iam", "Action=CreatePolicy&Version=2010-05-08&PolicyName=bad&PolicyDocument=" + Uri.EscapeDataString(document));

        Assert.Equal(("MalformedPolicyDocument", message), (answer.Xml("Code"), answer.Xml("Message")));
    }

    [SkippableFact]
    public async Task A_customer_policy_has_five_versions_and_is_deleted_last()
    {
        const string document = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}}""";
        var arn = (string)(await sandbox.Aws.JsonAsync("iam", "create-policy", "--policy-name", "five", "--policy-document", document))["Policy"]!["Arn"]!;
        using var aws = RawAws.Root(sandbox.Server);
        var create = $"Action=CreatePolicyVersion&Version=2010-05-08&PolicyArn={arn}&SetAsDefault=true&PolicyDocument={Uri.EscapeDataString(document)}";
        for (var i = 0; i < 4; i++)
        {
            Assert.Null((await aws.FormAsync("iam", create)).Xml("Code"));
        }

        Assert.Equal("LimitExceeded", (await aws.FormAsync("iam", create)).Xml("Code"));
        var versions = (await sandbox.Aws.JsonAsync("iam", "list-policy-versions", "--policy-arn", arn))["Versions"]!.AsArray();
        Assert.Equal("v5", (string?)versions[0]!["VersionId"]);
        Assert.True((bool)versions[0]!["IsDefaultVersion"]!);
        Assert.Contains("default version", await sandbox.Aws.ErrorAsync("iam", "delete-policy-version", "--policy-arn", arn, "--version-id", "v5"));
        Assert.Contains("more than one version", await sandbox.Aws.ErrorAsync("iam", "delete-policy", "--policy-arn", arn));
        var read = await sandbox.Aws.JsonAsync("iam", "get-policy-version", "--policy-arn", arn, "--version-id", "v1");
        Assert.Equal("ecs:*", (string?)read["PolicyVersion"]!["Document"]!["Statement"]!["Action"]);
    }

    [Fact]
    public async Task A_service_linked_role_is_made_once_and_only_aws_changes_it()
    {
        using var aws = RawAws.Root(sandbox.Server);
        const string create = "Action=CreateServiceLinkedRole&Version=2010-05-08&AWSServiceName=elasticloadbalancing.amazonaws.com";

        var made = await aws.FormAsync("iam", create);

        Assert.Equal(
            "arn:aws:iam::000000000000:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing", made.Xml("Arn"));
        Assert.Equal("InvalidInput", (await aws.FormAsync("iam", create)).Xml("Code"));
        var delete = await aws.FormAsync("iam", "Action=DeleteRole&Version=2010-05-08&RoleName=AWSServiceRoleForElasticLoadBalancing");
        Assert.Equal("UnmodifiableEntity", delete.Xml("Code"));
    }

    [SkippableFact]
    public async Task A_roles_session_signs_and_may_do_what_the_role_may()
    {
        const string trust =
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"000000000000"},"Action":"sts:AssumeRole"}]}""";
        await sandbox.Aws.JsonAsync("iam", "create-role", "--role-name", "reader", "--assume-role-policy-document", trust);
        await sandbox.Aws.JsonAsync(
            "iam", "attach-role-policy", "--role-name", "reader", "--policy-arn", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly");
        var caller = await CallerAsync("chooser", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}""");
        var assumed = await caller.JsonAsync(
            "sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/reader", "--role-session-name", "me");
        var keys = assumed["Credentials"]!;
        var aws = new AwsCli(
            sandbox.Server.EndpointUrl, (string)keys["AccessKeyId"]!, (string)keys["SecretAccessKey"]!, (string)keys["SessionToken"]!);

        var identity = await aws.JsonAsync("sts", "get-caller-identity");
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/reader/me", (string?)identity["Arn"]);
        await aws.JsonAsync("ecr", "describe-repositories");
        Assert.Contains("(AccessDeniedException)", await aws.ErrorAsync("ecr", "create-repository", "--repository-name", "no"));
        Assert.Contains(
            "exceeds the MaxSessionDuration",
            await caller.ErrorAsync(
                "sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/reader", "--role-session-name", "me", "--duration-seconds", "7200"));
        var without = new AwsCli(sandbox.Server.EndpointUrl, (string)keys["AccessKeyId"]!, (string)keys["SecretAccessKey"]!);
        Assert.Contains("(InvalidClientTokenId)", await without.ErrorAsync("sts", "get-caller-identity"));
    }

    [SkippableFact]
    public async Task A_role_that_does_not_trust_the_caller_cannot_be_assumed()
    {
        await sandbox.Aws.JsonAsync("iam", "create-role", "--role-name", "closed", "--assume-role-policy-document", TasksTrust);

        Assert.Contains(
            "is not authorized to perform: sts:AssumeRole",
            await (await CallerAsync("stranger", null)).ErrorAsync(
                "sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/closed", "--role-session-name", "me"));
        Assert.Contains(
            "Roles may not be assumed by root accounts",
            await sandbox.Aws.ErrorAsync("sts", "assume-role", "--role-arn", "arn:aws:iam::000000000000:role/closed", "--role-session-name", "me"));
    }

    [Theory]
    [InlineData(""""StringEquals":{"sts:ExternalId":"right"}"""", "&ExternalId=right", true)]
    [InlineData(""""StringEquals":{"sts:ExternalId":"right"}"""", "&ExternalId=wrong", false)]
    [InlineData(""""StringEquals":{"sts:ExternalId":"right"}"""", "", false)]
    [InlineData(""""StringEquals":{"aws:SourceVpc":"vpc-1"}"""", "", false)]
    [InlineData(""""StringNotEquals":{"aws:SourceVpc":"vpc-1"}"""", "", true)]
    [InlineData(""""StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"}"""", "", true)]
    [InlineData(""""Null":{"aws:SourceVpc":"true"}"""", "", true)]
    [InlineData(""""Bool":{"aws:MultiFactorAuthPresent":"true"}"""", "", false)]
    [InlineData(""""Bool":{"aws:SecureTransport":true}"""", "", true)]
    [InlineData(""""DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}"""", "", false)]
    [InlineData(""""NumericGreaterThan":{"aws:EpochTime":1000}"""", "", true)]
    public async Task A_condition_that_is_not_known_to_be_met_does_not_let_in(string condition, string input, bool isMet)
    {
        var name = "ext" + Guid.NewGuid().ToString("N")[..8];
        var caller = Iam.AddSession("arn:aws:sts::000000000000:assumed-role/some/me", "AROA:me", 600, policy: null);
        var trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:sts::000000000000:assumed-role/some/me\"},\"Action\":\"sts:AssumeRole\","
            + $"\"Condition\":{{\"{condition}}}}}]}}";
        using var root = RawAws.Root(sandbox.Server);
        var made = await root.FormAsync("iam", $"Action=CreateRole&Version=2010-05-08&RoleName={name}&AssumeRolePolicyDocument=" + Uri.EscapeDataString(trust));
        Assert.Equal(System.Net.HttpStatusCode.OK, made.Status);
        using var aws = new RawAws(sandbox.Server.EndpointUrl, caller.Id, caller.Secret, caller.Token);

        var answer = await aws.FormAsync(
            "sts", $"Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2F{name}&RoleSessionName=me{input}");

        Assert.Equal(isMet ? null : "AccessDenied", answer.Xml("Code"));
    }

    [Fact]
    public async Task A_session_token_of_a_user_without_MFA_cannot_call_IAM()
    {
        using var root = RawAws.Root(sandbox.Server);
        var keys = await root.FormAsync("sts", "Action=GetSessionToken&Version=2011-06-15");
        using var aws = new RawAws(sandbox.Server.EndpointUrl, keys.Xml("AccessKeyId")!, keys.Xml("SecretAccessKey")!, keys.Xml("SessionToken")!);

        Assert.Equal("InvalidClientTokenId", (await aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08")).Xml("Code"));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await aws.FormAsync("sts", "Action=GetCallerIdentity&Version=2011-06-15")).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await aws.JsonAsync("logs", "Logs_20140328.DescribeLogGroups", "{}")).Status);
        var withCode = await root.FormAsync("sts", "Action=GetSessionToken&Version=2011-06-15&SerialNumber=arn%3Aaws%3Aiam%3A%3A000000000000%3Amfa%2Fme&TokenCode=123456");
        Assert.Equal("AccessDenied", withCode.Xml("Code"));
    }

    [Fact]
    public async Task A_session_past_its_end_is_refused_in_each_services_own_words()
    {
        var session = Iam.AddSession("arn:aws:iam::000000000000:root", "000000000000", -1, policy: null);
        using var aws = new RawAws(sandbox.Server.EndpointUrl, session.Id, session.Secret, session.Token);

        Assert.Equal("ExpiredToken", (await aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08")).Xml("Code"));
        Assert.Equal("RequestExpired", (await aws.FormAsync("ec2", "Action=DescribeVpcs&Version=2016-11-15")).Xml("Code"));
        var json = await aws.JsonAsync("logs", "Logs_20140328.DescribeLogGroups", "{}");
        Assert.Equal("ExpiredTokenException", (string?)json.Json["__type"]);
    }

    [Fact]
    public async Task A_session_policy_and_a_boundary_only_take_away()
    {
        const string logsOnly = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"logs:*","Resource":"*"}}""";
        var session = Iam.AddSession("arn:aws:sts::000000000000:assumed-role/limited/me", "AROA:me", 600, logsOnly);
        using var root = RawAws.Root(sandbox.Server);
        var trust = Uri.EscapeDataString(TasksTrust);
        await root.FormAsync("iam", "Action=CreateRole&Version=2010-05-08&RoleName=limited&AssumeRolePolicyDocument=" + trust);
        using var aws = new RawAws(sandbox.Server.EndpointUrl, session.Id, session.Secret, session.Token);
        Task<RawAnswer> List() => aws.JsonAsync("logs", "Logs_20140328.DescribeLogGroups", "{}");

        var withoutRolePolicy = await List();
        await root.FormAsync("iam", "Action=AttachRolePolicy&Version=2010-05-08&RoleName=limited&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess");

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, withoutRolePolicy.Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await List()).Status);
        Assert.Equal("AccessDenied", (await aws.FormAsync("iam", "Action=ListUsers&Version=2010-05-08")).Xml("Code"));
    }

    [Fact]
    public async Task A_role_is_passed_only_to_the_service_that_the_policy_names()
    {
        using var aws = RawAws.Root(sandbox.Server);
        await aws.FormAsync("iam", "Action=CreateUser&Version=2010-05-08&UserName=passer");
        await aws.FormAsync(
            "iam", "Action=AttachUserPolicy&Version=2010-05-08&UserName=passer&PolicyArn=arn:aws:iam::aws:policy/AmazonECS_FullAccess");
        var user = new SandboxPrincipal("000000000000", "arn:aws:iam::000000000000:user/passer", "AIDA", "AKIA");
        const string role = "arn:aws:iam::000000000000:role/any";

        Iam.RequirePassRole(user, role, "ecs-tasks.amazonaws.com");
        var error = Assert.Throws<EcsTools.Sandbox.Protocol.AwsError>(() => Iam.RequirePassRole(user, role, "scheduler.amazonaws.com"));
        Assert.Contains("is not authorized to perform: iam:PassRole on resource: " + role, error.Message);
    }

    /// <summary>The AWS CLI with the key of a new user.</summary>
    private async Task<AwsCli> CallerAsync(string name, string? policy)
    {
        await sandbox.Aws.JsonAsync("iam", "create-user", "--user-name", name);
        if (policy is not null)
        {
            await sandbox.Aws.JsonAsync("iam", "put-user-policy", "--user-name", name, "--policy-name", "own", "--policy-document", policy);
        }

        var key = (await sandbox.Aws.JsonAsync("iam", "create-access-key", "--user-name", name))["AccessKey"]!;
        var aws = new AwsCli(sandbox.Server.EndpointUrl, (string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
        while ((await aws.RunAsync("sts", "get-caller-identity")).Code != 0)
        {
            // A new key is not accepted at once.
        }

        return aws;
    }

    [SkippableFact]
    public async Task The_simulator_answers_as_the_judge_does()
    {
        await sandbox.Aws.JsonAsync("iam", "create-user", "--user-name", "simulated");
        await sandbox.Aws.JsonAsync(
            "iam", "attach-user-policy", "--user-name", "simulated", "--policy-arn", "arn:aws:iam::aws:policy/AmazonECS_FullAccess");

        var results = (await sandbox.Aws.JsonAsync(
            "iam", "simulate-principal-policy", "--policy-source-arn", "arn:aws:iam::000000000000:user/simulated",
            "--action-names", "ecs:RunTask", "ecr:CreateRepository"))["EvaluationResults"]!.AsArray();

        Assert.Contains(results, result => (string?)result!["EvalActionName"] == "ecs:RunTask" && (string?)result["EvalDecision"] == "allowed");
        Assert.Contains(
            results, result => (string?)result!["EvalActionName"] == "ecr:CreateRepository" && (string?)result["EvalDecision"] == "implicitDeny");
    }
}
