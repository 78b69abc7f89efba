// The parts of `cm` and `cm:max`, each against what its header promises.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/bit_history.h"
#include "predictors/cm/byte_store.h"
#include "predictors/cm/final_map.h"
#include "predictors/cm/final_mixing.h"
#include "predictors/cm/history_table.h"
#include "predictors/cm/lane_history.h"
#include "predictors/cm/match_model.h"

namespace llmzip::cm {
namespace {

TEST(BitHistory, FitsAByteAndEveryStateIsReached) {
  const BitHistoryTable& table = BitHistories();
  ASSERT_GT(table.states, 200U);
  ASSERT_LE(table.states, 256U);
  std::set<unsigned> reached = {0};
  for (std::size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const unsigned state : std::set<unsigned>(reached)) {
      for (unsigned bit = 0; bit < 2; ++bit) reached.insert(table.next[bit][state]);
    }
  }
  for (const unsigned state : reached) EXPECT_LT(state, table.states);
  EXPECT_GT(reached.size(), 180U);
  EXPECT_FALSE(table.next[0][0] == 0 || table.next[1][0] == 0);
}

TEST(BitHistory, IsSymmetricAndRemembersTheLastBit) {
  const BitHistoryTable& table = BitHistories();
  std::mt19937 random(3);
  unsigned state = 0;
  unsigned mirror = 0;
  for (int i = 0; i < 100000; ++i) {
    const unsigned bit = random() % (1 + i / 1000 % 40) == 0 ? 1 : 0;
    state = table.next[bit][state];
    mirror = table.next[1 - bit][mirror];
    ASSERT_EQ(table.zeros[state], table.ones[mirror]);
    ASSERT_EQ(table.ones[state], table.zeros[mirror]);
    ASSERT_GT(bit == 1 ? table.ones[state] : table.zeros[state], 0);
    ASSERT_GT(table.prior[state], 0U);
    ASSERT_LT(table.prior[state], 1U << 22);
  }
}

TEST(BitHistory, MoreOfABitNeverLowersItsCount) {
  const BitHistoryTable& table = BitHistories();
  for (unsigned bit = 0; bit < 2; ++bit) {
    unsigned state = 0;
    unsigned count = 0;
    for (int i = 0; i < 100; ++i) {
      state = table.next[bit][state];
      const unsigned now = bit == 1 ? table.ones[state] : table.zeros[state];
      EXPECT_GE(now, count);
      EXPECT_GE(state, i > 0 ? 1U : 0U);
      count = now;
    }
    EXPECT_EQ(count, 40U);
  }
}

TEST(AdaptiveMap, StaysAProbabilityWhateverComes) {
  std::mt19937 random(5);
  for (const std::uint32_t limit : {30U, 255U, 1023U}) {
    for (unsigned period = 1; period < 60; ++period) {
      std::uint32_t entry = 1U << 31;
      for (int i = 0; i < 20000; ++i) {
        LearnBit(entry, i % period == 0 ? 0 : 1, limit);
        ASSERT_LE(entry & 1023U, limit);
      }
      const double p = static_cast<double>(entry >> 10) / (1 << 22);
      EXPECT_NEAR(p, 1.0 - 1.0 / period, 0.2);
    }
    for (unsigned bit = 0; bit < 2; ++bit) {
      std::uint32_t entry = 1U << 31;
      std::uint32_t before = entry >> 10;
      for (int i = 0; i < 100000; ++i) {
        LearnBit(entry, bit, limit);
        ASSERT_TRUE(bit == 1 ? entry >> 10 >= before : entry >> 10 <= before) << i;
        before = entry >> 10;
      }
    }
  }
}

TEST(FinalMap, BeginsAsTheIdentityAndStaysInBounds) {
  FinalMap map(4, 6);
  for (int logit = -3000; logit <= 3000; ++logit) {
    std::uint32_t cell = 0;
    const std::uint32_t p = map.Refine(1, logit, cell);
    EXPECT_NEAR(p, SquashQ8(std::clamp(logit, -2048, 2047)) >> 6, 260) << logit;
    ASSERT_GE(cell, 32U);
    ASSERT_LT(cell, 64U);
  }
  for (unsigned bit = 0; bit < 2; ++bit) {
    for (int i = 0; i < 5000; ++i) {
      std::uint32_t cell = 0;
      ASSERT_LE(map.Refine(2, 100, cell), 65535U);
      map.Learn(cell, bit);
    }
    std::uint32_t cell = 0;
    const std::uint32_t p = map.Refine(2, 100, cell);
    EXPECT_TRUE(bit == 1 ? p > 50000 : p < 15000) << p;
  }
}

// Two sets of context mixing's own, of which one knows the bit, and one more set and an external model that know
// nothing: the joint mixer ends where the mixer of the own sets does, however loud the rest is.
TEST(JointFinalMixing, FollowsTheSetsThatKnow) {
  JointFinalMixing<2, 3, 8> joint({8000, 8000, 8000, 5000, 3000, 2000, 0, 0});
  JointFinalMixing<2, 3, 8>::View view;
  std::mt19937 random(4);
  const auto noise = [&random] { return static_cast<std::int32_t>(random() % 4001) - 2000; };
  double loss = 0;
  constexpr int kBits = 20000;
  for (int i = 0; i < kBits; ++i) {
    const auto bit = static_cast<std::uint32_t>(random() % 2);
    const auto last = static_cast<std::uint32_t>(random() % 256);
    view.inputs = {bit != 0 ? 1000 : -1000, 0, noise(), noise()};
    joint.Mix(view, {last | 1U, last, 3});
    ASSERT_LE(view.mixed, 1U << 22);
    const double right = (bit != 0 ? view.mixed : (1U << 22) - view.mixed) / 4194304.0;
    if (i >= kBits / 2) loss += 1 - right;
    joint.Learn(view, bit != 0 ? (1 << 22) - 1 : 0, 22);
  }
  EXPECT_LT(loss / (kBits / 2.0), 0.03);
}

TEST(JointFinalMixing, BeginsAsTheMean) {
  const JointFinalMixing<2, 3, 8> joint({8000, 8000, 8000, 5000, 3000, 2000, 0, 0});
  JointFinalMixing<2, 3, 8>::View view;
  view.inputs = {512, 512, 512, 512};
  EXPECT_NEAR(joint.Mix(view, {1, 2, 7}), 512 * 16, 4);
  EXPECT_NEAR(view.logits[0], 512 * 16, 4);
}

TEST(HistoryTable, NeighboursShareTwoAlignedLines) {
  const HistoryTable table(12);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const std::uint32_t hash = i * 0x9E3779B1U;
    EXPECT_EQ(HistoryTable::Neighbour(hash, 0), hash);
    EXPECT_EQ(table.LineOf(HistoryTable::Neighbour(hash, 1)), table.LineOf(hash) ^ 1U);
  }
}

