// Byte-pair encoding: which pairs of neighbours become one symbol, and in which order.
//
// Among all neighbouring pairs that have a merge, the one of lowest rank merges first (the leftmost of equals), until
// none is left. A heap of candidates and a linked list of symbols make this O(n log n).
// Thread safety: const methods may be called from many threads at once, each with its own Scratch.
#ifndef LLMZIP_TOKENISERS_MERGE_TABLE_H_
#define LLMZIP_TOKENISERS_MERGE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "llmzip/predictor.h"

namespace llmzip {

class MergeTable {
 public:
  /// Room for `count` merges, fewer than 2^31.
  explicit MergeTable(std::size_t count);

  /// The next merge in rank. A pair that is there already gets this rank and result.
  void Add(Symbol left, Symbol right, Symbol merged);

  /// Memory that calls of Apply reuse.
  class Scratch {
    friend class MergeTable;
    struct Link {
      Symbol symbol;
      std::uint32_t previous;
      std::uint32_t next;
    };
    struct Candidate {
      std::uint64_t order;  // rank, then the position of its left symbol
      Symbol merged;
      bool operator<(const Candidate& other) const { return order > other.order; }  // the heap's top is the first
    };
    std::vector<Link> links_;
    std::vector<Candidate> heap_;
  };

  /// Merges `symbols`, fewer than 2^32, until no pair merges.
  void Apply(std::vector<Symbol>* symbols, Scratch* scratch) const;

 private:
  struct Entry {
    std::uint64_t pair = kNoPair;
    std::uint32_t rank = 0;
    Symbol merged = 0;
  };
  static constexpr std::uint64_t kNoPair = ~std::uint64_t{0};

  [[nodiscard]] std::size_t SlotOf(std::uint64_t pair) const;
  void Offer(std::uint32_t position, Scratch* scratch) const;

  std::vector<Entry> entries_;  // open addressing, a power of two, at most two thirds full
  unsigned shift_ = 0;
  std::uint32_t next_rank_ = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_MERGE_TABLE_H_
