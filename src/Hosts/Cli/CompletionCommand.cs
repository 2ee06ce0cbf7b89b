using System.CommandLine;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh completion</c>: what a shell has to read so that it completes command lines.</summary>
internal static class CompletionCommand
{
    // Options are offered once a dash is written. Each passes the line up to the cursor to `scopemesh [suggest:LENGTH] LINE`, whatever name the program was called by.
    private const string Bash =
        """
        # Completes scopemesh in bash: source <(scopemesh completion bash)
        _scopemesh() {
          local IFS=$'\n' line found word before
          line="scopemesh${COMP_LINE:${#1}:COMP_POINT-${#1}}"
          word=${line##*[[:space:]]}
          found=$("$1" "[suggest:${#line}]" "$line" 2>/dev/null)
          [[ $word == -* ]] || found=$(grep -v '^[-/]' <<<"$found")
          COMPREPLY=($(compgen -W "$found" -- "$word"))
          # Where bash ends words at `:` or `=`, what is before stands already.
          if [[ $word == *[:=]* && $COMP_WORDBREAKS == *:* ]]; then
            before=${word%"${word##*[:=]}"}
            COMPREPLY=("${COMPREPLY[@]#"$before"}")
          fi
          if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/:] ]]; then
            compopt -o nospace 2>/dev/null
          fi
        }
        complete -o default -F _scopemesh scopemesh

        """;

    private const string Zsh =
        """
        #compdef scopemesh
        # Completes scopemesh in zsh: source <(scopemesh completion zsh), after compinit
        _scopemesh() {
          local line="scopemesh ${(j: :)words[2,CURRENT-1]}"
          (( CURRENT > 2 )) && line+=' '
          line+=$PREFIX
          local -a found
          found=("${(@f)$("$words[1]" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          [[ $PREFIX == -* ]] || found=(${found:#[-/]*})
          found=(${(M)found:#${PREFIX}*})
          if (( ${#found} == 0 )); then
            _files
            return
          fi
          compadd -S '' -- ${(M)found:#*[/:]}
          compadd -- ${found:#*[/:]}
        }
        compdef _scopemesh scopemesh

        """;

    private const string Fish =
        """
        # Completes scopemesh in fish: scopemesh completion fish | source
        function __scopemesh_complete
            set -l program (commandline -opc)[1]
            set -l line (string replace -r '^\S+' scopemesh -- (commandline -cp))
            set -l found ($program "[suggest:"(string length -- $line)"]" $line 2>/dev/null)
            set -l word (commandline -ct)
            string match -q -- '-*' $word; or set found (string match -rv -- '^[-/]' $found)
            set -q found[1]; and printf '%s\n' $found; or __fish_complete_path $word
        end
        complete -c scopemesh -f -a '(__scopemesh_complete)'

        """;

    private enum Shell
    {
        Bash,
        Zsh,
        Fish,
    }

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. Enum.GetNames<Shell>().Select(name => name.ToLowerInvariant())]);
        var verb = new Verb(
            "completion", "Prints what a shell has to read so that it completes command lines of scopemesh.",
            "source <(scopemesh completion bash)")
        {
            shell,
        };
        return verb.Does(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(Enum.Parse<Shell>(parsed.GetRequiredValue(shell), ignoreCase: true) switch
            {
                Shell.Bash => Bash,
                Shell.Zsh => Zsh,
                Shell.Fish => Fish,
            });
            return ExitCode.Ok;
        });
    }
}
