using System;
using System.IO;
using System.Text;

namespace EcsTools.WindowsHost;

/// <summary>Where what is shown goes. Many threads write.</summary>
internal sealed class TextSink(TextWriter output, TextWriter error) : IDisposable
{
    private readonly object _gate = new();
    private bool _owns;

    public static TextSink ToFile(string path, Encoding encoding)
    {
        var writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite), encoding) { AutoFlush = true };
        return new TextSink(writer, writer) { _owns = true };
    }

    public void Write(string text)
    {
        lock (_gate)
        {
            output.Write(text);
        }
    }

    public void WriteErrorLine(string text)
    {
        lock (_gate)
        {
            error.WriteLine(text);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            output.Flush();
            if (_owns)
            {
                output.Dispose();
            }
        }
    }
}
