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

std::string PercentOf(std::uint64_t part, std::uint64_t whole) {
  const double share = whole == 0 ? 1 : std::min(1.0, static_cast<double>(part) / static_cast<double>(whole));
  return FormatFixed(100 * share, 0) + "%";
}

/// The same speed kept, nothing if it is not known yet.
std::optional<double> SecondsLeft(std::uint64_t done, std::uint64_t left, double seconds) {
  if (seconds < kRateFromSeconds || done == 0 || left == 0) return std::nullopt;
  return static_cast<double>(left) / static_cast<double>(done) * seconds;
}

double SecondsBetween(std::chrono::steady_clock::time_point start, std::chrono::steady_clock::time_point end) {
  return std::chrono::duration<double>(end - start).count();
}

}  // namespace

ProgressBar::ProgressBar(Console& console, std::string subject, Measure measure, std::optional<std::uint64_t> total,
                         const Batch* batch)
    : console_(&console),
      subject_(std::move(subject)),
      measure_(measure),
      total_(total),
      batch_(batch),
      shown_(console.ShowsProgress()) {}

ProgressBar::~ProgressBar() { Erase(); }

bool ProgressBar::Report(const Totals& done) {
  const auto now = Clock::now();
  if (TakeProgressRequest()) {
    Erase();
    const std::string line = Line(done, now) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
  }
  if (!shown_) return true;
  if (line_on_screen_ && now - last_drawn_ < kRedrawInterval) return true;
  last_drawn_ = now;
  line_on_screen_ = true;
  const std::string line = "\r" + Line(done, now) + "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  return true;
}

std::string ProgressBar::Line(const Totals& done, Clock::time_point now) const {
  const bool compressing = measure_ == Measure::kRawBytes;
  const std::uint64_t way = compressing ? done.raw_bytes : done.coded_bytes;
  const double seconds = SecondsBetween(start_, now);
  // In the order of what people can do without last.
  std::vector<std::string> facts;
  if (total_.has_value() && *total_ > 0) facts.push_back(PercentOf(way, *total_));
  if (total_.has_value() || way > 0) {
    facts.push_back(FormatSize(way) + (total_.has_value() ? " of " + FormatSize(*total_) : ""));
  }
  if (done.text_bytes > 0)
    facts.push_back("reading the text beforehand: " + PercentOf(done.text_read, done.text_bytes));
  std::optional<double> left;
  if (batch_ != nullptr) {
    const std::uint64_t behind = std::min(batch_->bytes, batch_->behind + way);
    facts.push_back(PercentOf(behind, batch_->bytes) + " of " + std::to_string(batch_->files) + " files");
    left = SecondsLeft(batch_->worked + way, batch_->bytes - behind, SecondsBetween(batch_->start, now));
  } else if (total_.has_value()) {
    left = SecondsLeft(way, *total_ - std::min(*total_, way), seconds);
  }
  if (left.has_value()) facts.push_back(FormatDuration(*left) + " left");
  if (seconds >= kRateFromSeconds && way > 0) {
    facts.push_back(FormatSize(static_cast<std::uint64_t>(static_cast<double>(done.raw_bytes) / seconds)) + "/s");
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
