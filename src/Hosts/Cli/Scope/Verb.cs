using System.CommandLine;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A command that shows an example in its help, and whose failures to get at its input are exit codes.</summary>
/// <param name="name">How it is called.</param>
/// <param name="description">What it does.</param>
/// <param name="example">A whole command line.</param>
internal sealed class Verb(string name, string description, string example) : Command(name, description)
{
    public string Example => example;

    /// <summary>
    /// Sets what it does. It runs synchronously, so that an interrupt ends it at once even while it reads a terminal.
    /// </summary>
    public Verb Does(Func<ParseResult, int> run)
    {
        SetAction(parsed => Guarded(() => run(parsed), parsed.InvocationConfiguration.Error));
        return this;
    }

    /// <summary>Runs something; a failure to get at its input is told, and is its exit code.</summary>
    /// <param name="run">What is run.</param>
    /// <param name="errors">Where failures are told, if not on standard error.</param>
    public static int Guarded(Func<int> run, TextWriter? errors = null)
    {
        try
        {
            return run();
        }
        catch (InputException error)
        {
            return Output.Fail(error.ExitCode, error.Message, errors);
        }
        catch (MeshFolderException error)
        {
            return Output.Fail(ExitCode.Invalid, error.Message, errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message, errors);
        }
    }
}

/// <summary>A verb cannot go on with its input; the message says why.</summary>
/// <param name="exitCode">How the verb ends.</param>
/// <param name="message">The message.</param>
internal sealed class InputException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>A name that nothing has, told with those that there are.</summary>
    /// <param name="what">What it should name.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that there are.</param>
    public static InputException NotThere(string what, string name, IEnumerable<string> known)
    {
        var list = string.Join(", ", known.Select(one => $"`{one}`"));
        return new InputException(
            Cli.ExitCode.Unavailable, $"there is no {what} `{name}`; there {(list.Length == 0 ? "is none" : $"are {list}")}");
    }
}
