// Printable: what comes from archives, file names and model files, made harmless before people see it.
//
// Names and archives may hold anything; an escape sequence, a line break or a change of writing direction in one must
// not scramble a terminal or forge what it shows. This is the one place that decides what is let through: everything
// that is printed for people passes here (Console, Table, ProgressBar), but for the output of the work itself.
#ifndef LLMZIP_CLI_PRINTABLE_H_
#define LLMZIP_CLI_PRINTABLE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace llmzip::cli {

/// `text` with these spelt out: control characters (C0, DEL and C1, "\n" and "\x1b"), characters that direct the flow
/// of text (line separators, marks, embeddings, overrides and isolates, "\u202e"), and bytes that are no UTF-8
/// ("\xff"). What it returns it would return again.
std::string Printable(std::string_view text);

/// The same, but line breaks stay.
std::string PrintableLines(std::string_view text);

/// The columns that printable text takes, wide characters counted as one.
std::size_t Columns(std::string_view text);

/// The last `most` columns of printable text.
std::string_view LastColumns(std::string_view text, std::size_t most);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_PRINTABLE_H_
