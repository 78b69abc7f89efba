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
  struct Merge {
    Symbol left;
    Symbol right;
    Symbol merged;
  };

  /// Of these merges, fewer than 2^32, the lowest rank first. Of a pair that is there twice the later one counts.
  explicit MergeTable(const std::vector<Merge>& merges = {});

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
    Symbol right;
    Symbol merged;
    std::uint32_t rank;
  };

  /// Null if that pair does not merge. Takes the logarithm of the number of merges, whatever is in them: a hash table
  /// would take as long as whoever chose the merges likes.
  [[nodiscard]] const Entry* Find(Symbol left, Symbol right) const;
  void Offer(std::uint32_t position, Scratch* scratch) const;

  std::vector<std::uint32_t> begins_;  // by left symbol: where its entries begin; one more than there are left symbols
  std::vector<Entry> entries_;         // by left, then by right symbol
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_MERGE_TABLE_H_
