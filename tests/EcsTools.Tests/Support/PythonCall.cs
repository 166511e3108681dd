using System;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Tests.Support;

/// <summary>A call of a Python program: lines of JSON to it and from it. The program ends when the call is disposed.</summary>
internal sealed class PythonCall : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly TextReader _from;
    private readonly TextWriter _to;
    private readonly Process? _process;

    public PythonCall(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        _from = new StreamReader(stream, Utf8);
        _to = new StreamWriter(stream, Utf8);
    }

    public PythonCall(Process process)
    {
        _process = process;
        _from = process.StandardOutput;
        _to = process.StandardInput;
    }

    public async Task WriteLineAsync(JsonNode line)
    {
        await _to.WriteAsync(line.ToJsonString() + "\n");
        await _to.FlushAsync();
    }

    public async Task<JsonNode> ReadLineAsync()
        => JsonNode.Parse(await _from.ReadLineAsync() ?? throw new IOException("The Python program ended before it answered."))!;

    public void Dispose()
    {
        _to.Dispose();
        _from.Dispose();
        _process?.Kill();
        _process?.Dispose();
    }
}
