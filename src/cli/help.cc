#include "cli/help.h"

#include <algorithm>

#include "cli/printable.h"

namespace llmzip::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kDescriptionColumn = 27;

/// Appends `text` word by word from column `column` on, further lines indented by `indent`.
void AppendWrapped(std::string* out, std::string_view text, std::size_t column, std::size_t indent) {
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!first && column + 1 + Columns(word) >= kWidth) {
      *out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!first) {
      *out += ' ';
      ++column;
    }
    *out += word;
    column += Columns(word);
    first = false;
  }
  *out += '\n';
}

void AppendOption(std::string* out, const HelpOption& option) {
  std::string line = "  " + option.names;
  if (Columns(line) + 2 > kDescriptionColumn) {
    *out += line + '\n';
    line.clear();
  }
  line += std::string(kDescriptionColumn - Columns(line), ' ');
  *out += line;
  AppendWrapped(out, option.description, kDescriptionColumn, kDescriptionColumn);
}

void AppendCommands(std::string* out) {
  *out += "\nCommands ('llmzip COMMAND --help' explains each):\n";
  for (const Command* const command : Commands()) {
    AppendOption(out, {std::string(command->name), std::string(command->summary)});
  }
}

constexpr std::string_view kShortHelp =
    R"(llmzip: lossless compression by prediction; gives back exactly the same bytes.

Usage: llmzip [OPTIONS] [FILE...]        FILE -> FILE.llz; with -d FILE.llz -> FILE
       llmzip COMMAND [OPTIONS] [FILE...]
With no FILE, or when FILE is -, standard input goes to standard output.

Options:
  -1 ... -9        level, from fastest to smallest [-5]
  -d, --decompress decompress        -t, --test   decompress and check only
  -z, --compress   compress          -l, --list   describe archives
  -c, --stdout     write to standard output, keep files
  -o, --output F   write to F; results of several files into the folder F/
  -f, --force      overwrite existing files
  -k, --keep       keep source files (the default)
      --rm         delete each source once its result is safely on disk
  -r, --recursive  go down into folders
  -T, --threads N  threads [all]; never changes the bytes
  -q, -v           quieter, more verbose (each may be repeated)
  -h               this help         -H, --help   all options
  -V, --version    print the version

Commands: compress decompress test list explain bench eval generate train
          import predictors codecs models help version

tar -I llmzip -cf DIR.tar.llz DIR   and   tar -I llmzip -xf DIR.tar.llz   work.
Exit status: 0 done, 1 error, 2 warnings, 3 damaged archive, 4 model missing.
)";

constexpr std::string_view kNotes =
    R"(
Sizes take K, M, G, T (powers of 1024). Where options exclude each other, the
last one wins. Exit status: 0 done, 1 error, 2 done with warnings, 3 damaged
archive, 4 model, predictor or format version missing.
)";

}  // namespace

std::string ShortHelp() { return std::string(kShortHelp); }

std::string LongHelp(const Command& command, const std::vector<HelpSection>& sections) {
  std::string text;
  if (command.name.empty()) {
    AppendWrapped(&text, command.summary, 0, 0);
    text += "\nUsage: llmzip " + std::string(command.usage) + "\n       llmzip COMMAND [OPTIONS] [FILE...]\n";
    AppendCommands(&text);
  } else {
    AppendWrapped(&text, "llmzip " + std::string(command.name) + ": " + std::string(command.summary), 0, 0);
    text += "\nUsage: llmzip " + std::string(command.name) + " " + std::string(command.usage) + "\n";
  }
  for (const HelpSection& section : sections) {
    text += "\n" + section.title + ":\n";
    for (const HelpOption& option : section.options) AppendOption(&text, option);
  }
  return text + std::string(kNotes);
}

std::string VersionText() { return "llmzip " LLMZIP_VERSION "\n"; }

}  // namespace llmzip::cli
