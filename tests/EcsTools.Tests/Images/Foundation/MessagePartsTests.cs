using System;
using Xunit;

namespace EcsTools.Tests.Images.Foundation;

/// <summary>Messages of several parts.</summary>
public sealed class MessagePartsTests
{
    [Fact]
    public void Each_part_begins_with_a_mark_that_is_still_there_when_the_line_breaks_are_not()
    {
        var message = MessageParts.Join(
            "It failed.", ["One." + Environment.NewLine + "Two.", MessageParts.Quote("The end of its log:", ["listening", "Error: no disk"])]);
        Assert.Equal("It failed.|- One.|- Two.|- The end of its log:|  | listening|  | Error: no disk", message.Replace(Environment.NewLine, "|"));
        Assert.Equal(
            "It failed. - One. - Two. - The end of its log:   | listening   | Error: no disk", message.Replace(Environment.NewLine, " "));
    }

    [Fact]
    public void A_message_without_parts_is_one_line() => Assert.Equal("It failed.", MessageParts.Join("It failed.", []));
}
