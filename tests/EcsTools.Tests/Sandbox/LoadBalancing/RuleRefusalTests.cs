using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What AWS refuses of rules, with its codes and texts.</summary>
public sealed class RuleRefusalTests(RefusalSandbox sandbox) : IClassFixture<RefusalSandbox>
{
    [SkippableTheory]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":10,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}]}""",
        "PriorityInUse: The specified priority is in use.")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":0,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}]}""",
        "ValidationError: 1 validation error")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":50001,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}]}""",
        "ValidationError: 1 validation error")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{arn}:listener/app/none/0123456789abcdef/0123456789abcdef","Priority":30,"Conditions":[{"Field":"path-pattern",
        "PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}]}
        """,
        "ListenerNotFound")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok},{ok}]}""",
        "TooManyActions")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],
        "Actions":[{"Type":"forward","TargetGroupArn":"{arn}:targetgroup/none/0123456789abcdef"}]}
        """,
        "TargetGroupNotFound")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[],"Actions":[{ok}]}""",
        "ValidationError: A condition must be specified")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"cookie","Values":["x"]}],"Actions":[{ok}]}""",
        "ValidationError: Condition field 'cookie' must be one of '[host-header,http-header,http-request-method,path-pattern,query-string,source-ip]'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/1","/2","/3","/4","/5",
        "/6"]}}],"Actions":[{ok}]}
        """,
        "ValidationError: A rule can only have '5' condition values")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/1","/2","/3"]}},
        {"Field":"host-header","HostHeaderConfig":{"Values":["a.com","b.com","c.com"]}}],"Actions":[{ok}]}
        """,
        "ValidationError: A rule can only have '5' condition values")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/1","/2","/3","/4"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The 'path-pattern' field contains too many values; the limit is '3'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/*/*/*"]}},
        {"Field":"host-header","HostHeaderConfig":{"Values":["*.*.*.com"]}}],"Actions":[{ok}]}
        """,
        "ValidationError: A rule can only have '5' condition wildcards")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/1"]}},
        {"Field":"path-pattern","PathPatternConfig":{"Values":["/2"]}}],"Actions":[{ok}]}
        """,
        "ValidationError: A rule can only have one 'path-pattern' condition")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","Values":["/1","/2"]}],"Actions":[{ok}]}""",
        "ValidationError: The 'path-pattern' field contains too many values; the limit is '1'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","Values":["/1"],"PathPatternConfig":{"Values":["/1"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: You cannot provide both Values and 'PathPatternConfig'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/1"],
        "RegexValues":["^/1"]}}],"Actions":[{ok}]}
        """,
        "ValidationError: You cannot provide both Values and RegexValues")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/a b"]}}],"Actions":[{ok}]}""",
        "ValidationError: Condition value '/a b' contains a character that is not valid")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/%61"]}}],"Actions":[{ok}]}""",
        "ValidationError: Condition value '/%61' contains a character that is not valid")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"host-header","HostHeaderConfig":{"Values":["localhost"]}}],"Actions":[{ok}]}""",
        "ValidationError: Condition value 'localhost'")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"host-header","HostHeaderConfig":{"Values":["a.b1"]}}],"Actions":[{ok}]}""",
        "ValidationError: Condition value 'a.b1'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["(?=a)"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["(?!a)"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["(?<=a)"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["(a)\\1"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["a*+"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["(?>a)"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["(a"]}}],"Actions":[{ok}]}""",
        "ValidationError: The regular expression '")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"Host",
        "Values":["x"]}}],"Actions":[{ok}]}
        """,
        "ValidationError: The 'HttpHeaderName' value cannot be 'host'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"a b","Values":["x"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: HTTP header name 'a b' is not valid")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"http-request-method","HttpRequestMethodConfig":{"Values":["get"]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: The 'http-request-method' value is invalid")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"http-request-method","Values":["GET"]}],"Actions":[{ok}]}""",
        "ValidationError: The 'Values' field is not compatible with 'http-request-method'")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"source-ip","SourceIpConfig":{"Values":["10.0.0.0/33"]}}],"Actions":[{ok}]}""",
        "ValidationError: The 'source-ip' value '10.0.0.0/33' is not a valid CIDR block")]
    [InlineData(
        "CreateRule",
        """{"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"source-ip","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}]}""",
        "ValidationError: 'PathPatternConfig' is not compatible with 'source-ip'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"query-string","QueryStringConfig":{"Values":[{"Key":"a"}]}}],
        "Actions":[{ok}]}
        """,
        "ValidationError: A 'Value' must be specified in 'QueryStringKeyValuePair'")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}],
        "Transforms":[{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/a","Replace":"/b"}]}},{"Type":"url-rewrite",
        "UrlRewriteConfig":{"Rewrites":[{"Regex":"^/a","Replace":"/b"}]}}]}
        """,
        "ValidationError: A rule can only have one 'url-rewrite' transform")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}],
        "Transforms":[{"Type":"url-rewrite","UrlRewriteConfig":{"Rewrites":[{"Regex":"^/a","Replace":"/b"},{"Regex":"^/a","Replace":"/b"}]}}]}
        """,
        "ValidationError: A 'UrlRewriteConfig' with exactly one rewrite")]
    [InlineData(
        "CreateRule",
        """
        {"ListenerArn":"{listener}","Priority":30,"Conditions":[{"Field":"path-pattern","PathPatternConfig":{"Values":["/x"]}}],"Actions":[{ok}],
        "Transforms":[{"Type":"url-rewrite","HostHeaderRewriteConfig":{"Rewrites":[{"Regex":"^/a","Replace":"/b"}]}}]}
        """,
        "ValidationError: 'HostHeaderRewriteConfig' is not compatible with 'url-rewrite'")]
    [InlineData(
        "ModifyRule",
        """{"RuleArn":"{arn}:listener-rule/app/none/0123456789abcdef/0123456789abcdef/0123456789abcdef","Actions":[{ok}]}""",
        "RuleNotFound")]
    [InlineData(
        "ModifyRule",
        """{"RuleArn":"{default}","Actions":[{ok}]}""",
        "OperationNotPermitted")]
    [InlineData(
        "ModifyRule",
        """{"RuleArn":"{rule}"}""",
        "ValidationError: Either conditions or actions must be specified")]
    [InlineData(
        "DeleteRule",
        """{"RuleArn":"{default}"}""",
        "OperationNotPermitted: Default rule 'arn:aws")]
    [InlineData(
        "DeleteRule",
        """{"RuleArn":"{arn}:listener-rule/app/none/0123456789abcdef/0123456789abcdef/0123456789abcdef"}""",
        "RuleNotFound")]
    [InlineData(
        "DescribeRules",
        """{"RuleArns":["{arn}:listener-rule/app/none/0123456789abcdef/0123456789abcdef/0123456789abcdef"]}""",
        "RuleNotFound: One or more rules not found")]
    [InlineData(
        "DescribeRules",
        """{}""",
        "ValidationError: You must specify either listener rule ARNs or a listener ARN")]
    [InlineData(
        "SetRulePriorities",
        """{"RulePriorities":[{"RuleArn":"{rule}","Priority":20}]}""",
        "PriorityInUse")]
    [InlineData(
        "SetRulePriorities",
        """
        {"RulePriorities":[{"RuleArn":"{rule}","Priority":5},
        {"RuleArn":"{arn}:listener-rule/app/none/0123456789abcdef/0123456789abcdef/0123456789abcdef","Priority":6}]}
        """,
        "RuleNotFound")]
    [InlineData(
        "SetRulePriorities",
        """{"RulePriorities":[{"RuleArn":"{default}","Priority":5}]}""",
        "OperationNotPermitted")]
    [InlineData(
        "SetRulePriorities",
        """{"RulePriorities":[{"RuleArn":"{rule}","Priority":5},{"RuleArn":"{rule2}","Priority":5}]}""",
        "ValidationError: Priority '5' was provided multiple times")]
    public async Task A_refusal_has_the_code_and_the_text_of_AWS(string operation, string input, string refusal)
        => Assert.StartsWith(refusal, await sandbox.ElbRefusedAsync(operation, sandbox.Input(input)));

    [SkippableTheory]
    [InlineData("""{"Field":"path-pattern","PathPatternConfig":{"Values":["/{long}"]}}""", 128, "The 'path-pattern' value is too long; the limit is '128'")]
    [InlineData("""{"Field":"path-pattern","PathPatternConfig":{"RegexValues":["{long}"]}}""", 129, "The regular expression must have 1 to 128")]
    [InlineData(
        """{"Field":"http-header","HttpHeaderConfig":{"HttpHeaderName":"{long}","Values":["x"]}}""",
        41,
        "The 'HttpHeaderName' value is too long; the limit is '40'")]
    [InlineData("""{"Field":"query-string","QueryStringConfig":{"Values":[{"Value":"{long}"}]}}""", 129, "The 'Value' value is too long; the limit is '128'")]
    public async Task A_value_can_be_too_long(string condition, int length, string refusal)
        => Assert.StartsWith("ValidationError: " + refusal, await sandbox.ElbRefusedAsync("CreateRule", sandbox.Input(
            $$$"""{"ListenerArn":"{listener}","Priority":30,"Conditions":[{{{condition.Replace("{long}", new string('x', length))}}}],"Actions":[{ok}]}""")));
}
