// SharedPhases: phases of work that the members of a team (base/thread_team.h) go through together.
//
// Every member calls the same phases in the same order. It takes pieces of a phase until none is left, and goes on when
// all of them are done, no matter by whom: a member that the system lets wait takes no pieces, and the others need not
// wait for it. What was written in one phase is seen in those after it. Members that wait spin, because the others are
// mostly done within a microsecond, and then give their processor away.
// Thread safety: Restart before the members begin; then each of them has a SharedPhases::Member of its own.
#ifndef LLMZIP_BASE_SHARED_PHASES_H_
#define LLMZIP_BASE_SHARED_PHASES_H_

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace llmzip {

class SharedPhases {
 public:
  /// At most so many phases come, by so many members.
  void Restart(std::size_t phases, unsigned members) {
    if (capacity_ < phases) {
      phases_ = std::make_unique<Phase[]>(phases);
      capacity_ = phases;
    }
    for (std::size_t i = 0; i < phases; ++i) {
      phases_[i].taken.store(0, std::memory_order_relaxed);
      phases_[i].done.store(0, std::memory_order_relaxed);
    }
    members_ = members;
  }

  [[nodiscard]] unsigned members() const { return members_; }

  class Member {
   public:
    explicit Member(SharedPhases& phases) : phases_(phases) {}

    /// work(begin, end) for all of 0 … count, in pieces of `grain`; then waits until all is done.
    template <typename Work>
    void Run(std::size_t count, std::size_t grain, const Work& work) {
      if (phases_.members_ == 1) {
        if (count > 0) work(std::size_t{0}, count);
        return;
      }
      assert(next_ < phases_.capacity_);
      Phase& phase = phases_.phases_[next_++];
      const auto pieces = static_cast<std::uint32_t>((count + grain - 1) / grain);
      for (;;) {
        const std::uint32_t piece = phase.taken.fetch_add(1, std::memory_order_relaxed);
        if (piece >= pieces) break;
        work(piece * grain, std::min(count, (piece + 1) * grain));
        phase.done.fetch_add(1, std::memory_order_acq_rel);
      }
      Await(phase.done, pieces);
    }

   private:
    SharedPhases& phases_;
    std::size_t next_ = 0;
  };

 private:
  struct Phase {
    std::atomic<std::uint32_t> taken{0};
    std::atomic<std::uint32_t> done{0};
  };

  static void Await(const std::atomic<std::uint32_t>& done, std::uint32_t pieces);

  std::unique_ptr<Phase[]> phases_;
  std::size_t capacity_ = 0;
  unsigned members_ = 1;
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_SHARED_PHASES_H_
