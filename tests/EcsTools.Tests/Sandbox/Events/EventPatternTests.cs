using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Events;
using Xunit;

namespace EcsTools.Tests.Sandbox.Events;

/// <summary>Event patterns, by the comparison operators of the EventBridge user guide.</summary>
public sealed class EventPatternTests
{
    [Theory]
    [InlineData("""{"source":["aws.ecs"]}""")]
    [InlineData("""{"detail":{"a":{"b":[1,-2.5,true,false,null,"x"]}}}""")]
    [InlineData("""{"a":[{"prefix":"x"},{"suffix":".png"},{"exists":true},{"exists":false}]}""")]
    [InlineData("""{"a":[{"prefix":{"equals-ignore-case":"x"}},{"suffix":{"equals-ignore-case":"x"}}]}""")]
    [InlineData("""{"a":[{"anything-but":"x"},{"anything-but":5},{"anything-but":["x","y"]},{"anything-but":[1,2]}]}""")]
    [InlineData("""{"a":[{"anything-but":{"prefix":"x"}},{"anything-but":{"suffix":["x","y"]}},{"anything-but":{"wildcard":"*/x"}}]}""")]
    [InlineData("""{"a":[{"anything-but":{"equals-ignore-case":["x"]}},{"equals-ignore-case":"x"},{"wildcard":"a*b\\*c*"}]}""")]
    [InlineData("""{"a":[{"numeric":[">",0,"<=",5]},{"numeric":["=",3.018e2]},{"numeric":["<",10]}]}""")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/24"},{"cidr":"2001:db8::/64"}]}""")]
    [InlineData("""{"source":["x"],"$or":[{"a":["1"]},{"b":{"c":["2"]}}]}""")]
    public void A_pattern_of_the_guide_is_accepted(string pattern) => EventPattern.Check(pattern);

    [Theory]
    [InlineData("""["a"]""", "Filter is not an object", 2)]
    [InlineData("""{}""", "Empty objects are not allowed", 3)]
    [InlineData("""{"a":{}}""", "Empty objects are not allowed", 8)]
    [InlineData("""{"a":[]}""", "Empty arrays are not allowed", 8)]
    [InlineData("""{"source":"aws.ecs"}""", "\"source\" must be an object or an array", 12)]
    [InlineData("""{"a":[["b"]]}""", "Match value must be String, number, true, false, or null", 8)]
    [InlineData("""{"a":[{"like":"b"}]}""", "Unrecognized match type like", 16)]
    [InlineData("""{"a":[{}]}""", "Match expression name not found", 9)]
    [InlineData("""{"a":[{"prefix":1}]}""", "prefix match pattern must be a string", 18)]
    [InlineData("""{"a":[{"prefix":{"wildcard":"x"}}]}""", "Unsupported prefix pattern: wildcard", 30)]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""", "Only one key allowed in match expression", 31)]
    [InlineData("""{"a":[{"exists":"true"}]}""", "exists match pattern must be either true or false.", 18)]
    [InlineData("""{"a":[{"numeric":5}]}""", "Value of numeric must be an array.", 19)]
    [InlineData("""{"a":[{"numeric":["~",5]}]}""", "Unrecognized numeric range operator: ~", 22)]
    [InlineData("""{"a":[{"numeric":[">","5"]}]}""", "Value of > must be numeric", 24)]
    [InlineData("""{"a":[{"numeric":["<",5,">",1]}]}""", "Too many elements in numeric expression", 26)]
    [InlineData("""{"a":[{"numeric":[">",5,"<",1]}]}""", "Bottom must be less than top", 31)]
    [InlineData("""{"a":[{"numeric":["=",6e9]}]}""", "Value must be between -5.0E9 and 5.0E9, inclusive", 26)]
    [InlineData("""{"a":[{"anything-but":null}]}""", "Value of anything-but must be an array or single string/number value.", 27)]
    [InlineData("""{"a":[{"anything-but":["x",1]}]}""",
        "Inside anything but list, either all values are number or string, mixed type is not supported", 30)]
    [InlineData("""{"a":[{"anything-but":{"numeric":[">",1]}}]}""", "Unsupported anything-but pattern: numeric", 35)]
    [InlineData("""{"a":[{"anything-but":{"prefix":""}}]}""", "Null prefix/suffix not allowed", 35)]
    [InlineData("""{"a":[{"wildcard":"a**b"}]}""", "Consecutive wildcard characters at pos 2", 25)]
    [InlineData("""{"a":[{"wildcard":"a\\b"}]}""", "Invalid escape character at pos 2", 25)]
    [InlineData("""{"$or":[{"a":["1"]}]}""", "There must have at least 2 Objects in $or relationship.", 21)]
    [InlineData("""{"$or":["a","b"]}""", "Only JSON object is allowed in array of $or relationship.", 10)]
    [InlineData("""{"$or":{"a":["b"]}}""", null, 0)]
    public void What_the_guide_does_not_have_is_refused_with_its_place(string pattern, string? reason, int column)
    {
        if (reason is null)
        {
            // As a member, not as an operator.
            EventPattern.Check(pattern);
            return;
        }

        var error = Assert.Throws<AwsError>(() => EventPattern.Check(pattern));

        Assert.Equal("InvalidEventPatternException", error.Code);
        Assert.Equal($"Event pattern is not valid. Reason: {reason}\n at [Source: (String)\"{pattern}\"; line: 1, column: {column}]", error.Message);
    }

    [Theory]
    [InlineData("""{"a":[{"cidr":"10.0.0.0"}]}""", "Malformed CIDR, one '/' required")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/x"}]}""", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/33"}]}""", "IPv4 mask bits must be < 32")]
    [InlineData("""{"a":[{"cidr":"::/200"}]}""", "IPv6 mask bits must be < 128")]
    [InlineData("""{"a":[{"cidr":"ten/8"}]}""", "Malformed CIDR, invalid IP address: ten")]
    public void An_address_range_is_checked(string pattern, string reason)
        => Assert.Equal("Event pattern is not valid. Reason: " + reason, Assert.Throws<AwsError>(() => EventPattern.Check(pattern)).Message);

    [Theory]
    [InlineData("", "Unexpected end-of-input")]
    [InlineData("""{"a":["b"]""", "Unexpected end-of-input")]
    [InlineData("""{"a":[b]}""", "Unrecognized token 'b'")]
    [InlineData("""{'a':["b"]}""", "Unexpected character")]
    [InlineData("nonsense", "Unrecognized token 'nonsense'")]
    public void What_is_not_JSON_is_refused(string pattern, string reason)
    {
        var error = Assert.Throws<AwsError>(() => EventPattern.Check(pattern));

        Assert.Equal("InvalidEventPatternException", error.Code);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void A_deep_pattern_is_refused_and_a_long_one_is_not_quoted_whole()
    {
        var deep = string.Concat(System.Linq.Enumerable.Repeat("{\"a\":", 800));
        var error = Assert.Throws<AwsError>(() => EventPattern.Check(deep));

        Assert.Equal("InvalidEventPatternException", error.Code);
        Assert.Contains("[truncated 3500 chars]", error.Message);
    }

    [Fact]
    public void The_place_counts_lines()
        => Assert.EndsWith("line: 2, column: 10]", Assert.Throws<AwsError>(() => EventPattern.Check("{\n  \"a\": 12}")).Message);
}
