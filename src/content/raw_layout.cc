#include "content/raw_layout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "base/little_endian.h"
#include "content/picture_parameters.h"
#include "content/sound_parameters.h"
#include "content/window.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kProbeDistance = 65536;

// --- 16-bit sound

// Where samples begin in a window, and how their bytes lie.
struct SampleForm {
  std::size_t parity = 0;
  bool big_endian = false;

  friend bool operator==(const SampleForm&, const SampleForm&) = default;
};

constexpr std::size_t kSamples = kWindowSize / 2 - 1;
using Samples = std::array<std::int32_t, kSamples>;

void ReadSamples(ByteView window, const SampleForm& form, Samples* samples) {
  for (std::size_t i = 0; i < kSamples; ++i) {
    auto value = LoadLittleEndian<std::uint16_t>(&window[2 * i + form.parity]);
    if (form.big_endian) value = ReverseBytes(value);
    (*samples)[i] = static_cast<std::int16_t>(value);
  }
}

// Sums over the samples of a window.
struct SampleSums {
  std::uint64_t near = 0;       // distance to the sample before, or the one before that, whichever is less in all
  std::uint64_t far = 0;        // distance to samples that have nothing to do with them
  std::uint64_t low_bytes = 0;  // distance of the low bytes of neighbours
  std::uint64_t bends = 0;      // what is left where a line through two samples before is followed; likewise
};

std::uint64_t Distance(std::int32_t a, std::int32_t b) { return static_cast<std::uint64_t>(std::abs(a - b)); }

SampleSums Sum(const Samples& s) {
  SampleSums sums;
  std::uint64_t near_of_two = 0;
  std::uint64_t bends_of_two = 0;
  for (std::size_t i = 4; i < kSamples; ++i) {
    sums.near += Distance(s[i], s[i - 1]);
    near_of_two += Distance(s[i], s[i - 2]);
    sums.low_bytes += Distance(s[i] & 0xFF, s[i - 1] & 0xFF);
    sums.bends += Distance(s[i], 2 * s[i - 1] - s[i - 2]);
    bends_of_two += Distance(s[i], 2 * s[i - 2] - s[i - 4]);
    sums.far += Distance(s[i], s[(i * 701) % kSamples]);
  }
  sums.near = std::min(sums.near, near_of_two);
  sums.bends = std::min(sums.bends, bends_of_two);
  return sums;
}

// True if the numbers are smooth although their low bytes look random, and do not just grow.
bool AreSound(const SampleSums& sums) {
  constexpr std::uint64_t kLeastSpread = 1024;  // quieter sound is left
  constexpr std::uint64_t kRandomBytes = 64;    // mean distance; 85 for random bytes
  return sums.far > kLeastSpread * kSamples && sums.near * 4 < sums.far && sums.low_bytes > kRandomBytes * kSamples &&
         sums.bends * 8 > sums.near;
}

// True if nothing speaks against sound: the numbers are quiet, or somewhat smooth.
bool MayBeSound(const SampleSums& sums) {
  constexpr std::uint64_t kQuiet = 512;  // mean distance
  return sums.far < kQuiet * kSamples || sums.near * 4 < sums.far * 3;
}

// True if all values of every other byte occur about equally often.
bool AreUniform(ByteView window, std::size_t first) {
  std::array<std::uint32_t, 256> counts{};
  for (std::size_t i = first; i < window.size(); i += 2) ++counts[window[i]];
  std::uint64_t squares = 0;
  for (const std::uint64_t count : counts) squares += count * count;
  const std::uint64_t size = window.size() / 2;
  return squares * 4 < (size * size / 256 + size) * 5;
}

// Of two bytes of a sample, the low one alone looks random.
std::optional<SampleForm> FormOf(ByteView window) {
  const bool first_uniform = AreUniform(window, 0);
  if (first_uniform == AreUniform(window, 1)) return std::nullopt;
  SampleForm best;
  SampleSums least{.near = UINT64_MAX};
  for (const bool big_endian : {false, true}) {
    const SampleForm form{first_uniform == big_endian ? std::size_t{1} : std::size_t{0}, big_endian};
    Samples samples;
    ReadSamples(window, form, &samples);
    const SampleSums sums = Sum(samples);
    if (sums.near < least.near) {
      least = sums;
      best = form;
    }
  }
  return AreSound(least) ? std::optional(best) : std::nullopt;
}

// Two if lines through the samples before last and so on predict better than those through the last two.
std::uint32_t ChannelsOf(ByteView window, const SampleForm& form) {
  Samples s;
  ReadSamples(window, form, &s);
  std::uint64_t one = 0;
  std::uint64_t two = 0;
  for (std::size_t i = 4; i < kSamples; ++i) {
    one += Distance(s[i], 2 * s[i - 1] - s[i - 2]);
    two += Distance(s[i], 2 * s[i - 2] - s[i - 4]);
  }
  return two < one ? 2 : 1;
}

