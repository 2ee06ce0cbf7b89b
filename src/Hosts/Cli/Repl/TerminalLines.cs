namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>Lines that people write at a terminal, with completion and a history.</summary>
/// <param name="complete">What may stand in the place of the word at a cursor.</param>
internal sealed class TerminalLines(Func<string, int, Completions> complete)
{
    private const int HistoryLines = 1_000;
    private const int ShownChoices = 100;
    private const int UsualWidth = 80;
    private const string EraseToEnd = "\e[K";

    private readonly List<string> _history = [];

    /// <summary>Whether both ends are a terminal that can move its cursor.</summary>
    public static bool IsPossible =>
        !Console.IsInputRedirected && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private static int Width => Console.WindowWidth > 0 ? Console.WindowWidth : UsualWidth;

    /// <summary>Reads a line, or null where no more come.</summary>
    /// <param name="prompt">What stands before it.</param>
    public string? Read(string prompt)
    {
        var editor = new LineEditor(complete, _history);
        // Only while a line is written: what answers it can be interrupted.
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                Draw(prompt, editor);
                var state = editor.Press(Console.ReadKey(intercept: true));
                if (state == LineState.Open)
                {
                    Show(editor.Choices);
                    continue;
                }

                Draw(prompt, editor);
                Console.Out.WriteLine(state == LineState.Dropped ? "^C" : "");
                if (state == LineState.Dropped)
                    return "";
                if (state == LineState.Ended)
                    return null;
                Remember(editor.Text);
                return editor.Text;
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private void Remember(string line)
    {
        if (line.Trim().Length == 0 || (_history is [.., var last] && last == line))
            return;
        _history.Add(line);
        if (_history.Count > HistoryLines)
            _history.RemoveAt(0);
    }

    // One row, of which as much is shown as there is room for up to the cursor.
    private static void Draw(string prompt, LineEditor editor)
    {
        var room = Math.Max(1, Width - prompt.Length - 1);
        var first = Math.Max(0, editor.Cursor - room);
        var shown = editor.Text.AsSpan(first, Math.Min(room, editor.Text.Length - first));
        var column = prompt.Length + editor.Cursor - first;
        Console.Out.Write($"\r{prompt}{shown}{EraseToEnd}\r{(column > 0 ? $"\e[{column}C" : "")}");
    }

    private static void Show(IReadOnlyList<string> choices)
    {
        if (choices.Count == 0)
            return;
        var shown = choices.Take(ShownChoices).ToArray();
        var cell = shown.Max(word => word.Length) + 2;
        Console.Out.WriteLine();
        foreach (var row in shown.Chunk(Math.Max(1, (Width - 1) / cell)))
            Console.Out.WriteLine(string.Concat(row.Select(word => word.PadRight(cell))).TrimEnd());
        if (choices.Count > shown.Length)
            Console.Out.WriteLine($"and {choices.Count - shown.Length} more");
    }
}
