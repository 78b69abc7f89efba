// FastIndex: what has no tone: indices into a palette, samples of 1, 2 and 4 bits, and bytes that are no pixels.
//
// A symbol of 1 … 8 bits is coded bit by bit, most significant first, in up to fifteen contexts given by hashes; their
// slots lie in one shared table, in lines of sixteen. fast.spec.md §5. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_INDEX_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "predictors/picture/fast_decision.h"

namespace llmzip::picture {

using FastHashes = std::array<std::uint32_t, kOpinions>;

constexpr std::uint32_t FastHash(std::uint32_t hash, std::uint32_t value) {
  hash = (hash + value + 1) * 0x9E3779B1U;
  return hash ^ hash >> 15;
}

class FastIndex {
 public:
  explicit FastIndex(std::span<std::uint32_t> shared)
      : shared_(shared),
        by_node_(std::size_t{kForms} * 256, FirstFastWeights()),
        by_set_(kSets, FirstFastWeights()),
        of_node_(std::size_t{kForms} * 256, FirstFastRefinement()),
        of_set_(kSets, FirstFastRefinement()) {}

  /// Codes a symbol of `bits` bits. `form`, 0 … 5, tells apart what symbols are; `set`, 0 … 255, chooses weights.
  std::uint32_t Code(std::uint32_t known, unsigned bits, const FastHashes& hashes, unsigned form, unsigned set,
                     FastDecision& decision) {
    const std::size_t mask = shared_.size() - 1;
    std::uint32_t node = 1;
    FastDecision::Slots slots;
    for (unsigned place = bits; place-- > 0;) {
      const unsigned done = bits - 1 - place;
      // A line serves four bits; a single bit needs no line.
      for (unsigned i = 0; i < kOpinions; ++i) {
        const std::size_t at = bits == 1
                                   ? hashes[i]
                                   : std::size_t{done < 4 ? hashes[i] : FastHash(hashes[i], node >> (done - 4))} * 16 +
                                         (done < 4 ? node : (node & ((1U << (done - 4)) - 1)) | 1U << (done - 4));
        slots[i] = &shared_[at & mask];
      }
      const bool bit = decision.Code((known >> place & 1U) != 0, slots, by_node_[form * 256 + node], by_set_[set],
                                     of_node_[form * 256 + node], of_set_[set]);
      node = node * 2 + (bit ? 1 : 0);
    }
    return node - (1U << bits);
  }

  static std::uint64_t Memory() {
    return (std::uint64_t{kForms} * 256 + kSets) * (sizeof(FastWeights) + sizeof(FastRefinement)) + sizeof(FastIndex);
  }

 private:
  static constexpr unsigned kForms = 6;
  static constexpr unsigned kSets = 1024;

  std::span<std::uint32_t> shared_;
  std::vector<FastWeights> by_node_;
  std::vector<FastWeights> by_set_;
  std::vector<FastRefinement> of_node_;
  std::vector<FastRefinement> of_set_;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_INDEX_H_
