// LanguageRows: the tokens that go through a language model together, and how its threads share their attention.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_ROWS_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_ROWS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "predictors/net/kernels/language_kernels.h"
#include "predictors/net/language_state.h"

namespace llmzip::net {

/// Most rows that pass at once: many, so that weights are read rarely; few enough for the caches.
inline constexpr std::size_t kMostLanguageRows = 64;

struct LanguageRows {
  /// Queries of one lane at one head of keys and values: number `first` … `first` + `count` of its rows' queries, row
  /// by row.
  struct Task {
    std::size_t segment;
    std::size_t head;
    std::size_t first;
    std::size_t count;
  };
  /// Rows of one lane at places that follow each other.
  struct Segment {
    LanguageState* state;
    std::size_t first;
    std::size_t count;
  };
  static constexpr std::uint32_t kNoLogits = ~std::uint32_t{0};
  static constexpr std::size_t kScores = 65536;
  static constexpr std::size_t kFewestQueries = 4;

  std::vector<Segment> segments;
  std::vector<LanguageState*> states;  // a row each
  std::vector<std::uint32_t> tokens;   // a row each
  std::vector<std::uint32_t> places;   // a row each
  std::vector<std::uint32_t> slots;    // a row each: its number among those with logits, or kNoLogits
  std::vector<float*> logits;          // of each row that has them
  std::vector<Task> tasks;

  [[nodiscard]] std::size_t count() const { return tokens.size(); }

  void Clear() {
    segments.clear();
    states.clear();
    tokens.clear();
    places.clear();
    slots.clear();
    logits.clear();
    tasks.clear();
  }

  void BeginSegment(LanguageState* state) { segments.push_back({state, count(), 0}); }

  void Add(std::uint32_t token, float* logits_of_row) {
    Segment& segment = segments.back();
    states.push_back(segment.state);
    tokens.push_back(token);
    places.push_back(segment.state->Advance());
    slots.push_back(logits_of_row == nullptr ? kNoLogits : static_cast<std::uint32_t>(logits.size()));
    if (logits_of_row != nullptr) logits.push_back(logits_of_row);
    ++segment.count;
  }

  /// Queries that pass attention together, when they see places below `end`: their scores are to stay in the caches.
  static std::size_t QueriesAtOnce(std::size_t end) {
    return std::clamp<std::size_t>(kScores / Padded(end), kFewestQueries, kMostQueries);
  }
  /// Scores of so many queries, at most, when no place is above `end`.
  static std::size_t MostScores(std::size_t end) {
    return std::min(kMostQueries * Padded(end), std::max(kScores, kFewestQueries * Padded(end)));
  }

  void ShareAttention(std::size_t key_value_heads, std::size_t group) {
    for (std::size_t n = 0; n < segments.size(); ++n) {
      const std::size_t queries = segments[n].count * group;
      const std::size_t at_once = QueriesAtOnce(places[segments[n].first + segments[n].count - 1] + std::size_t{1});
      for (std::size_t head = 0; head < key_value_heads; ++head) {
        for (std::size_t first = 0; first < queries; first += at_once) {
          tasks.push_back({n, head, first, std::min(at_once, queries - first)});
        }
      }
    }
  }
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_ROWS_H_
