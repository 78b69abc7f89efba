// gzip, zstd, lzma, png, flac: the codecs that stand for a library. They look all alike: a level, a memory bound, the
// library's name and version, how long it takes.
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

// Of the slowest level; making the library's tables is a part that grows with its memory.
struct Speed {
  std::uint64_t compress_ns_per_byte;
  std::uint64_t decompress_ns_per_byte;
};
template <typename LibraryCodec>
constexpr Speed kSpeed = {};
template <>
constexpr Speed kSpeed<GzipCodec> = {300, 15};
template <>
constexpr Speed kSpeed<ZstdCodec> = {1'500, 10};
template <>
constexpr Speed kSpeed<LzmaCodec> = {2'000, 150};
template <>
constexpr Speed kSpeed<PngCodec> = {600, 30};
template <>
constexpr Speed kSpeed<FlacCodec> = {150, 40};

template <typename LibraryCodec>
StatusOr<Cost> CostOfLibrary(const Plan& plan, const Shape& shape, Direction direction) {
  constexpr Speed kOf = kSpeed<LibraryCodec>;
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, Memory<LibraryCodec>(plan, shape));
  return Cost{20'000 + memory / 4,
              direction == Direction::kCompress ? kOf.compress_ns_per_byte : kOf.decompress_ns_per_byte};
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
