using System;
using System.Linq;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Logs;
using Xunit;

namespace EcsTools.Tests.Sandbox.Logs;

/// <summary>Filter patterns, by the CloudWatch Logs user guide. Most rows are its examples.</summary>
public sealed class LogFilterTests
{
    private const string User = """
        {"user":{"id":1,"email":"John.Stiles@example.com"},"users":[{"id":2,"email":"John.Doe@example.com"},{"id":3,"email":"Jane.Doe@example.com"}],
        "actions":["GET","PUT","DELETE"],"coordinates":[[0,1,2],[4,5,6],[7,8,9]],"a.b":"c","sc-status":404,"null":null,"flag":true,"off":false,"text":"5"}
        """;

    private const string Access = """127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534""";

    [Theory]
    [InlineData("{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }", true)]
    [InlineData("{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }", false)]
    [InlineData("{ $.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }", true)]
    [InlineData("{ ($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }", false)]
    [InlineData("{ $.users = 1 }", false)]
    [InlineData("{ $.users != 1 }", false)]
    [InlineData("{ $.user.id >= 1 && $.user.id < 1.5e0 && $.user.id > -1 }", true)]
    [InlineData("{ $.user.id > +1 }", false)]
    [InlineData("{ $.user.id = 1.0 }", true)]
    [InlineData("{ $.coordinates[2][0] <= 7 }", true)]
    [InlineData("{ $.coordinates[9][0] <= 7 }", false)]
    [InlineData("{ $.user[0] = 1 }", false)]
    [InlineData("{ $.null IS NULL }", true)]
    [InlineData("{ $.missing IS NULL }", false)]
    [InlineData("{ $.missing NOT EXISTS && $.user.name NOT EXISTS }", true)]
    [InlineData("{ $.user.id NOT EXISTS }", false)]
    [InlineData("{ $.flag IS TRUE && $.off IS FALSE }", true)]
    [InlineData("{ $.flag IS FALSE }", false)]
    [InlineData("{ $.sc-status = 4* }", true)]
    [InlineData("{ $.['a.b'] = \"c\" }", true)]
    [InlineData("{ $.user.email = %@example\\.com$% }", true)]
    [InlineData("{ $.user.email != %^Jane% }", true)]
    [InlineData("{ $.user.email = \"*\" }", true)]
    [InlineData("{ $.missing != \"x\" }", false)]
    [InlineData("{ $.text = 5 }", true)]
    [InlineData("{ $.text > 4 }", false)]
    public void Members_of_JSON_are_compared(string pattern, bool matches) => Assert.Equal(matches, new LogFilter(pattern).Matches(User));

    [Theory]
    [InlineData("[ip, user, username, timestamp, request, status_code, bytes]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code]", false)]
    [InlineData("[..., status_code, bytes]", true)]
    [InlineData("[ip, user, ..., status_code, bytes]", true)]
    [InlineData("[ip, user, ...]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code, bytes > 1000]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code, bytes > 2000]", false)]
    [InlineData("[ip, user, username, timestamp, request = *html*, status_code = 4*, bytes]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code = 4* && status_code != 403, bytes]", true)]
    [InlineData("[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]", false)]
    [InlineData("[..., request=*.html*, status_code=4*,]", true)]
    [InlineData("[ip=%127\\.0\\.0\\.[1-9]%, ...]", true)]
    [InlineData("[w1=(WARN), ...]", false)]
    [InlineData("[w1=ERROR || w1=127*, ...]", true)]
    [InlineData("[w1=\"127.0.0.1\", ...]", true)]
    [InlineData("[w1!=127*, ...]", false)]
    [InlineData("[time=*10/Oct*, ...]", null)]
    [InlineData("[ip, user, username, time=\"10/Oct*\", ...]", true)]
    public void Columns_are_compared(string pattern, bool? matches)
    {
        if (pattern == "[w1=(WARN), ...]" || matches is null)
        {
            Assert.Equal("InvalidParameterException", Assert.Throws<AwsError>(() => new LogFilter(pattern)).Code);
            return;
        }

        Assert.Equal(matches, new LogFilter(pattern).Matches(Access));
    }

