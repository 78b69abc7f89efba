// Work and Context: what a predictor or codec is told about the call it serves, beside the data.
//
// A Work connects whoever waits for a long computation with the thread that does it: progress out, cancellation in. A
// Context names the Work of a call and the resources it may use. Nothing in a Context changes a byte of what is coded.
// Thread safety: a Work may be read and stopped from any thread while one thread advances it. A Context is a value;
// what it points to lives as long as the objects made with it and the calls it is passed to.
#ifndef LLMZIP_CONTEXT_H_
#define LLMZIP_CONTEXT_H_

#include <atomic>
#include <cstdint>

#include "llmzip/kernel.h"
#include "llmzip/limits.h"

namespace llmzip {

class ModelSource;

class Work {
 public:
  Work() = default;
  /// A part of `whole`'s work that is not counted there, but is stopped with it. `whole` may be null, and outlives
  /// this.
  explicit Work(const Work* whole) : whole_(whole) {}
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  /// Bytes of work done so far.
  [[nodiscard]] std::uint64_t done() const { return done_.load(std::memory_order_relaxed); }

  /// Asks the working thread to stop; it ends with kCancelled when it next looks.
  void Stop() { stopped_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool stopped() const {
    return stopped_.load(std::memory_order_relaxed) || (whole_ != nullptr && whole_->stopped());
  }

  /// For the working thread: `bytes` more are done. False if it was asked to stop.
  [[nodiscard]] bool Advance(std::uint64_t bytes) {
    done_.fetch_add(bytes, std::memory_order_relaxed);
    return !stopped();
  }

 private:
  const Work* whole_ = nullptr;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> stopped_{false};
};

struct Context {
  Work* work = nullptr;                        ///< null: nobody watches
  unsigned threads = 1;                        ///< that one predictor or block may use, at least 1
  std::uint64_t memory_bytes = Limits::kNone;  ///< what may be held; informative, limits are checked beforehand
  const ModelSource* models = nullptr;         ///< where models are found; null: only the embedded ones
  Kernel kernel = BestKernel();
};

}  // namespace llmzip

#endif  // LLMZIP_CONTEXT_H_
