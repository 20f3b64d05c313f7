/**
 * The scripts that `tsdbt completion` prints. They hold no knowledge of tsdbt: each asks the program behind the word that
 * was typed, whose first line of answer says what follows (`words`, `open` for words without a blank behind them, `files`,
 * `folders`), so that a script of an older version goes on working.
 */
import type { Shell } from './shells.js';

/** The word in place of a command by which a script asks. */
const ASK = '__complete';

const bash = `# Completion of tsdbt for bash. For every new shell:
#   tsdbt completion bash > ~/.local/share/bash-completion/completions/tsdbt
# or, where the package bash-completion is missing, in ~/.bashrc:
#   source <(tsdbt completion bash)
_tsdbt() {
  local program answer line
  program=$(type -P -- "$1") || return
  COMPREPLY=()
  {
    IFS= read -r answer
    while IFS= read -r line; do COMPREPLY+=("$line"); done
  } < <("$program" ${ASK} bash "$COMP_WORDBREAKS" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  case $answer in
    open) compopt -o nospace 2>/dev/null ;;
    files | folders)
      compopt -o filenames 2>/dev/null
      local kind=-f
      [ "$answer" = folders ] && kind=-d
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$kind" -- "$2")
      ;;
  esac
}
complete -F _tsdbt tsdbt
`;

const zsh = `#compdef tsdbt
# Completion of tsdbt for zsh. Into a folder of $fpath, under the name _tsdbt:
#   tsdbt completion zsh > "\${fpath[1]}/_tsdbt"
# or in ~/.zshrc, after compinit:
#   source <(tsdbt completion zsh)
_tsdbt() {
  local -a lines open openShown closed closedShown
  local answer line value shown
  lines=("\${(@f)$(\${~words[1]} ${ASK} zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  answer=$lines[1]
  shift lines
  case $answer in
    files) _files; return ;;
    folders) _files -/; return ;;
  esac
  for line in $lines; do
    value=\${line%%$'\\t'*}
    shown=$value
    [[ $line == *$'\\t'* ]] && shown="$value  -- \${line#*$'\\t'}"
    if [[ $value == *[:/=] ]]; then
      open+=("$value"); openShown+=("$shown")
    else
      closed+=("$value"); closedShown+=("$shown")
    fi
  done
  (( $#open )) && compadd -S '' -l -d openShown -a open
  (( $#closed )) && compadd -l -d closedShown -a closed
}
if [[ $funcstack[1] == _tsdbt ]]; then _tsdbt "$@"; else compdef _tsdbt tsdbt; fi
`;

const fish = `# Completion of tsdbt for fish. For every new shell:
#   tsdbt completion fish > ~/.config/fish/completions/tsdbt.fish
function __tsdbt_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] ${ASK} fish $words[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current"
        case '*'
            string join \\n -- $lines[2..-1]
    end
end
complete -c tsdbt -f -a '(__tsdbt_complete)'
`;

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