// The stretch of windows around `probe` that may have the form of the one there. At least a quarter of them surely has.
std::optional<RawLayout> SoundAround(ByteView bytes, std::uint64_t probe) {
  const auto form = FormOf(bytes.subspan(probe, kWindowSize));
  if (!form) return std::nullopt;
  std::uint64_t sure = 1;
  const auto agrees = [&](std::uint64_t at) {
    const ByteView window = bytes.subspan(at, kWindowSize);
    Samples samples;
    ReadSamples(window, *form, &samples);
    const SampleSums sums = Sum(samples);
    sure += AreSound(sums) && FormOf(window) == form ? 1 : 0;
    return MayBeSound(sums);
  };
  std::uint64_t begin = probe;
  while (begin >= kWindowSize && agrees(begin - kWindowSize)) begin -= kWindowSize;
  std::uint64_t end = probe + kWindowSize;
  constexpr std::uint64_t kMostMisses = 8;  // windows in a row that prove nothing
  for (std::uint64_t at = end; at + kWindowSize <= bytes.size() && at - end <= kMostMisses * kWindowSize;
       at += kWindowSize) {
    if (agrees(at)) end = at + kWindowSize;
  }
  if (bytes.size() - end < kWindowSize) end = bytes.size();
  if (end - begin < kSmallestRawLayout || sure * 4 * kWindowSize < end - begin) return std::nullopt;
  SoundParameters sound{
      .channels = ChannelsOf(bytes.subspan(probe, kWindowSize), *form), .bytes = 2, .big_endian = form->big_endian};
  // Windows begin at even places relative to each other, so all have the same parity.
  sound.phase = form->parity == 0 ? 0 : sound.FrameBytes() - 1;
  return RawLayout{Kind::kSound, begin, end, sound.Serialised()};
}

// --- pictures of 1 bit

constexpr std::uint64_t kLeastStride = 32;
constexpr std::uint64_t kMostStride = 1024;

std::uint64_t BitsThatDiffer(ByteView bytes, std::uint64_t distance) {
  std::uint64_t sum = 0;
  for (std::size_t i = kMostStride; i + 8 <= bytes.size(); i += 8) {
    sum += static_cast<std::uint64_t>(std::popcount(LoadLittleEndian<std::uint64_t>(&bytes[i]) ^
                                                    LoadLittleEndian<std::uint64_t>(&bytes[i - distance])));
  }
  return sum;
}

// True if the bytes are those of shapes: most of one colour, else mostly with a single edge, about as often to the left
// as to the right.
bool HaveEdges(ByteView bytes) {
  std::uint64_t plain = 0;
  std::uint64_t falling = 0;  // 1…10…0
  std::uint64_t rising = 0;
  for (const std::uint8_t byte : bytes) {
    const unsigned changes =
        static_cast<unsigned>(std::popcount(static_cast<std::uint8_t>((byte ^ (byte >> 1)) & 0x7F)));
    plain += changes == 0 ? 1 : 0;
    falling += changes == 1 && byte >= 0x80 ? 1 : 0;
    rising += changes == 1 && byte < 0x80 ? 1 : 0;
  }
  const std::uint64_t mixed = bytes.size() - plain;
  return plain * 2 > bytes.size() && mixed * 64 > bytes.size() && (falling + rising) * 2 > mixed &&
         falling * 6 > mixed && rising * 6 > mixed;
}

// The distance at which bytes of shapes are much more alike than at others: that of rows.
std::optional<std::uint64_t> StrideOfBits(ByteView bytes) {
  std::uint64_t best = 0;
  std::uint64_t least = UINT64_MAX;
  std::uint64_t sum = 0;
  for (std::uint64_t stride = kLeastStride; stride <= kMostStride; ++stride) {
    const std::uint64_t differ = BitsThatDiffer(bytes, stride);
    sum += differ;
    if (differ < least) {
      least = differ;
      best = stride;
    }
  }
  const std::uint64_t mean = sum / (kMostStride - kLeastStride + 1);
  if (least * 5 > mean * 2) return std::nullopt;
  return best;
}

std::optional<RawLayout> BitsFrom(ByteView bytes, std::uint64_t probe) {
  constexpr std::uint64_t kLooked = 12288;
  if (!HaveEdges(bytes.subspan(probe, kSmallestRawLayout))) return std::nullopt;
  const auto stride = StrideOfBits(bytes.subspan(probe, kLooked));
  if (!stride) return std::nullopt;
  // All of the run: between shapes there is nothing that could tell.
  const PictureParameters picture{
      .width = static_cast<std::uint32_t>(8 * *stride), .stride = static_cast<std::uint32_t>(*stride), .bits = 1};
  return RawLayout{Kind::kPicture, 0, bytes.size(), picture.Serialised()};
}

}  // namespace

std::optional<RawLayout> FindRawLayout(ByteView bytes) {
  if (bytes.size() < kSmallestRawLayout) return std::nullopt;
  for (std::uint64_t at = 0; at + kWindowSize <= bytes.size(); at += kProbeDistance / 4) {
    if (auto sound = SoundAround(bytes, at)) return sound;
  }
  constexpr std::uint64_t kBitProbes = 4;
  for (std::uint64_t i = 0; i < kBitProbes; ++i) {
    if (auto bits = BitsFrom(bytes, (bytes.size() - kSmallestRawLayout) / kBitProbes * i)) return bits;
  }
  return std::nullopt;
}

}  // namespace llmzip
