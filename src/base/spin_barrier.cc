#include "base/spin_barrier.h"

#include <thread>

#include "base/pause.h"

namespace llmzip {
namespace {

constexpr int kBarrierSpins = 1000;  // some tens of microseconds

}  // namespace

void SpinBarrier::Wait() {
  if (members_ == 1) return;
  const std::uint32_t round = round_.load(std::memory_order_relaxed);
  if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == members_) {
    arrived_.store(0, std::memory_order_relaxed);
    round_.store(round + 1, std::memory_order_release);
    return;
  }
  for (int spin = 0; round_.load(std::memory_order_acquire) == round; ++spin) {
    if (spin < kBarrierSpins) {
      Pause();
    } else {
      std::this_thread::yield();
    }
  }
}

}  // namespace llmzip
