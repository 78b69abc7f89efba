// The catalogue of codecs: every name a codec spec may use, registered once, here.
//
// A predictor's spec is also a codec's: `cm` stands for `arithmetic:cm`. Registration alone gives a codec
// the battery of tests, its fuzz targets and a line in `llmzip codecs`.
#ifndef LLMZIP_REGISTRY_CODECS_H_
#define LLMZIP_REGISTRY_CODECS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "model/model.h"
#include "spec/spec.h"

namespace llmzip {

/// What a codec is made for. The frame tells lanes and models; threads is this machine's affair.
struct CodecShape {
  unsigned lanes = 1;                                   ///< matters to codecs made of predictors only
  unsigned threads = 1;                                 ///< that one block may use; never changes a byte
  std::shared_ptr<const ModelSource> models = nullptr;  ///< null: only the embedded default
};

struct CodecEntry {
  std::string_view name;
  std::string_view example;  ///< a whole spec, used by tests and `llmzip codecs`; variants separated by spaces
  std::string_view summary;

  StatusOr<std::unique_ptr<Codec>> (*make)(const Spec& spec, const CodecShape& shape);

  /// An upper bound on the bytes one Compress or Decompress of raw_size bytes holds beside its input and output.
  std::uint64_t (*memory_bytes)(const Spec& spec, const CodecShape& shape, std::uint64_t raw_size);

  /// Name and version of the library whose encoder decides the coded bytes; null if they are llmzip's alone.
  std::string (*library)();
};

/// All codecs, in the order people see them.
std::span<const CodecEntry> CodecCatalogue();

/// The codec a spec names, be it a codec or a predictor; kUnsupported for an unknown name.
StatusOr<std::unique_ptr<Codec>> MakeCodec(const Spec& spec, const CodecShape& shape);

/// CodecEntry::memory_bytes of whatever the spec names; kUnsupported for an unknown name.
StatusOr<std::uint64_t> CodecMemoryBytes(const Spec& spec, const CodecShape& shape, std::uint64_t raw_size);

/// The predictor of bytes behind a codec's spec, `cm` or `arithmetic:cm`; nothing if there is none.
std::optional<Spec> PredictorBehind(const Spec& spec);

/// What must be the same for the codec a spec names to make the same bytes; empty if llmzip alone decides.
/// (Codec::environment() is about decoding, and empty for every codec whose format is frozen.)
std::string EncoderEnvironment(const Spec& spec, const CodecShape& shape);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_CODECS_H_
