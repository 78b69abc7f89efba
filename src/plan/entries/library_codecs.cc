// gzip, zstd, lzma, png, flac: the codecs that wrap a library. Their entries have the same form: a level, a memory
// bound, the library's name and version, its speed.
#include <algorithm>
#include <array>

#include "plan/entries/entries.h"

#ifndef LLMZIP_NO_LIBRARY_CODECS
#include "codecs/flac/flac_codec.h"
#include "codecs/gzip/gzip_codec.h"
#include "codecs/lzma/lzma_codec.h"
#include "codecs/png/png_codec.h"
#include "codecs/zstd/zstd_codec.h"
#include "plan/plan.h"
#endif

namespace llmzip {

#ifdef LLMZIP_NO_LIBRARY_CODECS
std::span<const Entry> LibraryCodecEntries() { return {}; }
#else
namespace {

constexpr std::size_t kLevel = 0;

template <typename LibraryCodec>
constexpr Parameter kLevelParameter[] = {
    IntegerArgument("level", LibraryCodec::kMinLevel, LibraryCodec::kMaxLevel, LibraryCodec::kDefaultLevel)};

template <typename LibraryCodec>
int LevelOf(const Plan& plan) {
  return static_cast<int>(plan.number(kLevel));
}

template <typename LibraryCodec>
StatusOr<std::unique_ptr<Codec> > Make(const Plan& plan, const Shape& /*shape*/) {
  return std::unique_ptr<Codec>(std::make_unique<LibraryCodec>(LevelOf<LibraryCodec>(plan)));
}

template <typename LibraryCodec>
StatusOr<std::uint64_t> Memory(const Plan& plan, const Shape& shape) {
  return LibraryCodec::MemoryBytes(LevelOf<LibraryCodec>(plan), shape.raw_size);
}

// The speed of a library, as measured on English text; `compress_ns_per_byte` by level, from the lowest.
struct Speed {
  std::uint64_t start_ns;
  std::uint64_t decompress_ns_per_byte;
  std::array<std::uint16_t, 22> compress_ns_per_byte;
};
template <typename LibraryCodec>
constexpr Speed kSpeed = {};
template <>
constexpr Speed kSpeed<GzipCodec> = {2'000, 8, {15, 20, 25, 35, 50, 80, 110, 160, 200}};
template <>
constexpr Speed kSpeed<ZstdCodec> = {
    20'000, 4, {8, 10, 12, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 400, 500, 600, 800, 900, 1000, 1200}};
template <>
constexpr Speed kSpeed<LzmaCodec> = {40'000, 30, {100, 150, 200, 250, 400, 600, 900, 1000, 1100, 1200}};
template <>
constexpr Speed kSpeed<PngCodec> = {10'000, 15, {30, 35, 40, 50, 60, 70, 90, 110, 130}};
template <>
constexpr Speed kSpeed<FlacCodec> = {30'000, 15, {8, 8, 10, 12, 15, 20, 30, 40, 50}};

template <typename LibraryCodec>
StatusOr<Cost> CostOfLibrary(const Plan& plan, const Shape& shape, Direction direction) {
  constexpr Speed kOf = kSpeed<LibraryCodec>;
  const auto level = static_cast<std::size_t>(LevelOf<LibraryCodec>(plan) - LibraryCodec::kMinLevel);
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, Memory<LibraryCodec>(plan, shape));
  if (direction == Direction::kDecompress) return Cost{kOf.start_ns, kOf.decompress_ns_per_byte};
  // An encoder's tables are cleared, or their pages first used, as far as the input requires.
  const std::uint64_t touched = std::min(memory, SaturatingMultiply(64, shape.raw_size));
  return Cost{kOf.start_ns + touched / 16, kOf.compress_ns_per_byte[level]};
}

template <typename LibraryCodec>
constexpr Entry Levelled(std::string_view name, std::string_view examples, std::string_view summary) {
  return {.name = name,
          .examples = examples,
          .summary = summary,
          .traits = kIsCodec,
          .parameters = kLevelParameter<LibraryCodec>,
          .memory = Memory<LibraryCodec>,
          .cost = CostOfLibrary<LibraryCodec>,
          .encoder_library = LibraryCodec::Library,
          .make_codec = Make<LibraryCodec>};
}

constexpr Entry kEntries[] = {
    Levelled<GzipCodec>("gzip", "gzip gzip:1", "DEFLATE through zlib, level 1 to 9 (default)"),
    Levelled<ZstdCodec>("zstd", "zstd zstd:1 zstd:22", "Zstandard, level 1 to 22, default 19"),
    Levelled<LzmaCodec>("lzma", "lzma lzma:0 lzma:6", "LZMA2 as .xz, preset 0 to 9 (default)"),
    Levelled<PngCodec>("png", "png png:1", "bytes as an 8-bit grey picture, zlib level 1 to 9 (default)"),
    Levelled<FlacCodec>("flac", "flac flac:0", "bytes as 8-bit sound, level 0 to 8 (default)"),
};

}  // namespace

std::span<const Entry> LibraryCodecEntries() { return kEntries; }
#endif

}  // namespace llmzip
