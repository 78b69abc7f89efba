// Reporter: the totals of a run, told to its Progress a few times a second.
// Thread safety: none; lives on the thread that called the engine.
#ifndef LLMZIP_ENGINE_REPORTER_H_
#define LLMZIP_ENGINE_REPORTER_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "llmzip/progress.h"
#include "llmzip/status.h"

namespace llmzip {

class Reporter {
 public:
  /// `progress` may be null.
  explicit Reporter(Progress* progress) : progress_(progress) {}

  Totals totals;

  /// Reports unless that was done a moment ago; false once the caller wants to stop. `unfinished_raw` and
  /// `unfinished_coded` bytes of blocks still being worked on are reported on top of the totals.
  bool Tick(std::uint64_t unfinished_raw = 0, std::uint64_t unfinished_coded = 0) {
    const auto now = std::chrono::steady_clock::now();
    if (progress_ == nullptr || (now - last_ < kInterval && !stopped_)) return !stopped_;
    last_ = now;
    Totals so_far = totals;
    so_far.raw_bytes += unfinished_raw;
    so_far.coded_bytes += unfinished_coded;
    if (!progress_->Report(so_far)) stopped_ = true;
    return !stopped_;
  }

  /// Tick as a Status.
  Status Continue(std::uint64_t unfinished_raw = 0, std::uint64_t unfinished_coded = 0) {
    return Tick(unfinished_raw, unfinished_coded) ? Status::Ok() : Status::Cancelled("stopped on request");
  }

  /// Reports the end; too late to stop.
  void Finish() {
    if (progress_ != nullptr) (void)progress_->Report(totals);
  }

  void Warn(const std::string& message) {
    if (progress_ != nullptr) progress_->Warn(message.c_str());
  }

 private:
  static constexpr std::chrono::milliseconds kInterval{100};

  Progress* progress_;
  std::chrono::steady_clock::time_point last_{};
  bool stopped_ = false;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_REPORTER_H_
