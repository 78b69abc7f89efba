// Pipeline: block jobs run on several threads, results come back in the order of submission.
//
//   calling thread: read a block ─▶ Submit ─▶ … ─▶ Next ─▶ write it
//   workers:                        code or decode, verify
//
// The calling thread does all reading, writing and reporting, so streams and Progress need no locks. Blocks in flight
// are bounded in number (threads + 1: one block waits while the others are worked on) and in memory (the sum of their
// costs is compared with a budget). Both bounds only reduce parallelism; they never change the results.
// Destruction stops the blocks that are still in flight, within a block where the codec supports that (Work).
// Thread safety: one thread calls; jobs run on others.
#ifndef LLMZIP_ENGINE_PIPELINE_H_
#define LLMZIP_ENGINE_PIPELINE_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/caught.h"
#include "engine/worker_pool.h"
#include "llmzip/context.h"
#include "llmzip/progress.h"
#include "llmzip/status.h"

namespace llmzip {

template <typename Result>
class Pipeline {
 public:
  /// How often a waiting caller is given a chance to report and to stop.
  static constexpr std::chrono::milliseconds kTick{100};

  Pipeline(unsigned threads, std::uint64_t memory_budget)
      : budget_(memory_budget), most_(threads + 1), pool_(threads) {}

  ~Pipeline() {
    for (InFlight& block : flight_) block.slot->work.Stop();
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  /// How far the blocks in flight are, as their codecs report it: their work as raw bytes, the texts they are reading.
  [[nodiscard]] Totals Unfinished() const {
    Totals unfinished;
    for (const InFlight& block : flight_) {
      unfinished.raw_bytes += block.slot->work.done();
      unfinished.text_bytes += block.slot->work.text_bytes();
      unfinished.text_read += block.slot->work.text_read();
    }
    return unfinished;
  }

  [[nodiscard]] bool empty() const { return flight_.empty(); }

  /// True if a block that needs `cost` bytes may be submitted now. An empty pipeline has room for any.
  [[nodiscard]] bool HasRoom(std::uint64_t cost) const {
    return flight_.empty() || (flight_.size() < most_ && cost <= budget_ && cost_ <= budget_ - cost);
  }

  /// `job` gets the Work that it must advance, and that tells it to stop.
  void Submit(std::uint64_t cost, std::function<StatusOr<Result>(Work*)> job) {
    cost_ += cost;
    flight_.push_back({cost, std::make_shared<Slot>()});
    pool_.Submit([slot = flight_.back().slot, shared = shared_, job = std::move(job)] {
      auto result = Guarded([&] { return job(&slot->work); });
      const std::lock_guard lock(shared->mutex);
      slot->result.emplace(std::move(result));
      shared->done.notify_one();
    });
  }

  /// Waits for the oldest block, calling `tick` about every kTick; kCancelled once `tick` returns false.
  template <typename Tick>
  StatusOr<Result> Next(const Tick& tick) {
    const std::shared_ptr<Slot> slot = flight_.front().slot;
    std::unique_lock lock(shared_->mutex);
    while (!shared_->done.wait_for(lock, kTick, [&] { return slot->result.has_value(); })) {
      lock.unlock();
      if (!tick()) return Status::Cancelled("stopped on request");
      lock.lock();
    }
    cost_ -= flight_.front().cost;
    flight_.pop_front();
    return *std::move(slot->result);
  }

 private:
  struct Slot {
    Work work;
    std::optional<StatusOr<Result>> result;  // guarded by Shared::mutex
  };
  struct Shared {
    std::mutex mutex;
    std::condition_variable done;
  };
  struct InFlight {
    std::uint64_t cost;
    std::shared_ptr<Slot> slot;
  };

  const std::uint64_t budget_;
  const std::size_t most_;
  std::uint64_t cost_ = 0;
  std::deque<InFlight> flight_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  WorkerPool pool_;  // last member: joined before anything that its jobs use is destroyed
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_PIPELINE_H_
