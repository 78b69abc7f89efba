// ProgressBar: one line on standard error with progress, speed and time left; without a terminal, one after each
// SIGUSR1.
#ifndef LLMZIP_CLI_PROGRESS_BAR_H_
#define LLMZIP_CLI_PROGRESS_BAR_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/console.h"
#include "llmzip/progress.h"

namespace llmzip::cli {

/// The inputs of a run over several files: what they are, and how many of their bytes are dealt with.
struct Batch {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t behind = 0;  ///< of files that are finished, failed or passed over
  std::uint64_t worked = 0;  ///< of those, the bytes that took time
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

class ProgressBar final : public Progress {
 public:
  /// Which field of Totals measures progress: original bytes when compressing, archive bytes when decompressing.
  enum class Measure { kRawBytes, kCodedBytes };

  /// `total` where the end is known; without it there is no percentage and no time left. `batch`: null, or the run that
  /// the subject is a file of; the time left is then that of all. It must outlive this.
  ProgressBar(Console& console, std::string subject, Measure measure, std::optional<std::uint64_t> total,
              const Batch* batch = nullptr);
  ~ProgressBar() override;

  bool Report(const Totals& done) override;
  void Warn(const char* message) override;

  /// Whether something was said about the subject that its user should know.
  [[nodiscard]] bool warned() const { return warned_; }

  /// Clears the line. Idempotent.
  void Erase();

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::string Line(const Totals& done, Clock::time_point now) const;

  Console* console_;
  std::string subject_;
  Measure measure_;
  std::optional<std::uint64_t> total_;
  const Batch* batch_;
  bool shown_;
  bool line_on_screen_ = false;
  bool warned_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_drawn_;
};

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_PROGRESS_BAR_H_
