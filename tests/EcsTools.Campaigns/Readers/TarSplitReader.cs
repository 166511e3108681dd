using System;
using System.IO;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.Images.Archives;

namespace EcsTools.Campaigns.Readers;

/// <summary>The lines of a tar-split file, and the files that they name.</summary>
internal sealed class TarSplitReader : IForeignReader
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecstools-campaign-").FullName;
    private readonly byte[][] _lines;

    public TarSplitReader()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a"));
        File.WriteAllText(Path.Combine(_folder, "a", "one"), "content of one");
        File.WriteAllText(Path.Combine(_folder, "two"), new string('2', 1000));
        var head = Convert.ToBase64String(new byte[512]);
        _lines = Array.ConvertAll(
            [
                $$"""{"type":2,"payload":"{{head}}","position":0}""",
                """{"type":1,"name":"a/one","size":14,"payload":"AAAAAAAAAAA=","position":1}""",
                $$"""{"type":2,"payload":"{{head}}","position":2}""",
                $$"""{"type":1,"name_raw":"{{Convert.ToBase64String("two"u8)}}","size":1000,"payload":"AAAAAAAAAAA=","position":3}""",
                """{"type":1,"name":"none","size":0,"position":4}""",
            ],
            Encoding.ASCII.GetBytes);
    }

    public string Name => "tar-split";

    public bool IsInner => true;

    public Action Prepare(Random random)
    {
        using var memory = new MemoryStream();
        var changed = random.Next(_lines.Length);
        for (var i = 0; i < _lines.Length; i++)
        {
            memory.Write(i == changed ? JsonMutations.Mutate(_lines[i], _lines[random.Next(_lines.Length)], random) : _lines[i]);
            memory.WriteByte((byte)'\n');
        }

        var text = random.Next(4) == 0 ? ByteMutations.Mutate(memory.ToArray(), _lines[0], random) : memory.ToArray();
        return () =>
        {
            using var stream = new TarSplitStream(new CountedStream(text, ReadBound.For(text)), new LayerFolder(_folder));
            stream.CopyTo(Stream.Null);
        };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
