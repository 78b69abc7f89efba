#include "base/thread_team.h"

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <vector>

namespace llmzip {
namespace {

TEST(ThreadTeam, EveryMemberWorksOnceARound) {
  for (const unsigned threads : {1U, 2U, 3U, 5U}) {
    ThreadTeam team(threads);
    ASSERT_EQ(team.size(), threads);
    std::vector<int> rounds(threads, 0);  // a plain int each: only the team's own fences make this right
    for (int round = 1; round <= 300; ++round) {
      team.Run([&](unsigned member) { ++rounds[member]; });
      ASSERT_EQ(std::accumulate(rounds.begin(), rounds.end(), 0), round * static_cast<int>(threads));
    }
  }
}

TEST(ThreadTeam, WakesFromSleep) {
  ThreadTeam team(3);
  std::vector<int> seen(3, 0);
  for (int round = 1; round <= 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // far longer than members spin
    team.Run([&](unsigned member) {
      if (member == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));  // the join sleeps, too
      seen[member] = round;
    });
    ASSERT_EQ(seen, std::vector<int>(3, round));
  }
}

TEST(ThreadTeam, MayEndUnused) {
  for (int i = 0; i < 20; ++i) const ThreadTeam team(4);
}

}  // namespace
}  // namespace llmzip
