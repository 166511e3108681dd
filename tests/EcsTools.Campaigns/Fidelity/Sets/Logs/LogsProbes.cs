namespace EcsTools.Campaigns.Fidelity.Sets.Logs;

/// <summary>Groups, streams, events and filter patterns.</summary>
internal static class LogsProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("logs", "logs");
        set.Given("CreateLogGroup", """{"logGroupName": "/app"}""");
        set.Given("CreateLogStream", """{"logGroupName": "/app", "logStreamName": "s"}""");
        set.Refused(
            "CreateLogGroup",
            "a group that exists",
            """{"logGroupName": "/app"}""",
            "ResourceAlreadyExistsException",
            "The specified log group already exists");
        set.Refused("CreateLogGroup", "a name with a blank", """{"logGroupName": "my app"}""", "InvalidParameterException", "[\\.\\-_/#A-Za-z0-9]+");
        set.Refused(
            "CreateLogGroup",
            "a name of 513 characters",
            """{"logGroupName": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""",
            "InvalidParameterException",
            "both must have length less than or equal to 512");
        set.Refused("CreateLogGroup", "a name of AWS", """{"logGroupName": "aws/mine"}""", "InvalidParameterException");
        set.Refused("CreateLogGroup", "a tag of AWS", """{"logGroupName": "t", "tags": {"aws:x": "1"}}""", "InvalidParameterException");
        set.Refused("CreateLogGroup", "another class", """{"logGroupName": "t", "logGroupClass": "CHEAP"}""", "InvalidParameterException");
        set.Refused("PutRetentionPolicy", "two days", """{"logGroupName": "/app", "retentionInDays": 2}""", "InvalidParameterException");
        set.Accepted("PutRetentionPolicy", "ten years", """{"logGroupName": "/app", "retentionInDays": 3653}""");
        set.Refused(
            "PutRetentionPolicy",
            "a group that does not exist",
            """{"logGroupName": "none", "retentionInDays": 7}""",
            "ResourceNotFoundException",
            "The specified log group does not exist.");
        set.Refused("CreateLogStream", "a stream that exists", """{"logGroupName": "/app", "logStreamName": "s"}""", "ResourceAlreadyExistsException");
        set.Refused("CreateLogStream", "a colon", """{"logGroupName": "/app", "logStreamName": "a:b"}""", "InvalidParameterException");
        set.Refused(
            "DescribeLogGroups",
            "prefix and pattern",
            """{"logGroupNamePrefix": "a", "logGroupNamePattern": "b"}""",
            "InvalidParameterException",
            "mutually exclusive");
        set.Refused("DescribeLogGroups", "51 a page", """{"limit": 51}""", "InvalidParameterException", "Member must have value less than or equal to 50");
        set.Refused("DescribeLogGroups", "a token that is not one", """{"nextToken": "x"}""", "InvalidParameterException");
        set.Refused(
            "DescribeLogStreams",
            "by time with a prefix",
            """{"logGroupName": "/app", "orderBy": "LastEventTime", "logStreamNamePrefix": "s"}""",
            "InvalidParameterException");
        set.Refused(
            "DescribeLogStreams",
            "a name and an identifier",
            """{"logGroupName": "/app", "logGroupIdentifier": "/app"}""",
            "ValidationException|InvalidParameterException",
            "mutually exclusive");
        set.Refused(
            "PutLogEvents",
            "events out of order",
            """{"logGroupName": "/app", "logStreamName": "s", "logEvents": [{"timestamp": 1800000000002, "message": "a"}, {"timestamp": 1800000000001, "message": "b"}]}""",
            "InvalidParameterException",
            "chronological order");
        set.Refused(
            "PutLogEvents",
            "more than a day",
            """{"logGroupName": "/app", "logStreamName": "s", "logEvents": [{"timestamp": 1700000000000, "message": "a"}, {"timestamp": 1700090000000, "message": "b"}]}""",
            "InvalidParameterException",
            "24 hours");
        set.Refused("PutLogEvents", "no events", """{"logGroupName": "/app", "logStreamName": "s", "logEvents": []}""", "InvalidParameterException");
        set.Refused(
            "PutLogEvents",
            "an empty message",
            """{"logGroupName": "/app", "logStreamName": "s", "logEvents": [{"timestamp": 1800000000000, "message": ""}]}""",
            "InvalidParameterException");
        set.Refused(
            "PutLogEvents",
            "a stream that does not exist",
            """{"logGroupName": "/app", "logStreamName": "none", "logEvents": [{"timestamp": 1800000000000, "message": "a"}]}""",
            "ResourceNotFoundException",
            "The specified log stream does not exist.");
        set.Answered(
            "PutLogEvents",
            "an old event",
            """{"logGroupName": "/app", "logStreamName": "s", "logEvents": [{"timestamp": 1000000000000, "message": "a"}]}""",
            "rejectedLogEventsInfo.tooOldLogEventEndIndex",
            "1");
        set.Answered(
            "PutLogEvents",
            "an event of the future",
            """{"logGroupName": "/app", "logStreamName": "s", "logEvents": [{"timestamp": 4000000000000, "message": "a"}]}""",
            "rejectedLogEventsInfo.tooNewLogEventStartIndex",
            "0");
        set.Refused(
            "GetLogEvents",
            "a token that is not one",
            """{"logGroupName": "/app", "logStreamName": "s", "nextToken": "x"}""",
            "InvalidParameterException",
            "The specified nextToken is invalid.");
        set.Refused(
            "GetLogEvents",
            "10,001 a page",
            """{"logGroupName": "/app", "logStreamName": "s", "limit": 10001}""",
            "InvalidParameterException",
            "Member must have value less than or equal to 10000");
        set.Refused(
            "FilterLogEvents",
            "names and a prefix",
            """{"logGroupName": "/app", "logStreamNames": ["s"], "logStreamNamePrefix": "s"}""",
            "InvalidParameterException");
        set.Accepted(
            "FilterLogEvents",
            "the pattern { ($.a = 1 && $.b != 2) || $.c[0].d NOT EXISTS }",
            """{"logGroupName": "/app", "filterPattern": "{ ($.a = 1 && $.b != 2) || $.c[0].d NOT EXISTS }"}""");
        set.Accepted(
            "FilterLogEvents",
            "the pattern { $.a IS TRUE || $.b IS NULL }",
            """{"logGroupName": "/app", "filterPattern": "{ $.a IS TRUE || $.b IS NULL }"}""");
        set.Accepted("FilterLogEvents", "the pattern [w1=ERROR, w2, ...]", """{"logGroupName": "/app", "filterPattern": "[w1=ERROR, w2, ...]"}""");
        set.Accepted(
            "FilterLogEvents",
            "the pattern [..., status=4* && status!=404, bytes>100]",
            """{"logGroupName": "/app", "filterPattern": "[..., status=4* && status!=404, bytes>100]"}""");
        set.Accepted("FilterLogEvents", "the pattern ?error ?fail", """{"logGroupName": "/app", "filterPattern": "?error ?fail"}""");
        set.Accepted("FilterLogEvents", "the pattern %[Ee]rror\\d+%", """{"logGroupName": "/app", "filterPattern": "%[Ee]rror\\d+%"}""");
        set.Accepted("FilterLogEvents", "the pattern error -debug", """{"logGroupName": "/app", "filterPattern": "error -debug"}""");
        set.Refused(
            "FilterLogEvents",
            "the pattern { $.a = 1",
            """{"logGroupName": "/app", "filterPattern": "{ $.a = 1"}""",
            "InvalidParameterException",
            "must end with '}'");
        set.Refused(
            "FilterLogEvents",
            "the pattern [a, b",
            """{"logGroupName": "/app", "filterPattern": "[a, b"}""",
            "InvalidParameterException",
            "must end with ']'");
        set.Refused(
            "FilterLogEvents",
            "the pattern a:b",
            """{"logGroupName": "/app", "filterPattern": "a:b"}""",
            "InvalidParameterException",
            "Invalid character(s) in term ':'");
        set.Refused("FilterLogEvents", "the pattern { $.a ~ 1 }", """{"logGroupName": "/app", "filterPattern": "{ $.a ~ 1 }"}""", "InvalidParameterException");
        set.Refused(
            "FilterLogEvents",
            "the pattern { $.a = 1 && }",
            """{"logGroupName": "/app", "filterPattern": "{ $.a = 1 && }"}""",
            "InvalidParameterException");
        set.Refused(
            "FilterLogEvents",
            "the pattern %(a|b)%",
            """{"logGroupName": "/app", "filterPattern": "%(a|b)%"}""",
            "InvalidParameterException",
            "Invalid character(s) in term '('");
        set.Refused(
            "TagResource",
            "a group that does not exist",
            """{"resourceArn": "arn:aws:logs:us-east-1:000000000000:log-group:none", "tags": {"a": "b"}}""",
            "ResourceNotFoundException");
        set.Refused("StartQuery", "an operation that only the sandbox lacks", """{}""", "UnknownOperationException|InvalidParameterException");
        return set;
    }
}
