using System;
using System.IO;
using System.Linq;
using System.Text;
using EcsTools.Images.Archives;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Archives;

public sealed class TarSplitStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Segments_and_files_are_put_together_in_their_order()
    {
        _folder.Write("layer/a/file", "content");

        Assert.Equal("head|content|tail", Read(Segment("head|"), File("a/file", 7), File("a/none", 0), Segment("|tail")));
    }

    [Fact]
    public void A_line_longer_than_any_buffer_is_one_segment()
    {
        var text = new string('x', 500_000);

        Assert.Equal(text + "end", Read(Segment(text), Segment("end")));
    }

    [Fact]
    public void A_name_that_is_no_text_is_taken_as_bytes()
    {
        _folder.Write("layer/plain", "raw");

        Assert.Equal("raw", Read($$"""{"type":1,"name_raw":"{{Convert.ToBase64String("plain"u8)}}","size":3}"""));
    }

    [Fact]
    public void A_file_that_became_shorter_is_an_error()
    {
        _folder.Write("layer/short", "abc");

        Assert.Throws<MalformedContentException>(() => Read(File("short", 10)));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("link")]
    [InlineData("away/secret")]
    public void A_name_that_leads_out_of_the_layer_is_refused(string name)
    {
        _folder.Write("secret", "nobody's business");
        Directory.CreateDirectory(_folder.File("layer"));
        System.IO.File.CreateSymbolicLink(_folder.File("layer/link"), _folder.File("secret"));
        Directory.CreateSymbolicLink(_folder.File("layer/away"), _folder.Path);

        Assert.Throws<MalformedContentException>(() => Read(File(name, 5)));
    }

    [Theory]
    [InlineData("{\"type\":\"2\"}")]
    [InlineData("{\"type\":3}")]
    [InlineData("{\"type\":1,\"name\":5}")]
    [InlineData("{\"type\":1,\"name\":\"a\",\"size\":-1}")]
    [InlineData("{\"type\":1,\"name\":\"a\",\"size\":99999999999999999999}")]
    [InlineData("{\"type\":2,\"payload\":\"not base 64!\"}")]
    [InlineData("{\"type\":1,\"name\":\"gone\",\"size\":1}")]
    [InlineData("{\"type\":1,\"name\":\"a\\u0000b\",\"size\":1}")]
    [InlineData("{\"type\":2")]
    [InlineData("[]")]
    public void A_line_that_is_not_an_entry_is_told_by_its_number(string line)
    {
        Directory.CreateDirectory(_folder.File("layer"));

        Assert.Contains("line 2", Assert.Throws<MalformedContentException>(() => Read(Segment("first"), line)).Problem);
    }

    private static string Segment(string text) => $$"""{"type":2,"payload":"{{Convert.ToBase64String(Encoding.ASCII.GetBytes(text))}}","position":0}""";

    private static string File(string name, long size) => $$"""{"type":1,"name":"{{name}}","size":{{size}},"payload":"AAAAAAAAAAA=","position":1}""";

    private string Read(params string[] lines)
    {
        var entries = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        using var stream = new TarSplitStream(entries, new LayerFolder(_folder.File("layer")));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
