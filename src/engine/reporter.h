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

  /// Reports, unless it did so less than kInterval ago; false once the caller wants to stop. What `unfinished` says of
  /// the blocks in progress is added to the totals.
  bool Tick(const Totals& unfinished = {}) {
    const auto now = std::chrono::steady_clock::now();
    if (progress_ == nullptr || (now - last_ < kInterval && !stopped_)) return !stopped_;
    last_ = now;
    Totals so_far = totals;
    so_far.raw_bytes += unfinished.raw_bytes;
    so_far.coded_bytes += unfinished.coded_bytes;
    so_far.text_bytes = unfinished.text_bytes;
    so_far.text_read = unfinished.text_read;
    if (!progress_->Report(so_far)) stopped_ = true;
    return !stopped_;
  }

  /// Tick as a Status.
  Status Continue(const Totals& unfinished = {}) {
    return Tick(unfinished) ? Status::Ok() : Status::Cancelled("stopped on request");
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
