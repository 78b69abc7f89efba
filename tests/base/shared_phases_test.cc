#include "base/shared_phases.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "base/thread_team.h"

namespace llmzip {
namespace {

// Each phase makes numbers of those of the phase before, of other pieces.
TEST(SharedPhases, EachPhaseSeesAllOfThoseBefore) {
  constexpr std::size_t kCount = 37;
  constexpr std::size_t kPhases = 400;
  for (const unsigned threads : {1U, 2U, 3U, 5U}) {
    ThreadTeam team(threads);
    SharedPhases phases;
    for (int round = 0; round < 3; ++round) {
      phases.Restart(kPhases, team.size());
      std::vector<std::vector<std::uint32_t>> numbers(kPhases + 1, std::vector<std::uint32_t>(kCount));
      std::iota(numbers[0].begin(), numbers[0].end(), 1U);
      const auto work = [&](unsigned /*member*/) {
        SharedPhases::Member member(phases);
        for (std::size_t phase = 0; phase < kPhases; ++phase) {
          member.Run(kCount, 1 + phase % 5, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
              numbers[phase + 1][i] += numbers[phase][kCount - 1 - i] + numbers[phase][(i + 11) % kCount];
            }
          });
        }
        return Status::Ok();
      };
      ASSERT_TRUE(team.Run(work).ok());
      for (std::size_t phase = 0; phase < kPhases; ++phase) {
        for (std::size_t i = 0; i < kCount; ++i) {
          ASSERT_EQ(numbers[phase + 1][i], numbers[phase][kCount - 1 - i] + numbers[phase][(i + 11) % kCount]);
        }
      }
    }
  }
}

TEST(SharedPhases, NobodyWaitsForThoseWhoHaveNotBegun) {
  ThreadTeam team(2);
  if (team.size() != 2) GTEST_SKIP();
  SharedPhases phases;
  phases.Restart(100, 2);
  std::atomic<bool> is_done{false};
  const auto work = [&](unsigned number) {
    // Would the second member be waited for, it would wait for ever.
    while (number == 1 && !is_done.load()) std::this_thread::yield();
    SharedPhases::Member member(phases);
    for (int phase = 0; phase < 100; ++phase) member.Run(7, 2, [](std::size_t, std::size_t) {});
    is_done.store(true);
    return Status::Ok();
  };
  EXPECT_TRUE(team.Run(work).ok());
}

TEST(SharedPhases, AnEmptyPhaseIsOver) {
  for (const unsigned threads : {1U, 2U}) {
    ThreadTeam team(threads);
    SharedPhases phases;
    phases.Restart(1, team.size());
    const auto work = [&](unsigned /*member*/) {
      SharedPhases::Member(phases).Run(0, 1, [](std::size_t, std::size_t) { ADD_FAILURE(); });
      return Status::Ok();
    };
    EXPECT_TRUE(team.Run(work).ok());
  }
}

}  // namespace
}  // namespace llmzip
