#include "base/shared_phases.h"

#include <thread>

#include "base/pause.h"

namespace llmzip {

void SharedPhases::Await(const std::atomic<std::uint32_t>& done, std::uint32_t pieces) {
  constexpr int kPauses = 2000;  // some tens of microseconds
  for (int pause = 0; done.load(std::memory_order_acquire) != pieces; ++pause) {
    if (pause < kPauses) {
      Pause();
    } else {
      std::this_thread::yield();
    }
  }
}

}  // namespace llmzip
