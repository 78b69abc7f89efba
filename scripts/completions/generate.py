#!/usr/bin/env python3
"""Writes the shell completions from what the program says about itself.

usage: generate.py --program LLMZIP [--check]

Reads `llmzip --help` and `llmzip COMMAND --help`, writes llmzip.bash, _llmzip (zsh) and llmzip.fish beside this file.
--check writes nothing and fails where they differ: a test runs it, so completions cannot fall behind the parser.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPTION = re.compile(r"^  (?:-(?P<short>\w)(?:, )?|    )?(?:--(?P<long>[a-z0-9-]+))?(?: (?P<value>[A-Z]+))?(?:  +(?P<text>.*))?$")


class Option:
    def __init__(self, short, long, value, text):
        self.short, self.long, self.value, self.text = short, long, value, text

    def names(self):
        return [f"-{self.short}"] * bool(self.short) + [f"--{self.long}"] * bool(self.long)


def read_help(program, *words):
    text = subprocess.run([program, *words, "--help"], check=True, capture_output=True, text=True).stdout
    options, commands, section = [], {}, ""
    for line in text.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            section = line
        elif section.startswith("Commands") and (found := re.match(r"  ([a-z]+)  +(.*)", line)):
            commands[found.group(1)] = found.group(2)
        elif section.startswith("Commands") and re.match(r" {27}\S", line):
            commands[list(commands)[-1]] += " " + line.strip()
        elif re.match(r"  -1 … -9 ", line):
            options += [Option(str(level), None, None, f"level {level}") for level in range(1, 10)]
        elif section and re.match(r"  (?:    )?-", line) and (found := OPTION.match(line)):
            options.append(Option(found["short"], found["long"], found["value"], found["text"] or ""))
        elif section and options and re.match(r" {27}\S", line):
            options[-1].text = f"{options[-1].text} {line.strip()}".strip()
    return options, commands


def bash(common, per_command):
    def words(options):
        return " ".join(name for option in options for name in option.names())
    value_names = sorted({name for options in [common, *per_command.values()] for o in options if o.value
                          for name in o.names() if o.value not in ("FILE", "DIR", "SPEC")})
    cases = "\n".join(f"        {command}) flags='{words(options)}' ;;" for command, options in per_command.items())
    return f"""# bash completion for llmzip; written by scripts/completions/generate.py
_llmzip() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} flags
    local commands='{" ".join(per_command)} help version'
    COMPREPLY=()
    case $previous in
        -o|--output|--prefix) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
        --models-dir) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
        --predictor) mapfile -t COMPREPLY < <(compgen -W "$(llmzip predictors 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {{print $1}}')" -- "$current"); return ;;
        --codec) mapfile -t COMPREPLY < <(compgen -W "$(llmzip codecs 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {{print $1}}')" -- "$current"); return ;;
        {"|".join(value_names)}) return ;;
        help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current"); return ;;
    esac
    case ${{COMP_WORDS[1]}} in
{cases}
        *) flags='{words(common)}' ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t -O "${{#COMPREPLY[@]}}" COMPREPLY < <(compgen -W "$commands" -- "$current")
    fi
}}
complete -o filenames -F _llmzip llmzip
"""


def zsh(common, per_command):
    def quote(text):
        return text.replace("\\", "\\\\").replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")

    def action(option):
        if not option.value:
            return ""
        what = {"SPEC": "_llmzip_specs", "FILE": "_files", "DIR": "_files -/"}.get(option.value, " ")
        return f":{option.value.lower()}:{what}"

    def lines(options):
        return "\n".join(f"    '*{name}[{quote(o.text)}]{action(o)}' \\" for o in options for name in o.names())
    cases = "\n".join(f"  {command}) _arguments -s -S \\\n{lines(options)}\n    '*:file:_files' ;;"
                      for command, options in per_command.items())
    return f"""#compdef llmzip
# zsh completion for llmzip; written by scripts/completions/generate.py
_llmzip_specs() {{
  local -a specs
  specs=(${{(f)"$(llmzip codecs 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {{print $1}}'; llmzip predictors 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {{print $1}}')"}})
  compadd -a specs
}}
_llmzip() {{
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    compadd {" ".join(per_command)} help version
  fi
  case $words[2] in
{cases}
  *) _arguments -s -S \\
{lines(common)}
    '*:file:_files' ;;
  esac
}}
_llmzip "$@"
"""


def fish(common, per_command, summaries):
    def quote(text):
        return text.replace("\\", "\\\\").replace("'", "\\'")

    def lines(condition, options):
        for o in options:
            line = f"complete -c llmzip -n '{condition}'"
            line += f" -s {o.short}" if o.short else ""
            line += f" -l {o.long}" if o.long else ""
            if o.value == "SPEC":
                catalogue = "predictors" if o.long == "predictor" else "codecs"
                line += f" -x -a \"(llmzip {catalogue} 2>/dev/null | awk 'NR > 1 && /^[^ ]/ {{print \\$1}}')\""
            elif o.value == "DIR":
                line += " -x -a '(__fish_complete_directories)'"
            elif o.value:
                line += " -r" if o.value == "FILE" else " -x"
            yield f"{line} -d '{quote(o.text)}'"
    names = " ".join([*per_command, "help", "version"])
    out = ["# fish completion for llmzip; written by scripts/completions/generate.py"]
    for command, summary in summaries.items():
        out.append(f"complete -c llmzip -n __fish_use_subcommand -a {command} -d '{quote(summary)}'")
    out += lines(f"not __fish_seen_subcommand_from {names}", common)
    for command, options in per_command.items():
        out += lines(f"__fish_seen_subcommand_from {command}", options)
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    program = arguments.program.resolve()
    common, summaries = read_help(program)
    per_command = {command: read_help(program, command)[0] for command in summaries}
    written = {"llmzip.bash": bash(common, per_command), "_llmzip": zsh(common, per_command),
               "llmzip.fish": fish(common, per_command, summaries)}
    for name, text in written.items():
        path = HERE / name
        if not arguments.check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            sys.exit(f"{path} is out of date: run scripts/completions/generate.py --program LLMZIP")


if __name__ == "__main__":
    main()
