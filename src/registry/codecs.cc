#include "registry/codecs.h"

#include <algorithm>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "codecs/store/store_codec.h"
#include "registry/arguments.h"
#include "registry/checkpoints.h"
#include "registry/names.h"
#include "registry/predictors.h"
#ifndef LLMZIP_NO_LIBRARY_CODECS
#include "codecs/flac/flac_codec.h"
#include "codecs/gzip/gzip_codec.h"
#include "codecs/lzma/lzma_codec.h"
#include "codecs/png/png_codec.h"
#include "codecs/zstd/zstd_codec.h"
#endif

namespace llmzip {
namespace {

StatusOr<std::unique_ptr<Codec>> MakeStore(const Spec& spec, const CodecShape& /*shape*/) {
  LLMZIP_RETURN_IF_ERROR(NoArgument(spec));
  return std::unique_ptr<Codec>(std::make_unique<StoreCodec>());
}

StatusOr<std::unique_ptr<Codec>> ArithmeticOver(const Spec& predictor, const CodecShape& shape) {
  if (NamesCheckpoint(predictor)) {
    LLMZIP_ASSIGN_OR_RETURN(auto codec, MakeTokenCodec(predictor, shape));
    return std::unique_ptr<Codec>(std::move(codec));
  }
  const auto make = [predictor, threads = shape.threads, models = shape.models](unsigned lanes,
                                                                                std::uint64_t raw_size) {
    return MakePredictor(predictor, PredictorShape{lanes, raw_size, threads, models.get()});
  };
  // Fail now rather than at the first block when the spec's argument makes no sense.
  LLMZIP_ASSIGN_OR_RETURN(const auto probe, make(1, 0));
  (void)probe;
  return std::unique_ptr<Codec>(std::make_unique<ArithmeticCodec>(make, shape.lanes));
}

StatusOr<std::unique_ptr<Codec>> MakeArithmetic(const Spec& spec, const CodecShape& shape) {
  if (spec.argument.empty()) return Status::InvalidArgument("'arithmetic' takes a predictor: arithmetic:order2");
  LLMZIP_ASSIGN_OR_RETURN(const Spec predictor, ParseSpec(spec.argument));
  return ArithmeticOver(predictor, shape);
}

std::uint64_t NoMemory(const Spec& /*spec*/, const CodecShape& /*shape*/, std::uint64_t /*raw_size*/) { return 0; }

std::uint64_t PredictorMemory(const Spec& predictor, const CodecShape& shape, std::uint64_t raw_size) {
  const PredictorEntry* const entry = FindPredictor(predictor);
  if (entry == nullptr) return 0;
  return entry->memory_bytes(predictor, PredictorShape{shape.lanes, raw_size, shape.threads, shape.models.get()});
}

std::uint64_t ArithmeticMemory(const Spec& spec, const CodecShape& shape, std::uint64_t raw_size) {
  const auto predictor = ParseSpec(spec.argument);
  return predictor.ok() ? PredictorMemory(*predictor, shape, raw_size) : 0;
}

// The codecs that stand for a library all look alike: a level, a memory bound, a library's name.
template <typename LibraryCodec>
StatusOr<int> LevelOf(const Spec& spec) {
  return LevelArgument(spec, LibraryCodec::kMinLevel, LibraryCodec::kMaxLevel, LibraryCodec::kDefaultLevel);
}

template <typename LibraryCodec>
StatusOr<std::unique_ptr<Codec>> MakeLevelled(const Spec& spec, const CodecShape& /*shape*/) {
  LLMZIP_ASSIGN_OR_RETURN(const int level, LevelOf<LibraryCodec>(spec));
  return std::unique_ptr<Codec>(std::make_unique<LibraryCodec>(level));
}

template <typename LibraryCodec>
std::uint64_t LevelledMemory(const Spec& spec, const CodecShape& /*shape*/, std::uint64_t raw_size) {
  const auto level = LevelOf<LibraryCodec>(spec);
  return level.ok() ? LibraryCodec::MemoryBytes(*level, raw_size) : 0;
}

template <typename LibraryCodec>
constexpr CodecEntry Levelled(std::string_view name, std::string_view example, std::string_view summary) {
  return {name, example, summary, MakeLevelled<LibraryCodec>, LevelledMemory<LibraryCodec>, LibraryCodec::Library};
}

constexpr CodecEntry kCodecs[] = {
    {"store", "store", "bytes as they are", MakeStore, NoMemory, nullptr},
#ifndef LLMZIP_NO_LIBRARY_CODECS
    Levelled<GzipCodec>("gzip", "gzip gzip:1", "DEFLATE through zlib, level 1 to 9 (default)"),
    Levelled<ZstdCodec>("zstd", "zstd zstd:1 zstd:22", "Zstandard, level 1 to 22, default 19"),
    Levelled<LzmaCodec>("lzma", "lzma lzma:0 lzma:6", "LZMA2 as .xz, preset 0 to 9 (default)"),
    Levelled<PngCodec>("png", "png png:1", "bytes as an 8-bit grey picture, zlib level 1 to 9 (default)"),
    Levelled<FlacCodec>("flac", "flac flac:0", "bytes as 8-bit sound, level 0 to 8 (default)"),
#endif
    {"arithmetic", "arithmetic:uniform arithmetic:order2", "any predictor through the range coder", MakeArithmetic,
     ArithmeticMemory, nullptr},
};

const CodecEntry* FindCodec(const Spec& spec) {
  const auto* const found = std::ranges::find(kCodecs, spec.name, &CodecEntry::name);
  return found == std::end(kCodecs) ? nullptr : found;
}

Status UnknownName(const Spec& spec) {
  return Status::Unsupported("unknown codec or predictor '" + spec.name + "'; known: " + NamesOf(CodecCatalogue()) +
                             ", " + NamesOf(PredictorCatalogue()));
}

}  // namespace

std::span<const CodecEntry> CodecCatalogue() { return kCodecs; }

StatusOr<std::unique_ptr<Codec>> MakeCodec(const Spec& spec, const CodecShape& shape) {
  if (const CodecEntry* const entry = FindCodec(spec)) return entry->make(spec, shape);
  if (FindPredictor(spec) != nullptr) return ArithmeticOver(spec, shape);
  return UnknownName(spec);
}

StatusOr<std::uint64_t> CodecMemoryBytes(const Spec& spec, const CodecShape& shape, std::uint64_t raw_size) {
  if (const CodecEntry* const entry = FindCodec(spec)) return entry->memory_bytes(spec, shape, raw_size);
  if (FindPredictor(spec) != nullptr) return PredictorMemory(spec, shape, raw_size);
  return UnknownName(spec);
}

std::optional<Spec> PredictorBehind(const Spec& spec) {
  if (NamesCheckpoint(spec)) return std::nullopt;
  if (FindPredictor(spec) != nullptr) return spec;
  if (spec.name != "arithmetic") return std::nullopt;
  const auto inner = ParseSpec(spec.argument);
  if (!inner.ok() || FindPredictor(*inner) == nullptr || NamesCheckpoint(*inner)) return std::nullopt;
  return *inner;
}

std::string EncoderEnvironment(const Spec& spec, const CodecShape& shape) {
  const CodecEntry* const entry = FindCodec(spec);
  if (entry != nullptr && entry->library != nullptr) return entry->library();
  const auto codec = MakeCodec(spec, shape);
  return codec.ok() ? (*codec)->environment() : std::string();
}

}  // namespace llmzip
