using System.IO;
using System.Text;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>
/// Standard streams that lead to a file or another program. Programs in containers write UTF-8. If the reader expects another encoding, such as the code page
/// 949 that PowerShell on a Korean Windows uses for its own output, the text is converted.
/// </summary>
internal sealed class RedirectedOutput : IConsoleOutput
{
    private readonly Stream _output;
    private readonly Stream _errors;
    private readonly Encoding? _encoding;

    // A character can arrive in two pieces, and must not be completed with a byte of the other stream.
    private readonly Decoder _outputText = Encoding.UTF8.GetDecoder();
    private readonly Decoder _errorText = Encoding.UTF8.GetDecoder();

    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="encoding">The encoding that the reader expects.</param>
    public RedirectedOutput(Stream output, Stream errors, Encoding encoding)
    {
        _output = output;
        _errors = errors;
        _encoding = encoding.CodePage == Encoding.UTF8.CodePage ? null : encoding;
    }

    public void Write(byte[] bytes, int count, bool isError)
    {
        var stream = isError ? _errors : _output;
        if (_encoding is null)
        {
            stream.Write(bytes, 0, count);
        }
        else
        {
            var decoder = isError ? _errorText : _outputText;
            var text = new char[decoder.GetCharCount(bytes, 0, count, flush: false)];
            decoder.GetChars(bytes, 0, count, text, 0, flush: false);
            var converted = _encoding.GetBytes(text);
            stream.Write(converted, 0, converted.Length);
        }

        stream.Flush();
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }
}