    [Theory]
    [InlineData("%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", true)]
    [InlineData("%^[hc]at%", "a hat", false)]
    [InlineData("%^[hc]at%", "hat", true)]
    [InlineData("%[hc]at$%", "a hat", true)]
    [InlineData("%colou?r%", "color", true)]
    [InlineData("%a{3,5}$%", "xaa", false)]
    [InlineData("%^a{3,5}$%", "aaaaaa", false)]
    [InlineData("%^a{2}$|^b+$%", "bbb", true)]
    [InlineData("%gr[^b-z]y%", "gray", true)]
    [InlineData("%\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}%", "from 10.0.0.255 on", true)]
    [InlineData("%\\d+\\s\\w+\\S\\D%", "12 ab,c", true)]
    [InlineData("%\\x28x\\x29%", "a (x)", true)]
    [InlineData("%[\\]\\-a]+%", "]", true)]
    [InlineData("%.%", "", false)]
    [InlineData("%é%", "é", null)]
    [InlineData("%something!%", "", null)]
    [InlineData("%(a)%", "", null)]
    [InlineData("%a b%", "", null)]
    [InlineData("%a{5,3}%", "", null)]
    [InlineData("%a{1000}%", "", null)]
    [InlineData("%a**%", "", null)]
    [InlineData("%[a%", "", null)]
    [InlineData("%a", "", null)]
    [InlineData("%%", "", null)]
    [InlineData("%a% %b% %c%", "", null)]
    public void Regular_expressions_of_the_guide_are_matched(string pattern, string message, bool? matches)
    {
        if (matches is null)
        {
            Assert.Equal("InvalidParameterException", Assert.Throws<AwsError>(() => new LogFilter(pattern)).Code);
            return;
        }

        Assert.Equal(matches, new LogFilter(pattern).Matches(message));
    }

    [Theory]
    [InlineData("{ $.a = 1", "If a filter pattern starts with '{' it must end with '}'")]
    [InlineData("[a, b", "If a filter pattern starts with '[' it must end with ']'")]
    [InlineData("{ $.\"sc-status\" = 5* }", "Invalid character(s) in term '\"'")]
    [InlineData("{ a = 1 }", "Invalid filter pattern")]
    [InlineData("{ $.a }", "Invalid filter pattern")]
    [InlineData("{ $.a = }", "Invalid filter pattern")]
    [InlineData("{ $.a = \"b }", "Invalid filter pattern")]
    [InlineData("{ $.a == 1 }", "Invalid character(s) in term '='")]
    [InlineData("{ $.a > b }", "Invalid filter pattern")]
    [InlineData("{ $.a = 1 $.b = 2 }", "Invalid character(s) in term '$.'")]
    [InlineData("{ ($.a = 1 }", "Invalid filter pattern")]
    [InlineData("{ $.a = 1 && }", "Invalid filter pattern")]
    [InlineData("{ $.a IS 1 }", "Invalid filter pattern")]
    [InlineData("{ $.a NOT NULL }", "Invalid filter pattern")]
    [InlineData("{ $.a = b@c }", "Invalid character(s) in term '@'")]
    [InlineData("[a, ..., b, ...]", "Invalid filter pattern")]
    [InlineData("[w1 = !ERROR]", "Invalid character(s) in term '!'")]
    [InlineData("Status: timeout", "Invalid character(s) in term ':'")]
    [InlineData("email@example", "Invalid character(s) in term '@'")]
    [InlineData("a (b) c", "Invalid character(s) in term '('")]
    [InlineData("\"open", "Invalid filter pattern")]
    [InlineData("?", "Invalid filter pattern")]
    [InlineData("error -", "Invalid filter pattern")]
    public void What_the_guide_does_not_have_is_refused(string pattern, string message)
    {
        var error = Assert.Throws<AwsError>(() => new LogFilter(pattern));

        Assert.Equal(("InvalidParameterException", message), (error.Code, error.Message));
    }

    [Fact]
    public void Deep_parentheses_are_refused()
        => Assert.Throws<AwsError>(() => new LogFilter("{ " + new string('(', 400) + "$.a = 1" + new string(')', 400) + " }"));

    [Fact]
    public void A_message_of_brackets_is_split_in_one_pass()
    {
        var message = string.Concat(Enumerable.Repeat("[ ", 500_000));

        Assert.True(new LogFilter("[..., last]").Matches(message));
    }
}
