// Work and Context: what a predictor or codec is told about the call it serves, apart from the data.
//
// A Work connects the caller that waits for a long computation with the thread that does it: progress goes out,
// cancellation comes in. A Context names the Work of a call and the resources that the call may use. Nothing in a
// Context changes the coded bytes.
// Thread safety: a Work may be read and stopped from any thread while one thread advances it. A Context is a value;
// what it points to must outlive the objects made with it and the calls it is passed to.
#ifndef LLMZIP_CONTEXT_H_
#define LLMZIP_CONTEXT_H_

#include <atomic>
#include <cstdint>
#include <span>

#include "llmzip/kernel.h"
#include "llmzip/limits.h"

namespace llmzip {

class ModelSource;

class Work {
 public:
  Work() = default;
  /// A part of `whole` with a count of its own, which is stopped together with it. `whole` may be null and must outlive
  /// this.
  explicit Work(const Work* whole) : whole_(whole) {}
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  /// Bytes of work done so far.
  [[nodiscard]] std::uint64_t done() const { return done_.load(std::memory_order_relaxed); }

  /// Asks the working thread to stop: its next Advance returns false, and it then ends with kCancelled.
  void Stop() { stopped_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool stopped() const {
    return stopped_.load(std::memory_order_relaxed) || (whole_ != nullptr && whole_->stopped());
  }

  /// Called by the working thread when `bytes` more are done. False if it was asked to stop.
  [[nodiscard]] bool Advance(std::uint64_t bytes) {
    done_.fetch_add(bytes, std::memory_order_relaxed);
    return !stopped();
  }

  /// The bytes of the text that the working thread reads before its first symbol, and how many it has read; both are 0
  /// while it reads none. They are no part of done().
  [[nodiscard]] std::uint64_t text_bytes() const { return text_bytes_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t text_read() const { return text_read_.load(std::memory_order_relaxed); }

  /// Called by the working thread while it reads a text of `bytes`, `read` of which it has read; 0 and 0 at the end.
  /// False if it was asked to stop.
  [[nodiscard]] bool ReadText(std::uint64_t read, std::uint64_t bytes) {
    text_read_.store(read, std::memory_order_relaxed);
    text_bytes_.store(bytes, std::memory_order_relaxed);
    return !stopped();
  }

 private:
  const Work* whole_ = nullptr;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> text_bytes_{0};
  std::atomic<std::uint64_t> text_read_{0};
  std::atomic<bool> stopped_{false};
};

struct Context {
  Work* work = nullptr;                        ///< null: no progress and no cancellation
  unsigned threads = 1;                        ///< threads that one predictor or block may use, at least 1
  std::uint64_t memory_bytes = Limits::kNone;  ///< how much may be used; informative: limits are checked before
  const ModelSource* models = nullptr;         ///< where models are found; null: only the embedded ones
  Kernel kernel = BestKernel();
  /// When decoding only to verify: what is expected to come out; empty otherwise. It may make decoding faster, and must
  /// not change what comes out.
  std::span<const std::uint8_t> expected{};
};

}  // namespace llmzip

#endif  // LLMZIP_CONTEXT_H_
