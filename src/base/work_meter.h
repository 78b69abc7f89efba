// WorkMeter: how far a long piece of work has come, seen from another thread, and a way to have it given up.
//
// Codecs take no such argument: most of what they do is over in an instant. What is slow, the walk over a block's
// symbols through a predictor, claims the meter its thread was given and keeps it up to date. Walks within that walk (a
// codec that serves as a predictor) find none and count nothing. Thread safety: one thread works and advances, any may
// read and stop.
#ifndef LLMZIP_BASE_WORK_METER_H_
#define LLMZIP_BASE_WORK_METER_H_

#include <atomic>
#include <cstdint>
#include <utility>

namespace llmzip {

class WorkMeter {
 public:
  /// Bytes of work done.
  [[nodiscard]] std::uint64_t done() const { return done_.load(std::memory_order_relaxed); }

  /// Asks the working thread to give up.
  void Stop() { stop_.store(true, std::memory_order_relaxed); }

  /// Whether this thread was asked to give up. What takes long between two of the owner's steps may then leave its work
  /// half done: the owner's next step is its last, and nothing comes of it.
  [[nodiscard]] static bool GivesUp() { return current_ != nullptr && current_->stop_.load(std::memory_order_relaxed); }

  /// While it lives, the meter of the thread that made it is `meter`.
  class Scope {
   public:
    explicit Scope(WorkMeter* meter)
        : before_(std::exchange(current_, meter)), claimed_before_(std::exchange(claimed_, false)) {}
    ~Scope() {
      current_ = before_;
      claimed_ = claimed_before_;
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    WorkMeter* before_;
    bool claimed_before_;
  };

  /// While it lives, its owner alone has the thread's meter, if there is one.
  class Claim {
   public:
    Claim() : claimed_before_(std::exchange(claimed_, true)), meter_(claimed_before_ ? nullptr : current_) {}
    ~Claim() { claimed_ = claimed_before_; }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

    /// Adds `bytes` of work; false if the work should be given up.
    [[nodiscard]] bool Advance(std::uint64_t bytes) const {
      if (meter_ == nullptr) return true;
      meter_->done_.fetch_add(bytes, std::memory_order_relaxed);
      return !meter_->stop_.load(std::memory_order_relaxed);
    }

   private:
    bool claimed_before_;
    WorkMeter* meter_;
  };

 private:
  static inline thread_local WorkMeter* current_ = nullptr;
  static inline thread_local bool claimed_ = false;

  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> stop_{false};
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_WORK_METER_H_
