#include "predictors/sound/sample_coder.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/logistic.h"

namespace llmzip::sound {
namespace {

constexpr std::uint32_t kNodes = 64;

// The contexts under which counters and weight sets are kept, besides the node.
constexpr std::size_t kCounterContexts[] = {64, 320, 64, 64, 64, 128, 512};
constexpr std::size_t kSetContexts[] = {8, 8};

constexpr std::uint32_t kUnseen = 1U << 31;  // an entry of AdaptiveMap at its start
constexpr std::uint32_t kCounterLimit = 160;
constexpr std::uint32_t kPlainLimit = 1000;
constexpr Frequency kLeast = 32;

constexpr float kRate = 0.0005F;
constexpr float kFirstExpertWeight = 0.8F;
constexpr float kFirstCounterWeight = 0.05F;
constexpr float kBiasInput = 0.3F;
constexpr float kMostLogit = 11.0F;

constexpr float kBinShare = 0.8F;
constexpr float kScaleShare = 0.6F;
constexpr float kScaleFloor = 0.08F;

constexpr unsigned kMixedHalvings = 3;
constexpr unsigned kEvenBins = 3;  // outwards, before their width doubles each time
constexpr std::uint32_t kFirstOutwardNode = 4;
constexpr std::uint32_t kFirstHalvingNode = 28;
constexpr std::uint32_t kNothingSeen = 40;  // of the last counter's contexts

std::int64_t Floor(double x) {
  const auto truncated = static_cast<std::int64_t>(x);
  return truncated - (static_cast<double>(truncated) > x ? 1 : 0);
}

// 2^-n.
double Fraction(unsigned n) { return 1 / static_cast<double>(std::uint64_t{1} << n); }

std::uint32_t SizeClass(float relative) {
  const float size = std::fabs(relative);
  return size < 0.4F ? 0 : size < 1.0F ? 1 : size < 2.0F ? 2 : 3;
}

std::uint32_t NeighbourClass(float relative) {
  const float size = std::fabs(relative);
  if (size < 0.3F) return 0;
  return (size < 0.9F ? 1 : size < 2.0F ? 2 : 3) + (relative < 0 ? 4 : 0);
}

std::uint32_t TrendClass(float ratio) {
  return ratio < 0.5F ? 0 : ratio < 0.8F ? 1 : ratio < 1.25F ? 2 : ratio < 2.0F ? 3 : 4;
}

// Quarters of octaves.
std::uint32_t OctaveClass(float size) {
  const auto eighths = static_cast<std::uint64_t>(size * 8) + 8;
  const auto octave = static_cast<std::uint32_t>(std::bit_width(eighths)) - 4;  // at least 0, as eighths are at least 8
  // NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult)
  return std::min<std::uint32_t>(octave * 4 + static_cast<std::uint32_t>(eighths >> (octave + 1) & 3U), 60);
}

}  // namespace

SampleCoder::SampleCoder(const SoundKernels& kernels)
    : kernels_(kernels), low_bits_(std::size_t{8} * 5 * 5 * 4, kUnseen), unused_bits_(64 + 64, kUnseen) {
  std::array<float, kInputs> first{};
  for (std::size_t i = 0; i < kExperts; ++i)
    first[i] = kFirstExpertWeight / static_cast<float>(kExperts) / static_cast<float>(kWeightSets);
  for (std::size_t i = 0; i < kCounters; ++i)
    first[kExperts + i] = kFirstCounterWeight / static_cast<float>(kWeightSets);
  for (std::size_t s = 0; s < kWeightSets; ++s) {
    weights_[s].resize(kNodes * kSetContexts[s] * kInputs);
    for (std::size_t i = 0; i < weights_[s].size(); ++i) weights_[s][i] = first[i % kInputs];
  }
  for (std::size_t i = 0; i < kCounters; ++i) counters_[i].assign(kNodes * kCounterContexts[i], kUnseen);
}

std::size_t SampleCoder::MemoryBytes() {
  std::size_t bytes = sizeof(SampleCoder) + (800 + 128) * sizeof(std::uint32_t) + 2 * SeenValues::MemoryBytes();
  for (const std::size_t contexts : kSetContexts) bytes += kNodes * contexts * kInputs * sizeof(float);
  for (const std::size_t contexts : kCounterContexts) bytes += kNodes * contexts * sizeof(std::uint32_t);
  return bytes;
}

void SampleCoder::BeginSound() {
  for (SeenValues& seen : seen_) seen.Begin(0);
}

std::int64_t SampleCoder::Code(Channel& channel, const Channel* other, unsigned side, const SampleLayout& layout,
                               std::int64_t known, BitCoder& coder) {
  const unsigned unused = CodeUnused(channel, layout, known, coder);
  if (unused == layout.bits()) return 0;
  Sample sample;
  sample.known = known >> unused;
  sample.low = layout.least() >> unused;
  sample.high = (layout.most() >> unused) + 1;
  sample.side = side;
  SeenValues& seen = SeenOf(side, layout.bits() - unused);
  const bool counts = seen.bits() == layout.bits() - unused && seen.counts();
  sample.seen = counts ? &seen : nullptr;
  Prepare(channel, other, unused, sample);
  const double centre = channel.centre().value;
  const float size = 0.5F * (channel.centre().error[0] + channel.centre().error[1]);
  CodeBins(sample, coder);
  CodeWithinBin(sample, coder);
  if (counts && learning_) seen.Add(sample.low);
  const std::int64_t number = sample.low * (std::int64_t{1} << unused);
  channel.recent.used |= static_cast<std::uint64_t>(number);
  channel.recent.before = channel.recent.last;
  channel.recent.last = static_cast<float>((static_cast<double>(number) - centre) / static_cast<double>(size + 0.5F));
  return number;
}

// The low bits that all samples of the channel so far have in common: zeros. How many there are after this sample.
unsigned SampleCoder::CodeUnused(Channel& channel, const SampleLayout& layout, std::int64_t known, BitCoder& coder) {
  const auto trailing = [&](std::uint64_t bits) {
    return std::min(static_cast<unsigned>(std::countr_zero(bits)), layout.bits());
  };
  const unsigned unused = trailing(channel.recent.used);
  if (unused == 0) return 0;
  const unsigned now = std::min(unused, trailing(static_cast<std::uint64_t>(known)));
  if (!DecidePlainly(unused_bits_[unused], now < unused, coder)) return unused;
  std::uint32_t number = 1;
  for (unsigned bit = 5; bit-- > 0;) {
    const bool one = DecidePlainly(unused_bits_[64 + number], (now >> bit & 1U) != 0, coder);
    number = number * 2 + (one ? 1 : 0);
  }
  const unsigned coded = std::min(number - 32, unused - 1);
  channel.recent.used |= std::uint64_t{1} << coded;
  return coded;
}

SeenValues& SampleCoder::SeenOf(unsigned side, unsigned used) {
  SeenValues& seen = seen_[side];
  if (used > seen.bits()) seen.Begin(used);
  return seen;
}

void SampleCoder::Prepare(const Channel& channel, const Channel* other, unsigned unused, Sample& sample) {
  const double unit = Fraction(unused);
  const auto float_unit = static_cast<float>(unit);
  const double centre =
      std::clamp(channel.centre().value * unit, static_cast<double>(sample.low), static_cast<double>(sample.high - 1));
  sample.centre = Floor(centre + 0.5);
  sample.is_above = centre > static_cast<double>(sample.centre);

  const auto& errors = channel.centre().error;
  const float size = 0.5F * (errors[0] + errors[1]) * float_unit;
  const auto bin = static_cast<std::uint64_t>(size * kBinShare);
  sample.width_bits = bin == 0 ? 0 : static_cast<unsigned>(std::bit_width(bin)) - 1;
  sample.width = std::min(sample.width_bits, 6U);
  sample.size = OctaveClass(size);
  sample.trend = TrendClass(errors[0] / errors[2]);
  sample.neighbour = other == nullptr ? 0 : NeighbourClass(other->recent.last);
  sample.recent = SizeClass(channel.recent.last) * 4 + SizeClass(channel.recent.before);
  const auto within = static_cast<std::uint32_t>(sample.centre & ((std::int64_t{1} << sample.width_bits) - 1));
  sample.place = sample.width_bits < 2 ? within : within >> (sample.width_bits - 2);
  sample.fraction =
      static_cast<std::uint32_t>(std::clamp((centre - static_cast<double>(sample.centre) + 0.5) * 8, 0.0, 8.0));
  sample.bins_seen = kNothingSeen;
  if (sample.seen != nullptr && sample.width_bits == 0) {
    sample.bins_seen = 32;
    for (std::int64_t i = -1; i <= 1; ++i) {
      const std::int64_t value = std::clamp(sample.centre + i, sample.low, sample.high - 1);
      if (sample.seen->Share(value, 0) != 0) sample.bins_seen += 1U << (i + 1);
    }
  }

  std::size_t next = 0;
  const auto add = [&](const Opinion& opinion, std::size_t rate) {
    if (next == kExperts) return;
    experts_.centre[next] = static_cast<float>(opinion.value * unit - static_cast<double>(sample.centre));
    experts_.inverse_scale[next] = 1 / (opinion.error[rate] * float_unit * kScaleShare + kScaleFloor);
    ++next;
  };
  for (std::size_t rate = 0; rate < kErrorRates; ++rate) add(channel.centre(), rate);
  for (const std::size_t rate : {1, 0, 2}) {
    for (std::size_t i = 0; i + 1 < channel.opinions(); ++i) add(channel.opinion(i), rate);
  }
  low_masses_ = 0;
  high_masses_ = 1;
  free_masses_ = 2;
  for (std::size_t i = 0; i < kExperts; ++i) {
    masses_[0].below[i] = 0;
    masses_[0].above[i] = 1;
    masses_[1].below[i] = 1;
    masses_[1].above[i] = 0;
  }
}

// Is it in the centre's bin? If not, which way, and how many bins further?
void SampleCoder::CodeBins(Sample& sample, BitCoder& coder) {
  const auto may = [&](std::int64_t at) { return at > sample.low && at < sample.high; };
  const std::int64_t width = std::int64_t{1} << sample.width_bits;
  const std::int64_t bottom = sample.centre & ~(width - 1);
  const std::int64_t top = bottom + width;
  const bool upper = sample.width_bits == 0 ? sample.is_above : (sample.centre - bottom) * 2 >= width;
  outcome_ = 0;
  for (std::uint32_t step = 0; step < 2 && outcome_ == 0; ++step) {
    const bool tries_top = upper == (step == 0);
    const std::uint32_t node = upper ? step : 2 + step;
    if (tries_top) {
      if (may(top)) Decide(sample, node, top, sample.bins_seen, coder);
      if (sample.low >= top) outcome_ = 1;
    } else {
      if (may(bottom)) Decide(sample, node, bottom, sample.bins_seen, coder);
      if (sample.high <= bottom) outcome_ = -1;
    }
  }
  if (outcome_ == 0) return;
  std::int64_t step = width;
  for (std::uint32_t bins = 0;; ++bins) {
    if (bins >= kEvenBins) step *= 2;
    const std::int64_t at = outcome_ > 0 ? sample.low + step : sample.high - step;
    if (!may(at)) return;
    const std::uint32_t node = kFirstOutwardNode + std::min(bins, 11U) * 2 + (outcome_ > 0 ? 1 : 0);
    Decide(sample, node, at, sample.bins_seen, coder);
    if ((sample.low == at) != (outcome_ > 0)) return;
  }
}

void SampleCoder::CodeWithinBin(Sample& sample, BitCoder& coder) {
  for (std::uint32_t done = 0; sample.high - sample.low > 1; ++done) {
    const auto level =
        static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(sample.high - sample.low - 1))) - 1;
    const std::int64_t at = sample.low + (std::int64_t{1} << level);
    std::uint32_t lower = 4;
    std::uint32_t upper = 4;
    std::uint32_t novelty = 0;
    if (sample.seen != nullptr && level < SeenValues::kLevels && level < sample.width_bits) {
      lower = sample.seen->Share(sample.low, level);
      upper = sample.seen->Share(at, level);
      novelty = sample.seen->Novelty();
    }
    if (done < kMixedHalvings) {
      const std::uint32_t node = kFirstHalvingNode + done * 8 + static_cast<std::uint32_t>((outcome_ + 3) % 3);
      Decide(sample, node, at, lower * 5 + upper, coder);
      continue;
    }
    const std::size_t context = ((std::min(level, 7U) * 5 + lower) * 5 + upper) * 4 + novelty;
    (DecidePlainly(low_bits_[context], sample.known >= at, coder) ? sample.low : sample.high) = at;
  }
}

