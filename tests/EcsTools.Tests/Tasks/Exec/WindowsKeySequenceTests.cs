using EcsTools.Tasks.Exec.Terminals;
using Xunit;

namespace EcsTools.Tests.Tasks.Exec;

/// <summary>Key events of a Windows console as the sequences of xterm. The sequences are those of the terminfo entry xterm-256color.</summary>
public sealed class WindowsKeySequenceTests
{
    private const uint LeftAlt = 0x2;
    private const uint RightAlt = 0x1;
    private const uint LeftControl = 0x8;
    private const uint Shift = 0x10;

    [Theory]
    [InlineData(0x26, "\u001b[A")]
    [InlineData(0x28, "\u001b[B")]
    [InlineData(0x27, "\u001b[C")]
    [InlineData(0x25, "\u001b[D")]
    [InlineData(0x24, "\u001b[H")]
    [InlineData(0x23, "\u001b[F")]
    [InlineData(0x2E, "\u001b[3~")]
    [InlineData(0x21, "\u001b[5~")]
    [InlineData(0x70, "\u001bOP")]
    [InlineData(0x7B, "\u001b[24~")]
    public void A_key_without_a_character_sends_its_sequence(ushort key, string expected)
        => Assert.Equal(expected, WindowsKeySequence.From(true, key, 0, 0));

    [Theory]
    [InlineData(0x27, LeftControl, "\u001b[1;5C")]
    [InlineData(0x25, Shift, "\u001b[1;2D")]
    [InlineData(0x70, LeftAlt, "\u001b[1;3P")]
    [InlineData(0x2E, LeftControl | Shift, "\u001b[3;6~")]
    public void A_modifier_becomes_a_parameter_of_the_sequence(ushort key, uint state, string expected)
        => Assert.Equal(expected, WindowsKeySequence.From(true, key, 0, state));

    [Theory]
    [InlineData(0x10)] // Shift
    [InlineData(0x14)] // Caps Lock
    [InlineData(0x5B)] // Windows
    public void A_key_that_types_nothing_sends_nothing(ushort key) => Assert.Equal("", WindowsKeySequence.From(true, key, 0, 0));

    [Fact]
    public void A_released_key_sends_nothing() => Assert.Equal("", WindowsKeySequence.From(false, 0x41, 'a', 0));

    [Fact]
    public void Ctrl_C_is_a_character() => Assert.Equal("\u0003", WindowsKeySequence.From(true, 0x43, 3, LeftControl));

    [Fact]
    public void Backspace_deletes_as_terminals_do() => Assert.Equal("\u007f", WindowsKeySequence.From(true, 0x08, '\b', 0));

    [Fact]
    public void Alt_puts_an_escape_before_the_character() => Assert.Equal("\u001bb", WindowsKeySequence.From(true, 0x42, 'b', LeftAlt));

    [Fact]
    public void AltGr_types_its_character() => Assert.Equal("@", WindowsKeySequence.From(true, 0x51, '@', RightAlt | LeftControl));

    [Fact]
    public void Korean_input_is_a_character_without_a_key() => Assert.Equal("한", WindowsKeySequence.From(true, 0, '한', 0));

    [Fact]
    public void The_number_pad_with_Alt_types_when_Alt_is_released() => Assert.Equal("é", WindowsKeySequence.From(false, 0x12, 'é', 0));
}
