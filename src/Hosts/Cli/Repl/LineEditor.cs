namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>What a key has made of a line.</summary>
internal enum LineState
{
    /// <summary>It is being written.</summary>
    Open,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is dropped, and another may begin.</summary>
    Dropped,

    /// <summary>No more lines come.</summary>
    Ended,
}

/// <summary>A line that is written key by key, without a terminal.</summary>
/// <param name="complete">What may stand in the place of the word at a cursor.</param>
/// <param name="history">The lines before it, oldest first.</param>
internal sealed class LineEditor(Func<string, int, Completions> complete, IReadOnlyList<string> history)
{
    private int _at = history.Count;
    private string _own = "";

    public string Text { get; private set; } = "";

    /// <summary>How many letters stand before the cursor.</summary>
    public int Cursor { get; private set; }

    /// <summary>What the last key has to show: the words that may stand at the cursor, where they are several.</summary>
    public IReadOnlyList<string> Choices { get; private set; } = [];

    /// <summary>Takes a key.</summary>
    public LineState Press(ConsoleKeyInfo key)
    {
        Choices = [];
        if (key.Key == ConsoleKey.Enter)
            return LineState.Done;
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control))
            return Control(key.Key);
        switch (key.Key)
        {
            case ConsoleKey.Tab:
                Complete();
                break;
            case ConsoleKey.Backspace when Cursor > 0:
                Replace(Cursor - 1, Cursor, "");
                break;
            case ConsoleKey.Delete when Cursor < Text.Length:
                Replace(Cursor, Cursor + 1, "");
                break;
            case ConsoleKey.LeftArrow or ConsoleKey.RightArrow or ConsoleKey.Home or ConsoleKey.End:
                Move(key.Key);
                break;
            case ConsoleKey.UpArrow:
                Recall(_at - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_at + 1);
                break;
            default:
                if (!char.IsControl(key.KeyChar) && !key.Modifiers.HasFlag(ConsoleModifiers.Alt))
                    Replace(Cursor, Cursor, key.KeyChar.ToString());
                break;
        }

        return LineState.Open;
    }

    private LineState Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.C:
                return LineState.Dropped;
            case ConsoleKey.D when Text.Length == 0:
                return LineState.Ended;
            case ConsoleKey.D when Cursor < Text.Length:
                Replace(Cursor, Cursor + 1, "");
                break;
            case ConsoleKey.A:
                Cursor = 0;
                break;
            case ConsoleKey.E:
                Cursor = Text.Length;
                break;
            case ConsoleKey.B or ConsoleKey.LeftArrow:
                Move(ConsoleKey.LeftArrow);
                break;
            case ConsoleKey.F or ConsoleKey.RightArrow:
                Move(ConsoleKey.RightArrow);
                break;
            case ConsoleKey.H or ConsoleKey.Backspace when Cursor > 0:
                Replace(Cursor - 1, Cursor, "");
                break;
            case ConsoleKey.K:
                Replace(Cursor, Text.Length, "");
                break;
            case ConsoleKey.U:
                Replace(0, Cursor, "");
                break;
            case ConsoleKey.W:
                var before = Text[..Cursor].TrimEnd();
                Replace(before.LastIndexOf(' ') + 1, Cursor, "");
                break;
            case ConsoleKey.P:
                Recall(_at - 1);
                break;
            case ConsoleKey.N:
                Recall(_at + 1);
                break;
        }

        return LineState.Open;
    }

    private void Move(ConsoleKey key) => Cursor = key switch
    {
        ConsoleKey.LeftArrow => Math.Max(0, Cursor - 1),
        ConsoleKey.RightArrow => Math.Min(Text.Length, Cursor + 1),
        ConsoleKey.Home => 0,
        _ => Text.Length,
    };

    private void Recall(int at)
    {
        if (at < 0 || at > history.Count)
            return;
        if (_at == history.Count)
            _own = Text;
        _at = at;
        Text = at == history.Count ? _own : history[at];
        Cursor = Text.Length;
    }

    // As far as all agree; a whole word is followed by a blank, unless it goes on.
    private void Complete()
    {
        var (start, words) = complete(Text, Cursor);
        if (words is [])
            return;
        var common = words.Aggregate(Common);
        if (common.Length > Cursor - start || words.Count == 1)
            Replace(start, Cursor, words.Count == 1 && common is not [.., '/' or ':'] ? $"{common} " : common);
        else
            Choices = words;
    }

    private static string Common(string left, string right) => left[..left.AsSpan().CommonPrefixLength(right)];

    private void Replace(int start, int end, string text)
    {
        Text = $"{Text[..start]}{text}{Text[end..]}";
        Cursor = start + text.Length;
    }
}
