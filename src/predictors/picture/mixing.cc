#include "predictors/picture/mixing.h"

#include <algorithm>

namespace llmzip::picture {
namespace {

constexpr std::uint32_t kCountMask = (1U << kCountBits) - 1;
constexpr std::uint32_t kOpinionHead = 20;    // decisions that the first guess at a cell counts for
constexpr std::uint32_t kOpinionLimit = 900;  // decisions that a cell remembers
constexpr std::uint32_t kContextLimit = 250;
constexpr std::uint32_t kSure = 32;  // decisions after which a slot's faster probability counts in full
constexpr float kContextWeight = 0.02F;
constexpr float kIndexWeight = 0.1F;  // where there are no opinions
constexpr float kBias = 0.3F;
constexpr float kRate = 0.0015F;
constexpr float kFinalRate = 0.0007F;
constexpr float kMostSum = 11.5F;
constexpr Frequency kLeast = 16;

// Of 2^22, from a slot or a cell.
std::uint32_t ProbabilityOf(std::uint32_t counted) { return counted >> kCountBits; }

std::uint32_t Counted(std::uint32_t counted, bool bit, std::uint32_t share, std::uint32_t limit) {
  const std::uint32_t count = std::min((counted & kCountMask) + 1, limit);
  return Moved(ProbabilityOf(counted), bit, share) << kCountBits | count;
}

}  // namespace

ContextSlots::Slot& ContextSlots::Find(std::uint32_t hash, std::uint32_t otherwise) {
  const std::uint32_t at = hash & mask_;
  const auto check = static_cast<std::uint16_t>((hash >> 16) | 1);
  Slot* slot = &slots_[at];
  if (slot->check == check) return *slot;
  Slot* const other = &slots_[at ^ 1];
  if (other->check == check) return *other;
  if ((other->counted & kCountMask) < (slot->counted & kCountMask)) slot = other;
  *slot = {.counted = otherwise << kCountBits,
           .recent = static_cast<std::uint16_t>(otherwise >> (kStepBits - 16)),
           .check = check};
  return *slot;
}

Mixing::Mixing(const Shape& shape, ContextSlots& slots, const LaneKernels& kernels)
    : shape_(shape),
      width_(InputsOf(shape)),
      kernels_(kernels),
      slots_(slots),
      opinions_(std::size_t{shape.opinions} * kScales * kOffsets * kNodes),
      weights_(shape.sets * kRows * width_),
      used_(shape.sets * kRows),
      finals_(std::size_t{kFinals} * kNodes * shape.sets, 1.0F / static_cast<float>(shape.sets)),
      inputs_(width_) {}

std::uint64_t Mixing::Memory(const Shape& shape) {
  return 4 * (std::uint64_t{shape.opinions} * kScales * kOffsets * kNodes + shape.sets * kRows * (InputsOf(shape) + 1) +
              std::uint64_t{kFinals} * kNodes * shape.sets);
}

bool Mixing::Code(const Situation& situation, unsigned node, bool known, BitCoder& coder) {
  float* const inputs = inputs_.data();
  std::size_t k = 0;
  for (unsigned i = 0; i < shape_.opinions; ++i) {
    const auto [scale, offset] = situation.opinion[i];
    const std::size_t cell = (std::size_t{scale} * kOffsets + offset) * kNodes + node;
    std::uint32_t* const counted = &opinions_[std::size_t{i} * kScales * kOffsets * kNodes + cell];
    if (*counted == 0) *counted = tables_.expected(scale, offset)[node] << kCountBits;
    cells_[i] = counted;
    inputs[k++] = tables_.Stretched(ProbabilityOf(*counted));
  }
  const std::uint32_t first = shape_.opinions == 0 ? 1U << (kStepBits - 1) : ProbabilityOf(*cells_[0]);
  const float base = tables_.Stretched(first);
  for (unsigned i = 0; i < shape_.contexts; ++i) {
    ContextSlots::Slot& slot = slots_.Find(HashOfTwo(situation.context[i], node), first);
    found_[i] = &slot;
    const std::uint32_t count = slot.counted & kCountMask;
    const float sure = static_cast<float>(std::min(count, kSure)) * (1.0F / kSure);
    inputs[k++] = tables_.Stretched(ProbabilityOf(slot.counted)) - base;
    inputs[k++] = (tables_.Stretched(std::uint32_t{slot.recent} << (kStepBits - 16)) - base) * sure;
  }
  for (unsigned i = 1; i < shape_.opinions; ++i) inputs[i] -= base;
  inputs[k] = kBias;

  const unsigned node_class = ClassOf(node);
  for (unsigned s = 0; s < shape_.sets; ++s) {
    const std::size_t row = s * kRows + (s == 0 ? node : situation.selected[s] * kClasses + node_class);
    rows_[s] = &weights_[row * width_];
    uses_[s] = &used_[row];
    if (*uses_[s] != 0) continue;
    *uses_[s] = 1;
    if (s != 0) {  // what the set of nodes has learnt
      std::copy_n(rows_[0], width_, rows_[s]);
      continue;
    }
    const unsigned opinions = shape_.opinions;
    std::fill_n(rows_[s], opinions, 1.0F / static_cast<float>(std::max(1U, opinions)));
    if (opinions != 0) rows_[s][0] = 1.0F;
    std::fill_n(rows_[s] + opinions, 2 * shape_.contexts, opinions == 0 ? kIndexWeight : kContextWeight);
  }
  kernels_.dot(inputs, width_, rows_.data(), shape_.sets, sums_.data());
  last_ = &finals_[(std::size_t{situation.final_selected} * kNodes + node) * shape_.sets];
  float sum = 0;
  for (unsigned s = 0; s < shape_.sets; ++s) {
    sums_[s] = std::min(std::max(sums_[s], -kMostSum), kMostSum);
    sum += last_[s] * sums_[s];
  }
  mixed_ = tables_.Squashed(sum);
  const auto one = static_cast<Frequency>(mixed_ * static_cast<float>(1U << kFrequencyBits));
  const bool bit = coder.Code(known, std::clamp(one, kLeast, (1U << kFrequencyBits) - kLeast));
  if (learning_) Learn(bit);
  return bit;
}

void Mixing::Learn(bool bit) {
  const float target = bit ? 1.0F : 0.0F;
  std::array<float, kMostSets> rates;
  const float final_step = (target - mixed_) * kFinalRate;
  for (unsigned s = 0; s < shape_.sets; ++s) {
    const float uses = static_cast<float>(*uses_[s]);
    rates[s] = (target - tables_.Squashed(sums_[s])) * (kRate * (1.0F + 4.0F / (1.0F + uses * 0.02F)));
    if (*uses_[s] < 1'000'000) ++*uses_[s];
    last_[s] += final_step * sums_[s];
  }
  kernels_.train(inputs_.data(), width_, rows_.data(), rates.data(), shape_.sets);
  for (unsigned i = 0; i < shape_.opinions; ++i) {
    const std::uint32_t share = tables_.Share((*cells_[i] & kCountMask) + kOpinionHead);
    *cells_[i] = Counted(*cells_[i], bit, share, kOpinionLimit);
  }
  for (unsigned i = 0; i < shape_.contexts; ++i) {
    ContextSlots::Slot& slot = *found_[i];
    slot.counted = Counted(slot.counted, bit, tables_.Share((slot.counted & kCountMask) + 1), kContextLimit);
    const int wanted = bit ? 65535 : 0;
    slot.recent = static_cast<std::uint16_t>(slot.recent + (wanted - slot.recent) / 16);
  }
}

std::uint32_t Mixing::CodeValue(const Situation& situation, std::uint32_t threshold, std::uint32_t most,
                                std::uint32_t known, BitCoder& coder) {
  const bool known_above = known >= threshold;
  const bool above = Code(situation, kSideNode, known_above, coder);
  const unsigned side = above ? 1 : 0;
  const std::uint32_t limit = above ? most - threshold : threshold - 1;
  // What is known may be on the other side when nothing is really known (generation): then the nearest is.
  const std::uint32_t distance = above == known_above ? (above ? known - threshold : threshold - 1 - known) : 0;
  const unsigned wanted = BucketOf(distance);
  unsigned bucket = 0;
  while (BucketBegin(bucket + 1) <= limit &&
         !Code(situation, kBucketNodes + side * kBuckets + bucket, wanted <= bucket, coder)) {
    ++bucket;
  }
  std::uint32_t begin = BucketBegin(bucket);
  const unsigned bits = BucketBits(bucket);
  for (unsigned b = bits; b-- > 0;) {
    const std::uint32_t middle = begin + (1U << b);
    if (middle > limit) continue;
    const unsigned node = b + 1 == bits ? kPlaceNodes + side * kBuckets + bucket
                                        : kLowNodes + std::min(b, 2U) * 4 + std::min((bucket - 6) / 4, 3U);
    if (Code(situation, node, distance >= middle, coder)) begin = middle;
  }
  return above ? threshold + begin : threshold - 1 - begin;
}

}  // namespace llmzip::picture
