using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using EcsTools.Images.Archives;
using Xunit;

namespace EcsTools.Tests.Images.Archives;

/// <summary>The index of a tar archive, and what it says of one that is damaged.</summary>
public class TarIndexTests
{
    [Fact]
    public void Reading_the_headers_of_a_slow_disk_can_be_cancelled()
    {
        var tar = Archive(File("one", "content"), File("two", "content"), File("three", "content"));
        using var stop = new CancellationTokenSource();
        using var slow = new StoppingStream(tar, stop);

        Assert.ThrowsAny<OperationCanceledException>(() => TarIndex.Read(() => slow, stop.Token));

        // The header of the first file, and nothing after it.
        Assert.Equal(1, slow.Reads);
    }

    [Theory]
    [InlineData("-0000000001\0", "is not a number")]
    [InlineData("0000000000x\0", "is not a number")]
    [InlineData("0000000009 \0", "is not a number")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "is negative")]
    [InlineData("\u0080\u0001\0\0\0\0\0\0\0\0\0\0", "larger than any file")]
    [InlineData("\u0080\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "is not valid")]
    [InlineData("77777777777\0", "ends early")]
    public void A_size_that_cannot_be_is_told_with_its_entry(string size, string said)
    {
        var tar = Archive(File("layer.tar", "content"));
        Encoding.Latin1.GetBytes(size).CopyTo(tar, 124);

        var error = Assert.Throws<MalformedContentException>(() => Read(Sum(tar)));

        Assert.Contains(said, error.Problem);
        Assert.Contains("'layer.tar' at byte 0", error.Problem);
    }

    [Theory]
    [InlineData("30 path=too/short\n")]
    [InlineData("-5 path=x\n")]
    [InlineData("99999999999 path=x\n")]
    [InlineData("path=x\n")]
    [InlineData("9 path=xy")]
    [InlineData("7 =abc\n")]
    [InlineData("9 nothin\n")]
    [InlineData("14 size=-1234\n")]
    [InlineData("28 size=9999999999999999999\n")]
    [InlineData("9 size=x\n")]
    [InlineData("12 path=a\0b\n")]
    [InlineData("9 path=x\n\0\0\0\0")]
    public void A_damaged_record_of_pax_is_told_with_its_header(string records)
    {
        var error = Assert.Throws<MalformedContentException>(() => Read(Archive(Extended(records), File("a", "content"))));

        Assert.Contains("the extended header of ", error.Problem);
    }

    [Fact]
    public void Long_names_and_sizes_of_pax_and_of_gnu_are_read()
    {
        var name = string.Join('/', Enumerable.Repeat("größe", 50));
        foreach (var format in new[] { TarEntryFormat.Pax, TarEntryFormat.Gnu })
        {
            using var memory = new MemoryStream();
            using (var tar = new TarWriter(memory, format, leaveOpen: true))
            {
                TarEntry entry = format == TarEntryFormat.Pax ? new PaxTarEntry(TarEntryType.RegularFile, name) : new GnuTarEntry(TarEntryType.RegularFile, name);
                entry.DataStream = new MemoryStream("content"u8.ToArray());
                tar.WriteEntry(entry);
            }

            Assert.Equal("content", Encoding.ASCII.GetString(Read(memory.ToArray()).ReadAll(name, 100)));
        }
    }

    [Fact]
    public void A_size_in_base_256_is_read()
    {
        var tar = Archive(File("a", "content"), File("b", "more"));
        new byte[] { 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7 }.CopyTo(tar, 124);

        Assert.Equal("content", Encoding.ASCII.GetString(Read(Sum(tar)).ReadAll("a", 100)));
    }

    [Fact]
    public void A_flipped_bit_in_a_header_is_told()
    {
        var tar = Archive(File("a", "content"), File("b", "more"));
        tar[1024] ^= 4;

        Assert.Contains("the header at byte 1024 is damaged", Assert.Throws<MalformedContentException>(() => Read(tar)).Problem);
    }

    [Fact]
    public void A_file_that_is_in_the_archive_twice_is_not_read()
    {
        var index = Read(Archive(File("a", "one"), File("./a", "two"), File("b", "b")));

        Assert.Contains("it contains the file 'a' twice", Assert.Throws<MalformedContentException>(() => index.Open("a")).Problem);
        Assert.Equal(1, index.SizeOf("b"));
    }

    [Fact]
    public void Names_and_links_lead_nowhere_but_into_the_archive()
    {
        var index = Read(Archive(
            File("/absolute", "1"), File("../../up", "2"), Link("link", "../../etc/passwd"), Link("round", "round"), Link("other", "/absolute")));

        Assert.Equal(["absolute", "up"], index.Names.Order());
        Assert.False(index.Contains("link"));
        Assert.False(index.Contains("round"));
        Assert.Equal(1, index.SizeOf("other"));
    }

    [Fact]
    public void A_sparse_file_is_refused_with_what_to_do()
    {
        var tar = Archive(File("a", "content"));
        tar[156] = (byte)'S';

        Assert.Contains("pack the archive again without --sparse", Assert.Throws<MalformedContentException>(() => Read(Sum(tar))).Problem);
    }

    [Fact]
    public void A_document_that_is_too_large_is_not_read()
    {
        var index = Read(Archive(File("manifest.json", new string(' ', 1000))));

        Assert.Contains("manifest.json", Assert.Throws<MalformedContentException>(() => index.ReadAll("manifest.json", 999)).Problem);
    }

    [Fact]
    public void An_archive_without_end_is_stopped()
    {
        using var endless = new EndlessArchive(Archive(File("a", ""))[..512]);

        Assert.Contains("entries", Assert.Throws<MalformedContentException>(() => TarIndex.Read(endless, (_, _, _) => { })).Problem);
    }

    private static TarIndex Read(byte[] tar) => TarIndex.Read(() => new MemoryStream(tar));

    private static (string Name, char Type, string Content, string Target) File(string name, string content) => (name, '0', content, "");

    private static (string Name, char Type, string Content, string Target) Link(string name, string target) => (name, '2', "", target);

    private static (string Name, char Type, string Content, string Target) Extended(string records) => ("PaxHeaders/x", 'x', records, "");

    private static byte[] Archive(params IEnumerable<(string Name, char Type, string Content, string Target)> entries)
    {
        using var memory = new MemoryStream();
        foreach (var (name, type, content, target) in entries)
        {
            var header = new byte[512];
            Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
            Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')).CopyTo(header, 124);
            header[156] = (byte)type;
            Encoding.ASCII.GetBytes(target).CopyTo(header, 157);
            "ustar\0"u8.CopyTo(header.AsSpan(257));
            memory.Write(Sum(header));
            memory.Write(Encoding.ASCII.GetBytes(content));
            memory.SetLength((memory.Length + 511) / 512 * 512);
            memory.Position = memory.Length;
        }

        memory.Write(new byte[1024]);
        return memory.ToArray();
    }

    private static byte[] Sum(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(header.Take(512).Sum(value => value), 8).PadLeft(6, '0') + "\0").CopyTo(header, 148);
        return header;
    }

    /// <summary>One header again and again.</summary>
    private sealed class EndlessArchive(byte[] header) : ForwardStream
    {
        private long _position;

        public override long Position
        {
            get => _position;
            set => _position = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, 512 - (_position % 512));
            header.AsSpan((int)(_position % 512), read).CopyTo(buffer.AsSpan(offset));
            _position += read;
            return read;
        }
    }

    /// <summary>Cancels with the first read.</summary>
    private sealed class StoppingStream(byte[] content, CancellationTokenSource stop) : MemoryStream(content)
    {
        public int Reads { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Stop();
            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer)
        {
            Stop();
            return base.Read(buffer);
        }

        private void Stop()
        {
            Reads++;
            stop.Cancel();
        }
    }
}
