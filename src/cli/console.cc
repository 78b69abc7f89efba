#include "cli/console.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "cli/printable.h"

namespace llmzip::cli {

namespace {

spdlog::logger& Log() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>("llmzip", std::make_shared<spdlog::sinks::stderr_sink_st>());
    made->set_pattern("llmzip: %v");
    made->set_level(spdlog::level::debug);
    return made;
  }();
  return *logger;
}

}  // namespace

Console::Console(FileSystem& file_system, const Display& display) : file_system_(&file_system), display_(display) {}

void Console::Message(std::string_view subject, std::string_view message) {
  std::string line = "llmzip: ";
  if (!subject.empty()) line += Printable(subject == "-" ? "(stdin)" : subject) + ": ";
  line += Printable(message) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::Fail(std::string_view subject, const Status& status) {
  if (exit_code_ == ExitCode::kOk || exit_code_ == ExitCode::kWarning) exit_code_ = ExitCodeFor(status.code());
  if (display_.verbosity > -2) Message(subject, status.message());
}

void Console::Warn(std::string_view subject, std::string_view message) {
  if (exit_code_ == ExitCode::kOk) exit_code_ = ExitCode::kWarning;
  if (display_.verbosity > -1) Message(subject, message);
}

void Console::WarnDamaged(std::string_view subject, std::string_view message) {
  if (exit_code_ == ExitCode::kOk || exit_code_ == ExitCode::kWarning) exit_code_ = ExitCode::kCorrupt;
  if (display_.verbosity > -1) Message(subject, message);
}

void Console::Summary(std::string_view line) const {
  if (display_.verbosity < 0 || (display_.verbosity == 0 && !IsTerminal(STDERR_FILENO))) return;
  const std::string text = Printable(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Console::Info(std::string_view line) const {
  if (display_.verbosity >= 1) Log().info("{}", Printable(line));
}

void Console::Debug(std::string_view line) const {
  if (display_.verbosity >= 2) Log().debug("{}", Printable(line));
}

void Console::Print(std::string_view text) {
  const std::string lines = PrintableLines(text);
  std::fwrite(lines.data(), 1, lines.size(), stdout);
}

void Console::PrintNow(std::string_view text) {
  Print(text);
  std::fflush(stdout);
}

bool Console::Confirm(std::string_view question) const {
  if (display_.verbosity < 0 || !IsTerminal(STDIN_FILENO) || !IsTerminal(STDERR_FILENO)) return false;
  const std::string text = "llmzip: " + Printable(question) + " (y/n) ";
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
  int answer = 0;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
    if (answer == 0 && c != ' ') answer = c;
  }
  return answer == 'y' || answer == 'Y';
}

bool Console::IsTerminal(int descriptor) const { return file_system_->IsTerminal(descriptor) == 1; }

std::size_t Console::TerminalWidth() {
  constexpr std::size_t kUsual = 80;
  struct winsize size = {};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

bool Console::ShowsProgress() const {
  return display_.progress.value_or(display_.verbosity >= 0 && IsTerminal(STDERR_FILENO));
}

}  // namespace llmzip::cli
