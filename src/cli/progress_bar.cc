#include "cli/progress_bar.h"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "cli/printable.h"
#include "cli/quantity.h"
#include "io/progress_signal.h"

namespace llmzip::cli {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr std::size_t kMostColumns = 79;
constexpr std::size_t kFewestOfSubject = 12;
constexpr double kRateFromSeconds = 0.2;  // before that a rate is noise

}  // namespace

ProgressBar::ProgressBar(Console& console, std::string subject, Measure measure, std::optional<std::uint64_t> total)
    : console_(&console),
      subject_(std::move(subject)),
      measure_(measure),
      total_(total),
      shown_(console.ShowsProgress()) {}

ProgressBar::~ProgressBar() { Erase(); }

bool ProgressBar::Report(const Totals& done) {
  const auto now = Clock::now();
  const auto line_now = [&] { return Line(done, std::chrono::duration<double>(now - start_).count()); };
  if (TakeProgressRequest()) {
    Erase();
    const std::string line = line_now() + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
  }
  if (!shown_) return true;
  if (line_on_screen_ && now - last_drawn_ < kRedrawInterval) return true;
  last_drawn_ = now;
  line_on_screen_ = true;
  const std::string line = "\r" + line_now() + "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  return true;
}

std::string ProgressBar::Line(const Totals& done, double seconds) const {
  const bool compressing = measure_ == Measure::kRawBytes;
  const std::uint64_t way = compressing ? done.raw_bytes : done.coded_bytes;
  // In the order of what people can do without last.
  std::vector<std::string> facts;
  if (total_.has_value() && *total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(way) / static_cast<double>(*total_));
    facts.push_back(FormatFixed(100 * share, 0) + "%");
  }
  facts.push_back(FormatSize(way) + (total_.has_value() ? " of " + FormatSize(*total_) : ""));
  if (seconds >= kRateFromSeconds && way > 0) {
    const double rate = static_cast<double>(way) / seconds;
    const double raw_rate = static_cast<double>(done.raw_bytes) / seconds;
    if (total_.has_value() && *total_ > way) {
      facts.push_back(FormatDuration(static_cast<double>(*total_ - way) / rate) + " left");
    }
    facts.push_back(FormatSize(static_cast<std::uint64_t>(raw_rate)) + "/s");
  }
  if (!compressing) facts.push_back(FormatSize(done.raw_bytes) + " out");

  // The last column stays free: some terminals break the line there.
  const std::size_t width = std::min(kMostColumns, Console::TerminalWidth() - 1);
  std::string right;
  for (const std::string& fact : facts) {
    if (Columns(right) + 2 + Columns(fact) + kFewestOfSubject > width && !right.empty()) break;
    right += "  " + fact;
  }
  const std::string subject = Printable(subject_);
  const std::size_t room = width - std::min(width, Columns(right));
  if (Columns(subject) <= room) return subject + right;
  return std::string(room > 0 ? "…" : "") + std::string(LastColumns(subject, room > 0 ? room - 1 : 0)) +
         std::string(LastColumns(right, width));
}

void ProgressBar::Warn(const char* message) {
  Erase();
  warned_ = true;
  console_->Warn(subject_, message);
}

void ProgressBar::Erase() {
  if (!line_on_screen_) return;
  line_on_screen_ = false;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

}  // namespace llmzip::cli
