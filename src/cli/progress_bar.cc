#include "cli/progress_bar.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "cli/printable.h"
#include "cli/quantity.h"
#include "io/progress_signal.h"

namespace llmzip::cli {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr std::size_t kWidth = 79;
constexpr std::size_t kShortestSubject = 12;
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
  const std::uint64_t way = measure_ == Measure::kRawBytes ? done.raw_bytes : done.coded_bytes;
  std::string right;
  if (total_.has_value() && *total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(way) / static_cast<double>(*total_));
    right += FormatFixed(100 * share, 0) + "%  ";
  }
  right += FormatSize(done.raw_bytes);
  if (measure_ == Measure::kRawBytes && total_.has_value()) right += " of " + FormatSize(*total_);
  if (seconds >= kRateFromSeconds && way > 0) {
    const double rate = static_cast<double>(way) / seconds;
    const double raw_rate = static_cast<double>(done.raw_bytes) / seconds;
    right += "  " + FormatSize(static_cast<std::uint64_t>(raw_rate)) + "/s";
    if (total_.has_value() && *total_ > way) {
      right += "  " + FormatDuration(static_cast<double>(*total_ - way) / rate) + " left";
    }
  }
  std::string subject = Printable(subject_);
  const std::size_t room = std::max(kShortestSubject, kWidth - std::min(kWidth, right.size() + 2));
  if (Columns(subject) > room) subject = "…" + std::string(LastColumns(subject, room - 1));
  return subject + "  " + right;
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
