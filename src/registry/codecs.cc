#include "registry/codecs.h"

#include <algorithm>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "codecs/store/store_codec.h"
#include "registry/predictors.h"

namespace llmzip {
namespace {

StatusOr<std::unique_ptr<Codec>> MakeStore(const Spec& spec, unsigned /*lanes*/) {
  if (!spec.argument.empty() || !spec.parts.empty()) return Status::InvalidArgument("'store' takes no argument");
  return std::unique_ptr<Codec>(std::make_unique<StoreCodec>());
}

StatusOr<std::unique_ptr<Codec>> ArithmeticOver(const Spec& predictor, unsigned lanes) {
  const auto make = [predictor](unsigned predictor_lanes, std::uint64_t raw_size) {
    return MakePredictor(predictor, PredictorShape{predictor_lanes, raw_size});
  };
  // Fail now rather than at the first block when the spec's argument makes no sense.
  LLMZIP_ASSIGN_OR_RETURN(const auto probe, make(1, 0));
  (void)probe;
  return std::unique_ptr<Codec>(std::make_unique<ArithmeticCodec>(make, lanes));
}

StatusOr<std::unique_ptr<Codec>> MakeArithmetic(const Spec& spec, unsigned lanes) {
  LLMZIP_ASSIGN_OR_RETURN(const Spec predictor, ParseSpec(spec.argument));
  return ArithmeticOver(predictor, lanes);
}

std::uint64_t NoMemory(const Spec& /*spec*/, unsigned /*lanes*/, std::uint64_t /*raw_size*/) { return 0; }

std::uint64_t PredictorMemory(const Spec& predictor, unsigned lanes, std::uint64_t raw_size) {
  const PredictorEntry* const entry = FindPredictor(predictor);
  return entry == nullptr ? 0 : entry->memory_bytes(predictor, PredictorShape{lanes, raw_size});
}

std::uint64_t ArithmeticMemory(const Spec& spec, unsigned lanes, std::uint64_t raw_size) {
  const auto predictor = ParseSpec(spec.argument);
  return predictor.ok() ? PredictorMemory(*predictor, lanes, raw_size) : 0;
}

constexpr CodecEntry kCatalogue[] = {
    {"store", "store", "bytes as they are", MakeStore, NoMemory},
    {"arithmetic", "arithmetic:uniform", "any predictor through the range coder", MakeArithmetic, ArithmeticMemory},
};

const CodecEntry* FindCodec(const Spec& spec) {
  const auto* const found = std::ranges::find(kCatalogue, spec.name, &CodecEntry::name);
  return found == std::end(kCatalogue) ? nullptr : found;
}

Status UnknownName(const Spec& spec) { return Status::Unsupported("unknown codec or predictor '" + spec.name + "'"); }

}  // namespace

std::span<const CodecEntry> CodecCatalogue() { return kCatalogue; }

StatusOr<std::unique_ptr<Codec>> MakeCodec(const Spec& spec, unsigned lanes) {
  if (const CodecEntry* const entry = FindCodec(spec)) return entry->make(spec, lanes);
  if (FindPredictor(spec) != nullptr) return ArithmeticOver(spec, lanes);
  return UnknownName(spec);
}

StatusOr<std::uint64_t> CodecMemoryBytes(const Spec& spec, unsigned lanes, std::uint64_t raw_size) {
  if (const CodecEntry* const entry = FindCodec(spec)) return entry->memory_bytes(spec, lanes, raw_size);
  if (FindPredictor(spec) != nullptr) return PredictorMemory(spec, lanes, raw_size);
  return UnknownName(spec);
}

}  // namespace llmzip
