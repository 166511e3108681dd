using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Tests.Images.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Build;

/// <summary>A context of files of every kind is the one that the docker client sends. Python's tarfile reads both.</summary>
public class BuildContextOracleTests
{
    private const string Fill = """
        import os, socket, sys
        os.chdir(os.fsencode(sys.argv[1]))
        def write(name, text=b'text'):
            with open(name, 'wb') as file:
                file.write(text)
        write(b'Dockerfile', b'FROM scratch\n')
        write(b'.dockerignore', b'ignored*\n')
        for name in (b'empty', b'sub', b'd\xe9r', b'd' * 120, b'sub/\xff\xfe'):
            os.mkdir(name)
        write(b'sub/one', b'shared')
        for name in (b'again', b'sub/two', b'ignored-link'):
            os.link(b'sub/one', name)
        write(b'ignored', b'x')
        os.link(b'ignored', b'kept')
        os.mkfifo(b'pipe')
        os.link(b'pipe', b'pipe2')
        socket.socket(socket.AF_UNIX).bind('socket')
        write(b'caf\xe9'); write('café'.encode()); write(b'd\xe9r/\xc3'); write(b'sub/\xff\xfe/deep'); write('日本語😀'.encode())
        write(b'd' * 120 + b'/' + b'f' * 200)
        os.symlink(b'caf\xe9', b'l\xffnk'); os.symlink(b'../../outside', b'out'); os.symlink(b'/etc/passwd', b'absolute'); os.symlink(b'out', b'circle')
        os.symlink(b't' * 150, b'long link'); os.symlink(b'sub', b'to a folder')
        for name, mode in ((b'setuid', 0o4755), (b'setgid', 0o2711)):
            write(name); os.chmod(name, mode)
        os.chmod(b'empty', 0o1777); os.chmod(b'sub', 0o2775)
        os.utime(b'setuid', (0, 981173106.789)); os.utime(b'empty', (0, 0))
        """;

    private const string List = """
        import sys, tarfile, hashlib
        with tarfile.open(sys.argv[1], errors='surrogateescape') as tar:
            for entry in tar:
                content = hashlib.sha256(tar.extractfile(entry).read()).hexdigest() if entry.isfile() else ''
                print(ascii((entry.name, entry.type, oct(entry.mode), entry.size, int(entry.mtime), entry.linkname, entry.uid, entry.gid, content)))
        """;

    [SkippableFact]
    public async Task Files_of_every_kind_are_sent_as_docker_sends_them()
    {
        Skip.IfNot(System.OperatingSystem.IsLinux(), "only Linux has all these kinds of files");
        Tool.Require("docker");
        Tool.Require("python3");
        using var folder = new TemporaryFolder();
        using var outside = new TemporaryFolder();
        var context = folder.File("context");
        Directory.CreateDirectory(context);
        await Tool.RunOrFailAsync("python3", "-c", Fill, context);
        try
        {
            var ours = outside.File("ours.tar");
            using (var target = File.Create(ours))
            using (var source = BuildContext.Open(context, null).ToTar())
            {
                await source.CopyToAsync(target);
            }

            var (our, their) = (await EntriesAsync(ours), await EntriesAsync(await SentByDockerAsync(context, outside)));

            Assert.Equal(their, our);
            Assert.True(our.Count > 25, string.Join('\n', our));
            Assert.DoesNotContain(our, entry => entry.StartsWith("('socket'", System.StringComparison.Ordinal));
            Assert.Contains(our, entry => entry.StartsWith("('caf\\udce9'", System.StringComparison.Ordinal));
        }
        finally
        {
            // .NET cannot delete files whose names are not UTF-8.
            await Tool.RunOrFailAsync("rm", "-rf", context);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xe9, 0x62 })]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xc3, 0xa9, 0xc3 })]
    [InlineData(new byte[] { 0xed, 0xb2, 0x80 })]
    [InlineData(new byte[] { 0xf0, 0x9f, 0x98, 0x80, 0x80 })]
    [InlineData(new byte[] { 0x61, 0x62 })]
    public void A_name_of_any_bytes_survives(byte[] name)
    {
        var text = RawName.Decode(name);

        Assert.Equal(name, RawName.Encode(text));
        Assert.Equal(Encoding.UTF8.GetString(name).Contains('\uFFFD', System.StringComparison.Ordinal), RawName.HasEscapes(text));
    }

    private static async Task<string> SentByDockerAsync(string context, TemporaryFolder outside)
    {
        using var engine = new RecordingEngine();
        var sent = await Tool.RunAsync(
            "docker",
            ["build", context],
            new Dictionary<string, string?> { ["DOCKER_HOST"] = engine.Host, ["DOCKER_BUILDKIT"] = "0", ["DOCKER_CONTEXT"] = null, ["DOCKER_CONFIG"] = outside.Path });
        Assert.True(sent.ExitCode == 0, sent.Error);
        var theirs = outside.File("theirs.tar");
        await File.WriteAllBytesAsync(theirs, engine.Of("/build").Single().Body);
        return theirs;
    }

    private static async Task<List<string>> EntriesAsync(string tar)
        => (await Tool.RunOrFailAsync("python3", "-c", List, tar)).Split('\n', System.StringSplitOptions.RemoveEmptyEntries).ToList();
}