TEST(HistoryTable, FindsWhatItGaveUntilItIsReplaced) {
  HistoryTable table(4);
  const HistoryTable::Slot slot = table.Find(0x12345678);
  for (unsigned node = 1; node <= 15; ++node) EXPECT_EQ(slot.states[node], 0);
  slot.states[1] = 9;
  slot.states[15] = 200;
  slot.run[0] = 'x';
  slot.run[1] = 3;
  EXPECT_EQ(table.Find(0x12345678).states, slot.states);
  // Two strangers of the same line leave it alone: its first state is worth more than theirs.
  for (std::uint32_t i = 1; i < 200; ++i) {
    const HistoryTable::Slot other = table.Find(i << 20 | 0x5678);
    ASSERT_NE(other.states, slot.states);
    other.states[1] = 1;
  }
  EXPECT_EQ(table.Find(0x12345678).states, slot.states);
  EXPECT_EQ(slot.states[15], 200);
  EXPECT_EQ(slot.run[1], 3);
}

TEST(MatchModel, ExpectsWhatCameBefore) {
  ByteStore store(12, 1);
  MatchModel model(5, 10);
  MatchModel::Follower follower;
  const std::string text = "the quick brown fox jumps over the lazy dog; the quick brown fox sleeps";
  unsigned right = 0;
  std::uint64_t last8 = 0;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    right += follower.expected == byte + 256U ? 1 : 0;
    if (follower.expected != 0 && follower.expected != byte + 256U) follower.misses |= 1U;
    store.Write(i, byte);
    last8 = last8 << 8 | byte;
    const auto hash = static_cast<std::uint32_t>((last8 << 24) * 0x9E3779B97F4A7C15U >> 32);
    model.NextByte(follower, hash, i, store);
  }
  EXPECT_GE(right, 13U);
}

TEST(LaneHistory, KnowsWordsLinesAndRecords) {
  LaneHistory history;
  for (const char c : std::string("  One two\n  one TWO")) history.Append(static_cast<std::uint8_t>(c));
  EXPECT_TRUE(history.is_text());
  EXPECT_EQ(history.column(), 9U);
  EXPECT_EQ(history.line_start - history.previous_start, 10U);
  EXPECT_EQ(history.first_bytes, static_cast<std::uint32_t>('o') | 2U << 8);
  const std::uint32_t two = history.word;
  EXPECT_EQ(history.past_words[1], two);  // case does not matter
  EXPECT_EQ(history.past_words[2], history.past_words[0]);
  LaneHistory table;
  std::mt19937 random(2);
  for (unsigned i = 0; i < 4000; ++i) {
    const unsigned byte = i % 13 == 0 ? 7 : i % 13 == 5 ? 200 : random() & 255U;
    table.Append(static_cast<std::uint8_t>(byte));
  }
  EXPECT_EQ(table.record.bytes(), 13U);
  EXPECT_FALSE(table.is_text());
}

TEST(X86Instructions, FollowsInstructionBoundaries) {
  X86Instructions x86;
  // push rbp; mov rbp,rsp; call rel32; mov eax,[rbp-4]; lea rax,[rip+disp32]; movzx eax,al; test; jne rel8; ret
  const std::vector<std::vector<std::uint8_t>> code = {{0x55},
                                                       {0x48, 0x89, 0xE5},
                                                       {0xE8, 1, 2, 3, 4},
                                                       {0x8B, 0x45, 0xFC},
                                                       {0x48, 0x8D, 0x05, 9, 9, 9, 9},
                                                       {0x0F, 0xB6, 0xC0},
                                                       {0xF6, 0xC1, 0x01},
                                                       {0x75, 0x10},
                                                       {0x48, 0x8B, 0x44, 0x24, 0x18},
                                                       {0x66, 0x81, 0xF9, 1, 2},
                                                       {0x0F, 0x84, 1, 2, 3, 4},
                                                       {0xC3}};
  for (const auto& instruction : code) {
    for (std::size_t i = 0; i < instruction.size(); ++i) {
      x86.Append(instruction[i]);
      if (i + 1 < instruction.size()) {
        EXPECT_NE(x86.current(), 0U) << std::hex << int{instruction[0]} << " byte " << i;
      }
    }
    EXPECT_EQ(x86.place(), 0U) << std::hex << int{instruction[0]};
    EXPECT_EQ(x86.current(), 0U);
  }
}

}  // namespace
}  // namespace llmzip::cm
