using System.Buffers;
using System.Text.Json;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Hosts.Cli;

/// <summary>
/// Answers facts, one JSON object a line, with one a line in the same order. Memory is bounded by the longest line
/// allowed; whatever has been read is answered before more is waited for.
/// </summary>
/// <param name="policy">What decides.</param>
/// <param name="input">The facts.</param>
/// <param name="output">Where the answers go.</param>
internal sealed class FactsStream(ScopePolicy policy, Stream input, Stream output)
{
    private const int BufferBytes = 64 << 10;

    private readonly ArrayBufferWriter<byte> _answers = new(BufferBytes);
    private byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private long _line;

    /// <summary>Answers to the end, or to the first line that does not fit.</summary>
    /// <returns>The number of that line and what does not fit, or null.</returns>
    public (long Line, string Error)? Run()
    {
        using var json = ScopeFactsJson.AnswerWriter(_answers);
        while (true)
        {
            var error = AnswerWholeLines(json);
            var isEnd = error is null && !Fill();
            if (isEnd && _start < _end)
                error = Answer(_buffer.AsSpan(_start.._end), json);
            if (isEnd || error is not null)
            {
                Flush();
                return error is null ? null : (_line, error);
            }
        }
    }

    private string? AnswerWholeLines(Utf8JsonWriter json)
    {
        string? error = null;
        while (error is null && _buffer.AsSpan(_start.._end).IndexOf((byte)'\n') is >= 0 and var length)
        {
            error = Answer(_buffer.AsSpan(_start, length), json);
            _start += length + 1;
            if (_answers.WrittenCount >= BufferBytes)
                Flush();
        }

        return error;
    }

    // An empty line asks nothing, and counts as a line.
    private string? Answer(ReadOnlySpan<byte> line, Utf8JsonWriter json)
    {
        if (_line++ == 0 && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
            return null;
        var read = ScopeFactsJson.Read(line);
        if (read.Facts is not { } facts)
            return read.Error;
        ScopeFactsJson.WriteAnswer(json, policy.Decide(in facts).Scope, policy.Matches(in facts));
        _answers.Write("\n"u8);
        return null;
    }

    private bool Fill()
    {
        Flush();
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            // The reader refuses what is longer than a line may be, so the buffer grows no further.
            if (_buffer.Length > ScopeFactsJson.LineBytes)
                return false;
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    private void Flush()
    {
        if (_answers.WrittenCount == 0)
            return;
        output.Write(_answers.WrittenSpan);
        output.Flush();
        _answers.ResetWrittenCount();
    }
}
