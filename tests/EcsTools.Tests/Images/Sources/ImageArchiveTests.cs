using System.IO;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Images.Sources;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Sources;

/// <summary>Files that are no image are told by what is wrong with them.</summary>
public class ImageArchiveTests
{
    [Theory]
    [InlineData("text", "it is not a tar archive")]
    [InlineData("zstd", "it is compressed with zstd")]
    [InlineData("cut tar", "ends early")]
    [InlineData("cut gzip", "ends early")]
    [InlineData("empty", "it is an archive without files")]
    public async Task What_is_wrong_with_an_archive_is_said(string what, string said)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("image.tar");
        await WriteAsync(file, what);

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ImageArchiveOpener.OpenAsync(file, null, null, default));

        Assert.Equal("NotAnImageArchive", error.ErrorId);
        Assert.Contains(said, error.Message);
    }

    [Fact]
    public async Task A_small_file_that_unpacks_to_much_more_is_stopped()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("bomb.tar.gz");
        using (var packed = new System.IO.Compression.GZipStream(File.Create(file), System.IO.Compression.CompressionLevel.SmallestSize))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 400; i++)
            {
                await packed.WriteAsync(zeros);
            }
        }

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => ImageArchiveOpener.OpenAsync(file, null, null, default));

        Assert.Equal("NotAnImageArchive", error.ErrorId);
        Assert.Contains("unpacks to more than 200 times its size", error.Message);
        Assert.Contains("gunzip", error.Remedy);
    }

    private static async Task WriteAsync(string file, string what)
    {
        if (what is "cut tar" or "cut gzip")
        {
            TestImage.Of(3, "cut", 100_000).SaveGzipped(file);
        }

        switch (what)
        {
            case "text":
                await File.WriteAllTextAsync(file, new StringBuilder().Insert(0, "words, and no header of any archive. ", 40).ToString());
                break;
            case "zstd":
                await File.WriteAllBytesAsync(file, [0x28, 0xb5, 0x2f, 0xfd, 0, 0]);
                break;
            case "cut tar":
                using (var packed = new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress))
                using (var plain = new MemoryStream())
                {
                    await packed.CopyToAsync(plain);
                    await packed.DisposeAsync();
                    await File.WriteAllBytesAsync(file, plain.ToArray()[..60_000]);
                }

                break;
            case "cut gzip":
                var bytes = await File.ReadAllBytesAsync(file);
                await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)]);
                break;
            default:
                await File.WriteAllBytesAsync(file, new byte[1024]);
                break;
        }
    }
}
