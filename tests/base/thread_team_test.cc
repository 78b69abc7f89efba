#include "base/thread_team.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "support/failing_allocations.h"

namespace llmzip {
namespace {

TEST(ThreadTeam, EveryMemberWorksOnceARound) {
  for (const unsigned threads : {1U, 2U, 3U, 5U}) {
    ThreadTeam team(threads);
    ASSERT_EQ(team.size(), threads);
    std::vector<int> rounds(threads, 0);  // a plain int each: only the team's own fences make this right
    for (int round = 1; round <= 300; ++round) {
      const Status done = team.Run([&](unsigned member) {
        ++rounds[member];
        return Status::Ok();
      });
      ASSERT_TRUE(done.ok());
      ASSERT_EQ(std::accumulate(rounds.begin(), rounds.end(), 0), round * static_cast<int>(threads));
    }
  }
}

TEST(ThreadTeam, WakesFromSleep) {
  ThreadTeam team(3);
  std::vector<int> seen(3, 0);
  for (int round = 1; round <= 5; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // far longer than members spin
    const Status done = team.Run([&](unsigned member) {
      if (member == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));  // the join sleeps, too
      seen[member] = round;
      return Status::Ok();
    });
    ASSERT_TRUE(done.ok());
    ASSERT_EQ(seen, std::vector<int>(3, round));
  }
}

TEST(ThreadTeam, MayEndUnused) {
  for (int i = 0; i < 20; ++i) const ThreadTeam team(4);
}

// Wherever one throws, on a helper or on the caller, all have ended when Run returns, and the team works on.
TEST(ThreadTeam, WhatAMemberThrowsIsItsFailure) {
  for (const unsigned threads : {1U, 4U}) {
    ThreadTeam team(threads);
    for (unsigned thrower = 0; thrower < threads; ++thrower) {
      std::atomic<unsigned> ended{0};
      const Status status = team.Run([&](unsigned member) -> Status {
        if (member == thrower) throw std::bad_alloc();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ++ended;
        return Status::Ok();
      });
      EXPECT_EQ(status.code(), StatusCode::kLimitExceeded);
      EXPECT_EQ(ended, threads - 1);
      EXPECT_TRUE(team.Run([](unsigned /*member*/) { return Status::Ok(); }).ok());
    }
  }
}

TEST(ThreadTeam, GivesTheFailureOfTheFirstMember) {
  ThreadTeam team(3);
  const auto fail = [](unsigned member) {
    return member == 0 ? Status::Ok() : Status::Internal(std::to_string(member));
  };
  EXPECT_EQ(team.Run(fail).message(), "1");
  EXPECT_EQ(team.Run(fail).message(), "1");
}

TEST(ThreadTeam, WithoutMemoryForMoreMembersIsSmaller) {
  for (std::uint64_t after = 1; after < 20; ++after) {
    const testing::FailingAllocations failing(after, testing::FailingAllocations::kAllFromThere);
    ThreadTeam team(4);
    std::atomic<unsigned> worked{0};
    const Status done = team.Run([&](unsigned /*member*/) {
      ++worked;
      return Status::Ok();
    });
    if (!done.ok() || worked != team.size()) std::abort();  // no memory to say so
  }
}

}  // namespace
}  // namespace llmzip
