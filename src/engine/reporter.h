// Reporter: the totals of a run, reported to its Progress a few times a second.
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

  /// Reports, unless it did so less than kInterval ago; false once the caller wants to stop. `unfinished_raw` and
  /// `unfinished_coded` bytes of blocks in progress are added to the totals.
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

  /// Reports the final totals; a request to stop is ignored.
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
