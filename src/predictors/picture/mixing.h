// Mixing: the probability of each decision, from opinions with a scale of error, and from counted contexts.
//
// An opinion is a guess at the sample with the scale of its errors nearby. Its table holds, for each scale, offset of
// the threshold from the guess, and node, how often the decision came out as a one; it begins with what a smooth
// distribution around the guess gives. A context is a hash of what lies around; its slot begins with what the first
// opinion says. All are inputs of several mixers, whose weights are chosen by the situation; a last mixer weighs those.
// spec.md says exactly what is computed.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_MIXING_H_
#define LLMZIP_PREDICTORS_PICTURE_MIXING_H_

#include <array>
#include <cstdint>
#include <vector>

#include "llmzip/predictor.h"
#include "predictors/cm/zeroed_array.h"
#include "predictors/picture/decisions.h"
#include "predictors/picture/kernels/lane_kernels.h"

namespace llmzip::picture {

constexpr unsigned kFrequencyBits = 22;
constexpr unsigned kMostOpinions = 112;
constexpr unsigned kMostContexts = 48;
constexpr unsigned kMostSets = 8;
constexpr unsigned kSelections = 64;  // values that choose the weights of a set; the first set goes by node instead
constexpr unsigned kFinals = 16;      // values that choose the weights of the last mixer

inline std::uint32_t HashOfTwo(std::uint32_t a, std::uint32_t b) {
  std::uint32_t h = (a * 0x9E3779B1U) ^ ((b + 0x7F4A7C15U) * 0x85EBCA6BU);
  h ^= h >> 15;
  h *= 0xC2B2AE35U;
  return h ^ (h >> 13);
}

/// The counted contexts of a whole stream.
class ContextSlots {
 public:
  struct Slot {
    std::uint32_t counted = 0;  // probability of 2^22, times 2^10, + number of decisions
    std::uint16_t recent = 0;   // probability of 2^16 that follows faster
    std::uint16_t check = 0;    // never 0 in use
  };
  explicit ContextSlots(unsigned bits) : slots_(std::size_t{1} << bits), mask_((1U << bits) - 1) {}
  /// The slot of a hash; if it is new, its probability is `otherwise`, of 2^22.
  Slot& Find(std::uint32_t hash, std::uint32_t otherwise);
  [[nodiscard]] static constexpr std::uint64_t Memory(unsigned bits) { return sizeof(Slot) << bits; }

 private:
  cm::ZeroedArray<Slot> slots_;
  std::uint32_t mask_;
};

/// What is known about a sample before it is coded.
struct Situation {
  struct Opinion {
    std::uint8_t scale;
    std::uint8_t offset;
  };
  unsigned opinions = 0;
  unsigned contexts = 0;
  std::array<Opinion, kMostOpinions> opinion;
  std::array<std::uint32_t, kMostContexts> context;
  std::array<std::uint8_t, kMostSets> selected;
  std::uint8_t final_selected = 0;

  void AddOpinion(float difference, unsigned scale) {
    opinion[opinions++] = {static_cast<std::uint8_t>(scale), static_cast<std::uint8_t>(OffsetOf(difference, scale))};
  }
  void AddContext(std::uint32_t hash) {
    context[contexts] = HashOfTwo(hash, contexts);
    ++contexts;
  }
};

class Mixing {
 public:
  struct Shape {
    unsigned opinions;
    unsigned contexts;
    unsigned sets;
  };
  Mixing(const Shape& shape, ContextSlots& slots, const LaneKernels& kernels);

  /// Codes a decision with this node; returns it.
  bool Code(const Situation& situation, unsigned node, bool known, BitCoder& coder);

  /// A whole value, 0 … most, by decisions.h; `threshold` is 1 … most. Returns it.
  std::uint32_t CodeValue(const Situation& situation, std::uint32_t threshold, std::uint32_t most, std::uint32_t known,
                          BitCoder& coder);

  void StopLearning() { learning_ = false; }

  [[nodiscard]] static std::uint64_t Memory(const Shape& shape);

 private:
  static constexpr std::size_t kRows = kSelections * kClasses > kNodes ? kSelections* kClasses : kNodes;
  static constexpr std::size_t InputsOf(const Shape& shape) {
    return (shape.opinions + 2 * shape.contexts + 1 + 15) / 16 * 16;
  }
  void Learn(bool bit);

  const Shape shape_;
  const std::size_t width_;  // inputs, a multiple of 16
  const Tables& tables_ = Tables::Get();
  const LaneKernels& kernels_;
  ContextSlots& slots_;
  cm::ZeroedArray<std::uint32_t> opinions_;  // [opinion][scale][offset][node]; 0: as the tables expect
  cm::ZeroedArray<float> weights_;           // [set][row][input]
  std::vector<std::uint32_t> used_;          // [set][row]: how often; weights of 0 uses are not set yet
  std::vector<float> finals_;                // [selected][node][set]
  cm::ZeroedArray<float> inputs_;
  bool learning_ = true;

  // Of the decision at hand.
  std::array<std::uint32_t*, kMostOpinions> cells_;
  std::array<ContextSlots::Slot*, kMostContexts> found_;
  std::array<float*, kMostSets> rows_;
  std::array<std::uint32_t*, kMostSets> uses_;
  std::array<float, kMostSets> sums_;
  float* last_ = nullptr;
  float mixed_ = 0;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_MIXING_H_
