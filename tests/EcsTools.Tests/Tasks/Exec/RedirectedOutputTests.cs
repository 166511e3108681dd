using System.IO;
using System.Text;
using EcsTools.Tasks.Exec.Terminals;
using Xunit;

namespace EcsTools.Tests.Tasks.Exec;

public sealed class RedirectedOutputTests
{
    private const string Korean = "안녕하세요";

    [Theory]
    [InlineData(949, Korean)]
    [InlineData(437, "caf\u00e9")]
    public void Text_has_the_encoding_that_the_reader_expects(int codePage, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;

        var (output, errors) = Write(encoding, Encoding.UTF8.GetBytes(text));

        Assert.Equal(text, encoding.GetString(output));
        Assert.Equal(text, encoding.GetString(errors));
    }

    [Fact]
    public void A_reader_of_UTF_8_gets_every_byte_as_it_is()
    {
        byte[] bytes = [0xec, 0x95, 0x88, 0xff, 0x00, 0xc3];

        var (output, errors) = Write(Encoding.UTF8, bytes);

        Assert.Equal(bytes, output);
        Assert.Equal(bytes, errors);
    }

    /// <summary>Writes the bytes one by one, to both streams in turn.</summary>
    private static (byte[] Output, byte[] Errors) Write(Encoding encoding, byte[] bytes)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        using (var redirected = new RedirectedOutput(output, errors, encoding))
        {
            foreach (var one in bytes)
            {
                redirected.Write([one], 1, isError: false);
                redirected.Write([one], 1, isError: true);
            }
        }

        return (output.ToArray(), errors.ToArray());
    }
}
