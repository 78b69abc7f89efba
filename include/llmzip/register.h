// Registering a predictor or codec of your own under a name, which every spec may then use: in Compress and Decompress,
// within `mix(cm,NAME)` and `codelength:NAME`, in streams. The registration lasts until the process ends. Archives
// record the name, so a program that decodes them must register the same predictor or codec (otherwise: kUnsupported,
// with the name).
//
//   class Bigrams : public llmzip::Predictor { … };    // a predictor is enough: arithmetic coding makes it a codec
//   llmzip::RegisterPredictor({.name = "bigrams", .make = …, .memory_bytes = …});
//   options.spec = "bigrams";                          // "bigrams:7" if it takes an argument
//
// What is registered must keep the promises of predictor.h and codec.h: above all, the same symbols must give the same
// frequencies on every machine that decodes. llmzip checks that each row of frequencies is valid. It cannot check in
// advance that encoder and decoder get the same ones: verification and digests detect it. Functions given here must not
// throw.
// Thread safety: all functions may be called from many threads; the registered functions are also called from many.
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

/// What `make` is to make a predictor for.
struct PredictorRequest {
  std::string_view argument;            ///< the text after the colon in the spec; "" if there is none
  unsigned lanes = 1;                   ///< sequences that advance in lockstep; its lanes() must return this
  std::uint64_t raw_size = UINT64_MAX;  ///< bytes to come, all lanes together; UINT64_MAX: unknown
  const Context* context = nullptr;     ///< of the call it serves; never null
};

struct PredictorRegistration {
  std::string name;                   ///< a-z, then a-z 0-9 - _; at most 64 characters
  std::string summary = {};           ///< a one-line description
  std::uint32_t alphabet_size = 256;  ///< 256: bytes; 2: the bits of bytes, most significant first

  /// kInvalidArgument for an argument that makes no sense.
  std::function<StatusOr<std::unique_ptr<Predictor>>(const PredictorRequest&)> make;

  /// An upper bound on the bytes that one predictor holds. Called before `make`, and compared with the memory limit.
  std::function<std::uint64_t(const PredictorRequest&)> memory_bytes;

  /// Rough upper estimates, in nanoseconds of one core: making a predictor, and coding one byte.
  std::uint64_t start_ns = 100'000;
  std::uint64_t ns_per_byte = 10'000;

  /// As Predictor::environment(): recorded in archives; empty if results are the same everywhere.
  std::string environment = {};
};

/// What `make` is to make a codec for.
struct CodecRequest {
  std::string_view argument;   ///< the text after the colon in the spec; "" if there is none
  std::uint64_t raw_size = 0;  ///< bytes of the block, for memory_bytes
};

struct CodecRegistration {
  std::string name;          ///< as a predictor's name
  std::string summary = {};  ///< a one-line description

  /// kInvalidArgument for an argument that makes no sense.
  std::function<StatusOr<std::unique_ptr<Codec>>(const CodecRequest&)> make;

  /// An upper bound on the bytes one Compress or Decompress holds beside its input and output.
  std::function<std::uint64_t(const CodecRequest&)> memory_bytes;

  /// Rough upper estimates, in nanoseconds of one core: one call, and one original byte.
  std::uint64_t start_ns = 100'000;
  std::uint64_t ns_per_byte = 1'000;
};

/// kAlreadyExists if the name is taken, by llmzip or by an earlier call; kInvalidArgument for a name that no spec can
/// have, an alphabet of neither 2 nor 256 symbols, or a missing function.
LLMZIP_EXPORT Status RegisterPredictor(PredictorRegistration registration);
LLMZIP_EXPORT Status RegisterCodec(CodecRegistration registration);

}  // namespace llmzip

#endif  // LLMZIP_REGISTER_H_
