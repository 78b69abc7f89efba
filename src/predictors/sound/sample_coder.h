// SampleCoder: one sample as a series of binary decisions.
//
// What is coded is whether the sample lies above a place, again and again, until one value is left: first bins around
// the centre, about as wide as errors are of late, outwards until one of them holds it; then halves of the bin. Each
// opinion of the channel, together with the size of its errors, is an expert: a logistic distribution, which gives
// every such decision a probability. These are mixed, as log-odds, with what counters under several contexts have seen
// (spec.md). All channels share what is learnt here. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_SOUND_SAMPLE_CODER_H_
#define LLMZIP_PREDICTORS_SOUND_SAMPLE_CODER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "llmzip/predictor.h"
#include "predictors/sound/channel.h"
#include "predictors/sound/kernels/sound_kernels.h"
#include "predictors/sound/sample_layout.h"
#include "predictors/sound/seen_values.h"

namespace llmzip::sound {

class SampleCoder {
 public:
  explicit SampleCoder(const SoundKernels& kernels);

  static std::size_t MemoryBytes();

  /// Other sound begins, which may have other values.
  void BeginSound();

  void StopLearning() { learning_ = false; }

  /// The next sample of `channel`, which has predicted it. `other` is the other channel of its pair, or null; `side`
  /// its number modulo 2. `known` is what an encoder codes.
  std::int64_t Code(Channel& channel, const Channel* other, unsigned side, const SampleLayout& layout,
                    std::int64_t known, BitCoder& coder);

 private:
  static constexpr std::size_t kCounters = 7;
  static constexpr std::size_t kWeightSets = 2;

  // The sample being coded, in units of the lowest bit that its channel uses: it is one of low … high - 1.
  struct Sample {
    std::int64_t known = 0;
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t centre = 0;
    bool is_above = false;             // the centre, the value nearest to it
    unsigned width_bits = 0;           // a bin has 2^width_bits values
    const SeenValues* seen = nullptr;  // null: not counted
    std::uint32_t bins_seen = 0;       // context of decisions between bins

    // Contexts.
    std::uint32_t width = 0;
    std::uint32_t size = 0;
    std::uint32_t trend = 0;
    std::uint32_t neighbour = 0;
    std::uint32_t recent = 0;
    std::uint32_t place = 0;
    std::uint32_t fraction = 0;
    std::uint32_t side = 0;
  };

  unsigned CodeUnused(Channel& channel, const SampleLayout& layout, std::int64_t known, BitCoder& coder);
  SeenValues& SeenOf(unsigned side, unsigned used);
  void Prepare(const Channel& channel, const Channel* other, unsigned unused, Sample& sample);
  void CodeBins(Sample& sample, BitCoder& coder);
  void CodeWithinBin(Sample& sample, BitCoder& coder);
  void Decide(Sample& sample, std::uint32_t node, std::int64_t at, std::uint32_t seen, BitCoder& coder);
  bool DecidePlainly(std::uint32_t& entry, bool known, BitCoder& coder) const;

  const SoundKernels& kernels_;
  bool learning_ = true;
  std::array<std::vector<float>, kWeightSets> weights_;
  std::array<std::vector<std::uint32_t>, kCounters> counters_;  // as cm::AdaptiveMap's
  std::vector<std::uint32_t> low_bits_;
  std::vector<std::uint32_t> unused_bits_;
  std::array<SeenValues, 2> seen_;

  // Of the sample being coded.
  Experts experts_{};
  std::array<Masses, 3> masses_{};
  std::size_t low_masses_ = 0;
  std::size_t high_masses_ = 1;
  std::size_t free_masses_ = 2;
  int outcome_ = 0;  // the bin: below the centre's, it, above it
};

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_SAMPLE_CODER_H_