// Whether the sample is `at` or more.
void SampleCoder::Decide(Sample& sample, std::uint32_t node, std::int64_t at, std::uint32_t seen, BitCoder& coder) {
  alignas(64) std::array<float, kInputs> inputs{};
  kernels_.split(experts_, static_cast<float>(at - sample.centre) - 0.5F, masses_[low_masses_], masses_[high_masses_],
                 &masses_[free_masses_], inputs.data());
  const std::array<std::uint32_t, kCounters> contexts = {
      sample.size,
      ((sample.place + (sample.width_bits < 2 ? 4 : 0)) * 5 + sample.trend) * 8 + sample.width,
      sample.neighbour * 8 + sample.width,
      sample.recent * 4 + sample.place,
      (sample.side * 4 + sample.place) * 8 + sample.width,
      sample.fraction * 8 + sample.width,
      seen * 8 + sample.width,
  };
  std::array<std::uint32_t*, kCounters> entries;
  for (std::size_t i = 0; i < kCounters; ++i) {
    entries[i] = &counters_[i][node * kCounterContexts[i] + contexts[i]];
    inputs[kExperts + i] = static_cast<float>(cm::kStretch12[*entries[i] >> 20]) * (1.0F / 256);
  }
  inputs[kInputs - 1] = kBiasInput;
  const std::array<std::uint32_t, kWeightSets> set_contexts = {sample.trend, sample.neighbour};
  std::array<float*, kWeightSets> rows{};
  for (std::size_t s = 0; s < kWeightSets; ++s)
    rows[s] = weights_[s].data() + (node * kSetContexts[s] + set_contexts[s]) * kInputs;

  const float logit = std::clamp(kernels_.mix(inputs.data(), rows.data(), kWeightSets), -kMostLogit, kMostLogit);
  const Frequency one = std::clamp<Frequency>(cm::SquashQ12(static_cast<int>(logit * 4096)), kLeast,
                                              (1U << cm::kProbabilityBits) - kLeast);
  const bool above = coder.Code(sample.known >= at, one);
  if (learning_) {
    const std::int32_t error = (above ? 1 << cm::kProbabilityBits : 0) - static_cast<std::int32_t>(one);
    kernels_.train(inputs.data(), rows.data(), kWeightSets,
                   static_cast<float>(error) * (kRate / (1 << cm::kProbabilityBits)));
    for (std::uint32_t* entry : entries) cm::LearnBit(*entry, above ? 1 : 0, kCounterLimit);
  }
  (above ? sample.low : sample.high) = at;
  std::swap(free_masses_, above ? low_masses_ : high_masses_);
}

bool SampleCoder::DecidePlainly(std::uint32_t& entry, bool known, BitCoder& coder) const {
  const Frequency one = std::clamp<Frequency>(entry >> 10, kLeast, (1U << cm::kProbabilityBits) - kLeast);
  const bool bit = coder.Code(known, one);
  if (learning_) cm::LearnBit(entry, bit ? 1 : 0, kPlainLimit);
  return bit;
}

}  // namespace llmzip::sound
