using Xunit;

namespace EcsTools.Tests.Images.Foundation;

public class MessageWordsTests
{
    [Theory]
    [InlineData("dial tcp 10.0.0.1:443: i/o timeout", "dial tcp #: i/o timeout")]
    [InlineData("failed to resolve ref 123401234567.dkr.ecr.eu-west-1.amazonaws.com/denied:403: not found", "failed to resolve ref #: not found")]
    [InlineData("manifest for denied:403 not found", "manifest for # not found")]
    [InlineData("pull access denied for denied, repository", "pull access denied for #, #")]
    [InlineData("unexpected status code [manifests 403]: 500 Internal Server Error", "unexpected HTTP500 Internal Server Error")]
    [InlineData("unexpected status from HEAD request to https://x.example/v2/403: 403 Forbidden", "unexpected HTTP403 Forbidden")]
    [InlineData("StatusCode: 403, RequestID: 401", "HTTP403, RequestID: 401")]
    [InlineData("status code: 400, request id: 4031-40", "HTTP400, request id: 4031-40")]
    [InlineData("exit status 127 after 403 tries", "exit status 127 after 403 tries")]
    [InlineData("invalid ssm parameters: /a/403, denied, timeout", "invalid ssm parameters: #, #, #")]
    [InlineData("did not contain json key denied", "did not contain json key #")]
    [InlineData("(service denied) was unable to place a task", "(service #) was unable to place a task")]
    [InlineData("Secrets Manager can't find the specified secret.", "Secrets Manager can't find the specified secret.")]
    [InlineData("exec: \\\"/start.sh\\\": stat /start.sh: no such file", "exec: \\\"#\\\": stat #: no such file")]
    [InlineData("role 'denied' is not authorized to perform: ecr:GetAuthorizationToken", "role '#' is not authorized to perform: ecr:GetAuthorizationToken")]
    [InlineData("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"denied\"}]}", "{\"#\":[{\"#\":\"DENIED\",\"#\":\"denied\"}]}")]
    [InlineData("", "")]
    public void Names_are_left_out(string message, string words) => Assert.Equal(words, new MessageWords(message).ToString());

    [Theory]
    [InlineData("AccessDeniedException: x", "denied", true)]
    [InlineData("AccessDeniedException: x", "accessdenied", true)]
    [InlineData("a secret", "ecr", false)]
    [InlineData("undenied", "denied", false)]
    [InlineData("access-denied", "denied", false)]
    [InlineData("unexpected EOF", "eof", true)]
    [InlineData("geoffrey", "eof", false)]
    [InlineData("denieds denied", "denied", true)]
    public void A_phrase_is_found_as_whole_words(string message, string phrase, bool found)
        => Assert.Equal(found, new MessageWords(message).Say(phrase));

    /// <summary>Time is linear: ten times the text would take a hundred times as long otherwise, and this would not end.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("a")]
    [InlineData("status ")]
    [InlineData("[")]
    [InlineData("status [")]
    public void A_long_message_is_read(string part)
        => Assert.False(new MessageWords(string.Concat(System.Linq.Enumerable.Repeat(part, 1_000_000 / part.Length))).Say("denied", "timed out"));
}
