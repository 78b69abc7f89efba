// SpinBarrier: where the members of a team meet, many times within one piece of work (base/thread_team.h).
//
// Members spin for the last one, because it usually comes within a microsecond, and then give their processor away, so
// that a machine with fewer free processors than members goes on. What a member wrote before Wait is seen by all after
// it. Thread safety: exactly `members` threads call Wait, each as often as the others.
#ifndef LLMZIP_BASE_SPIN_BARRIER_H_
#define LLMZIP_BASE_SPIN_BARRIER_H_

#include <atomic>
#include <cstdint>

namespace llmzip {

class SpinBarrier {
 public:
  explicit SpinBarrier(std::uint32_t members) : members_(members) {}

  void Wait();

 private:
  const std::uint32_t members_;
  // A cache line each: those who spin on the one are not to slow down those who arrive at the other.
  alignas(64) std::atomic<std::uint32_t> arrived_{0};
  alignas(64) std::atomic<std::uint32_t> round_{0};
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_SPIN_BARRIER_H_
