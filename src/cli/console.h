// Console: everything that people read, and the exit code.
//
// Messages go to standard error as `llmzip: FILE: what happened: why`; -v diagnostics through spdlog; results (lists,
// tables) to standard output. The first failure decides the exit code; warnings count only if nothing failed.
#ifndef LLMZIP_CLI_CONSOLE_H_
#define LLMZIP_CLI_CONSOLE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/arguments.h"
#include "cli/exit_code.h"
#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip::cli {

class Console {
 public:
  Console(FileSystem& file_system, const Display& display);

  /// `subject` is a file name, or "" when the message is about none.
  void Fail(std::string_view subject, const Status& status);
  void Warn(std::string_view subject, std::string_view message);

  /// Damage that --recover worked around: printed as a warning, but with the exit code of a damaged archive.
  void WarnDamaged(std::string_view subject, std::string_view message);

  /// One line about a finished file: on a terminal, or with -v.
  void Summary(std::string_view line) const;

  /// With -v.
  void Info(std::string_view line) const;
  /// With -vv.
  void Debug(std::string_view line) const;

  /// Lines to standard output, made printable; line breaks must be the caller's own. main checks at its end whether
  /// writing failed.
  void Print(std::string_view text);
  /// The same, there for others to read at once.
  void PrintNow(std::string_view text);

  /// Asks on the terminal; false if there is no terminal.
  [[nodiscard]] bool Confirm(std::string_view question) const;

  [[nodiscard]] bool IsTerminal(int descriptor) const;
  [[nodiscard]] bool ShowsProgress() const;
  /// Of the terminal that standard error is, 80 where it is none or does not say.
  [[nodiscard]] static std::size_t TerminalWidth();
  [[nodiscard]] const Display& display() const { return display_; }
  [[nodiscard]] FileSystem& file_system() const { return *file_system_; }
  [[nodiscard]] ExitCode exit_code() const { return exit_code_; }

 private:
  void Message(std::string_view subject, std::string_view message);

  FileSystem* file_system_;
  Display display_;
  ExitCode exit_code_ = ExitCode::kOk;
};

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_CONSOLE_H_
