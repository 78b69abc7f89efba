// Registering: a predictor or codec of your own, used by its name in every spec: in Compress and Decompress, within
// `mix(cm,NAME)` and `codelength:NAME`, in streams. It is known to this process from then on; archives say the name, so
// whoever decodes them must register the same (else: kUnsupported, with the name).
//
//   A predictor is all it takes:  class Bigrams : public llmzip::Predictor { … };
//   llmzip::RegisterPredictor({.name = "bigrams", .make = …, .memory_bytes = …});
//   options.spec = "bigrams";     // arithmetic coding under it; "bigrams:7" if it takes an argument
//
// What is registered must keep the promises of predictor.h and codec.h: above all, the same symbols must give the same
// frequencies on every machine that is to decode. Frequencies are checked, row by row; that they are the same when
// decoding, nobody can: verification and checksums find out. Functions given here must not throw.
// Thread safety: all functions may be called from many threads; what is registered is called from many, too.
#ifndef LLMZIP_REGISTER_H_
#define LLMZIP_REGISTER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/export.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"

namespace llmzip {

/// What one predictor is made for.
struct PredictorRequest {
  std::string_view argument;            ///< what stands behind the colon in the spec; "" if nothing does
  unsigned lanes = 1;                   ///< sequences that advance in lockstep: what its lanes() must say
  std::uint64_t raw_size = UINT64_MAX;  ///< bytes to come, all lanes together; UINT64_MAX: not known
  const Context* context = nullptr;     ///< of the call it serves; never null when it is made
};

struct PredictorRegistration {
  std::string name;                   ///< a-z, then a-z 0-9 - _; no more than 64 characters
  std::string summary = {};           ///< one line for people
  std::uint32_t alphabet_size = 256;  ///< 256: bytes; 2: the bits of bytes, most significant first

  /// kInvalidArgument for an argument that makes no sense.
  std::function<StatusOr<std::unique_ptr<Predictor>>(const PredictorRequest&)> make;

  /// An upper bound on the bytes one predictor holds. Asked before `make`, and held against the limit.
  std::function<std::uint64_t(const PredictorRequest&)> memory_bytes;

  /// Roughly what making one and one byte take of one core, from above.
  std::uint64_t start_ns = 100'000;
  std::uint64_t ns_per_byte = 10'000;

  /// As Predictor::environment(): recorded in archives, for what is not exact everywhere.
  std::string environment = {};
};

/// What one call of a codec is for.
struct CodecRequest {
  std::string_view argument;   ///< what stands behind the colon in the spec; "" if nothing does
  std::uint64_t raw_size = 0;  ///< bytes of the block, for memory_bytes
};

struct CodecRegistration {
  std::string name;          ///< as a predictor's
  std::string summary = {};  ///< one line for people

  /// kInvalidArgument for an argument that makes no sense.
  std::function<StatusOr<std::unique_ptr<Codec>>(const CodecRequest&)> make;

  /// An upper bound on the bytes one Compress or Decompress holds beside its input and output.
  std::function<std::uint64_t(const CodecRequest&)> memory_bytes;

  /// Roughly what a call and one original byte take of one core, from above.
  std::uint64_t start_ns = 100'000;
  std::uint64_t ns_per_byte = 1'000;
};

/// kAlreadyExists for a name that is taken, by llmzip or by an earlier call; kInvalidArgument for a name that no spec
/// can have, an alphabet that is neither 2 nor 256, or a function that is missing.
LLMZIP_EXPORT Status RegisterPredictor(PredictorRegistration registration);
LLMZIP_EXPORT Status RegisterCodec(CodecRegistration registration);

}  // namespace llmzip

#endif  // LLMZIP_REGISTER_H_
