#include "content/evidence.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "content/kind.h"
#include "content/window.h"

namespace llmzip {
namespace {

constexpr std::size_t kEnough = 8192;  // bytes that an answer is taken from

// The mean distance of bytes to those `step` before them, in 256ths.
std::uint64_t MeanChange(ByteView bytes, std::size_t step) {
  if (bytes.size() <= step) return UINT64_MAX;
  std::uint64_t sum = 0;
  for (std::size_t i = step; i < bytes.size(); ++i) {
    sum += static_cast<std::uint64_t>(std::abs(static_cast<int>(bytes[i]) - static_cast<int>(bytes[i - step])));
  }
  return sum * 256 / (bytes.size() - step);
}

// A sample as a signed number of 32 bits, its highest bit at the top.
std::int64_t Sample(const SoundParameters& sound, const std::uint8_t* bytes) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < sound.bytes; ++i) {
    const unsigned significance = sound.big_endian ? sound.bytes - 1U - i : i;
    value |= static_cast<std::uint32_t>(bytes[i]) << (8 * (significance + 4U - sound.bytes));
  }
  if (sound.is_unsigned) value ^= 0x80000000U;
  return static_cast<std::int32_t>(value);
}

// How much samples differ from those of the frame before and from samples that have nothing to do with them, summed.
struct Changes {
  std::uint64_t near = 0;
  std::uint64_t far = 1;
};
Changes ChangesOf(const SoundParameters& sound, ByteView samples) {
  constexpr std::uint64_t kScatter = 0x9E3779B97F4A7C15U;
  Changes changes;
  const std::size_t frame = sound.FrameBytes();
  const std::size_t frames = samples.size() / frame;
  for (std::size_t i = 1; i < frames; ++i) {
    const auto other = static_cast<std::size_t>((i * kScatter >> 32) % frames);
    for (std::size_t channel = 0; channel < frame; channel += sound.bytes) {
      const std::int64_t now = Sample(sound, &samples[i * frame + channel]);
      changes.near += static_cast<std::uint64_t>(std::abs(now - Sample(sound, &samples[(i - 1) * frame + channel])));
      changes.far += static_cast<std::uint64_t>(std::abs(now - Sample(sound, &samples[other * frame + channel])));
    }
  }
  return changes;
}

// True if the samples are much smoother as `other`: by themselves, and unless only signs differ, beside how far they
// lie apart.
bool IsSmoother(const SoundParameters& other, const SoundParameters& sound, ByteView samples) {
  const Changes as_said = ChangesOf(sound, samples);
  const Changes as_other = ChangesOf(other, samples);
  if (as_other.near >= as_said.near / 2) return false;
  if (sound.bytes == 1) return true;
  // Few enough bits of each that their products fit.
  const std::uint64_t most = std::max({as_other.near, as_said.far, as_said.near, as_other.far});
  const int shift = std::max(0, static_cast<int>(std::bit_width(most)) - 31);
  return (as_other.near >> shift) * 2 * (as_said.far >> shift) < (as_said.near >> shift) * (as_other.far >> shift);
}

}  // namespace

bool ReadsLikeText(ByteView bytes, std::uint64_t step) {
  constexpr std::size_t kProbes = 16;
  constexpr std::uint64_t kSmooth = std::uint64_t{8} * 256;  // letters differ by more on average
  const std::size_t distance = std::max(kWindowSize, bytes.size() / kProbes / kWindowSize * kWindowSize);
  std::size_t probes = 0;
  std::size_t texts = 0;
  for (std::size_t at = 0; at < bytes.size(); at += distance) {
    const ByteView window = bytes.subspan(at, std::min(kWindowSize, bytes.size() - at));
    const Kind kind = LooksLike(window);
    const bool text = kind == Kind::kText || kind == Kind::kCode;
    texts += text && (step == kNoStep || MeanChange(window, static_cast<std::size_t>(step)) > kSmooth) ? 1 : 0;
    ++probes;
  }
  return texts * 2 > probes;
}

bool LooksLikeNoise(ByteView bytes) {
  bytes = bytes.first(std::min(bytes.size(), kEnough));
  constexpr std::size_t kTooFew = 1024;
  if (bytes.size() < kTooFew) return false;
  std::array<std::uint64_t, 256> counts{};
  for (const std::uint8_t byte : bytes) ++counts[byte];
  std::uint64_t squares = 0;
  for (const std::uint64_t count : counts) squares += count * count;
  const std::uint64_t size = bytes.size();
  const std::uint64_t expected = size * size / 256 + size;  // of independent bytes
  return squares < expected + size / 2;                     // some six times the deviation
}

bool RowsAgree(ByteView pixels, std::uint64_t stride) {
  constexpr std::size_t kTooFew = 512;
  if (stride == 0 || pixels.size() < stride + kTooFew) return false;
  const std::size_t size = std::min(pixels.size(), static_cast<std::size_t>(stride) + kEnough);
  std::uint64_t above = 0;
  std::uint64_t elsewhere = 0;
  std::size_t other = 0;
  for (std::size_t i = stride; i < size; ++i) {
    constexpr std::size_t kStep = 1237;  // to bytes that have nothing to do with this one
    other = (other + kStep) % size;
    above += static_cast<std::uint64_t>(std::abs(static_cast<int>(pixels[i]) - static_cast<int>(pixels[i - stride])));
    elsewhere += static_cast<std::uint64_t>(std::abs(static_cast<int>(pixels[i]) - static_cast<int>(pixels[other])));
  }
  return above * 2 < elsewhere;
}

bool HasPlainAreas(ByteView pixels, const PictureParameters& picture) {
  if (picture.bits == 1) return false;
  constexpr std::size_t kPieces = 64;
  constexpr std::size_t kPiece = 1024;  // pixels
  const std::size_t pixel = std::max(1U, picture.channels * picture.bits / 8U);
  const std::size_t all = pixels.size() / pixel;
  const std::size_t pieces = std::clamp<std::size_t>(all / kPiece, 1, kPieces);
  std::size_t same = 0;
  std::size_t count = 0;
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    const std::size_t begin = (all - std::min(all, kPiece)) * piece / pieces;
    for (std::size_t i = begin + 1; i < std::min(all, begin + kPiece); ++i) {
      same += std::equal(&pixels[i * pixel], &pixels[i * pixel] + pixel, &pixels[(i - 1) * pixel]) ? 1 : 0;
      ++count;
    }
  }
  return same * 5 > count * 3;
}

bool SamplesAgree(ByteView samples, const SoundParameters& sound) {
  const Changes changes = ChangesOf(sound, samples.first(std::min(samples.size(), kEnough)));
  return changes.near < changes.far / 4 * 3;
}

SoundParameters AsSamplesSay(SoundParameters sound, ByteView samples) {
  if (sound.is_float) return sound;
  samples = samples.first(std::min(samples.size(), kEnough));
  constexpr std::size_t kTooFewFrames = 256;
  if (samples.size() < kTooFewFrames * sound.FrameBytes()) return sound;
  SoundParameters other = sound;
  if (sound.bytes == 1) {
    other.is_unsigned = !sound.is_unsigned;
  } else {
    other.big_endian = !sound.big_endian;
  }
  return IsSmoother(other, sound, samples) ? other : sound;
}

}  // namespace llmzip
