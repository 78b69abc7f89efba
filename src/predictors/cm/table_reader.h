// TableReader: primes the tables of context mixing with known bytes, without predicting them.
//
// It processes all eight bits of a byte for one context after the other, and meanwhile fetches the lines of the next
// byte; this is several times faster than mixing. A context learns what it would learn in LearnBit; only where two
// contexts share a slot does the order matter. From phrases, only histories are learnt, and only of contexts that lie
// within a phrase: how well a history predicts can only be learnt from running text, and the slots of the other
// contexts would evict these.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_TABLE_READER_H_
#define LLMZIP_PREDICTORS_CM_TABLE_READER_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/hashing.h"
#include "predictors/cm/history_table.h"

namespace llmzip::cm {

/// The parts of a predictor that a reader teaches.
struct TaughtTables {
  HistoryTable& table;
  const std::array<std::array<std::uint8_t, 256>, 2>& next;  // bit histories
  std::uint32_t* history_map;                                // [context][state]
  std::uint32_t history_limit;
  std::uint32_t* run_map;  // [context][run class][bit]
  std::uint32_t run_limit;
  const std::array<std::uint8_t, 256>& run_class;
  unsigned first_run_context;
};

/// `wanted`: a bit for each of the contexts that learn; `maps`: whether what is made of histories and runs learns too.
template <unsigned contexts, std::uint32_t wanted, bool maps>
class TableReader {
 public:
  explicit TableReader(const TaughtTables& tables) : tables_(tables) {}

  /// The next byte, and its contexts' hashes before it. Learns from the byte before.
  void Take(const std::array<std::uint32_t, contexts>& hashes, std::uint8_t byte) {
    Fetched& fetched = fetched_[taken_ % 2];
    fetched.byte = byte;
    fetched.first = hashes;
    for (unsigned i = 0; i < contexts; ++i) {
      if (!Wanted(i)) continue;
      fetched.second[i] = HistoryTable::Neighbour(HashNibble(hashes[i], 8U | byte >> 5), (byte >> 4) & 1U);
      tables_.table.Prefetch(fetched.first[i]);
      tables_.table.Prefetch(fetched.second[i]);
    }
    if (taken_++ > 0) Learn(fetched_[taken_ % 2]);
  }

  /// Learns from the last byte taken.
  void Finish() {
    if (taken_ > 0) Learn(fetched_[(taken_ - 1) % 2]);
  }

 private:
  /// A byte whose lines are on their way from memory.
  struct Fetched {
    std::array<std::uint32_t, contexts> first{};   // of each context, the hash for its first half
    std::array<std::uint32_t, contexts> second{};  // and for its second
    std::uint8_t byte = 0;
  };

  static constexpr bool Wanted(unsigned context) { return (wanted >> context & 1U) != 0; }

  void Learn(const Fetched& fetched) {
    for (unsigned i = 0; i < contexts; ++i) {
      if (!Wanted(i)) continue;
      const HistoryTable::Slot slot = tables_.table.Find(fetched.first[i]);
      LearnRun(i, slot.run, fetched.byte);
      LearnNibble(i, slot.states, fetched.byte >> 4);
      LearnNibble(i, tables_.table.Find(fetched.second[i]).states, fetched.byte & 15U);
    }
  }

  void LearnRun(unsigned context, std::uint8_t* run, std::uint8_t byte) {
    if (maps && context >= tables_.first_run_context && run[1] != 0) {
      std::uint32_t* const trust = tables_.run_map + context * 128 + tables_.run_class[run[1]] * 8U;
      const auto agreed = static_cast<unsigned>(std::countl_zero(static_cast<std::uint8_t>(run[0] ^ byte)));
      for (unsigned bit = 0; bit < std::min(agreed + 1, 8U); ++bit) {
        LearnBit(trust[bit], bit < agreed ? 1 : 0, tables_.run_limit);
      }
    }
    CountRun(run, byte);
  }

  void LearnNibble(unsigned context, std::uint8_t* states, unsigned nibble) {
    [[maybe_unused]] std::uint32_t* const map = tables_.history_map + std::size_t{context} * 256;
    for (unsigned node = 1, place = 4; place-- > 0;) {
      const unsigned bit = (nibble >> place) & 1U;
      if constexpr (maps) LearnBit(map[states[node]], bit, tables_.history_limit);
      states[node] = tables_.next[bit][states[node]];
      node = node * 2 + bit;
    }
  }

  TaughtTables tables_;
  std::array<Fetched, 2> fetched_{};
  std::size_t taken_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_TABLE_READER_H_
