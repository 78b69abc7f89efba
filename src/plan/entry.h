// Entry: everything the program knows about one name that a spec may use. The registry (registry.h) is the list of
// them.
//
// A predictor or codec is its folder and one Entry. The entry alone brings it the battery of tests, fuzz targets, a
// line in `llmzip predictors` or `llmzip codecs`, and a place in archives. Functions take the resolved plan of that
// name and may rely on all that the validator (validator.h) enforces.
#ifndef LLMZIP_PLAN_ENTRY_H_
#define LLMZIP_PLAN_ENTRY_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "plan/cost.h"
#include "plan/parameter.h"
#include "plan/traits.h"
#include "predictors/shape.h"

namespace llmzip {

class Plan;

/// What a block is coded for: lanes, original bytes, threads that one block may use. (What else is in it is not used.)
using Shape = PredictorShape;

/// Which format versions may name an entry, and whether it is still written.
struct Formats {
  unsigned since = 1;        ///< the first format version whose frames may name it
  bool decode_only = false;  ///< read for ever, written no more
};

/// Two options that may not both be given.
struct Exclusion {
  std::string_view one;
  std::string_view other;
  std::string_view why;
};

struct Entry {
  std::string_view name;
  std::string_view examples = {};  ///< whole specs, separated by spaces: for tests, documents and `llmzip predictors`
  std::string_view summary = {};   ///< one line for people
  std::string_view takes = {};     ///< for errors: "'mix' takes " and this, with an example
  std::string_view needs = {};  ///< what it takes that llmzip does not come with; the battery leaves such entries out
  Formats formats = {};
  Traits traits = 0;
  std::span<const Parameter> parameters = {};
  std::span<const Exclusion> exclusions = {};

  /// Bytes of a sample that a test may code a few dozen times. Frozen with the digests of the battery.
  std::uint32_t sample_size = 20000;

  /// An upper bound on the bytes that one predictor of that shape, or one Compress or Decompress of raw_size bytes,
  /// holds beside its input and output. What cannot be told is an error, never 0.
  StatusOr<std::uint64_t> (*memory)(const Plan& plan, const Shape& shape) = nullptr;

  /// An estimate from above (cost.h), of the predictor or of the codec.
  StatusOr<Cost> (*cost)(const Plan& plan, const Shape& shape, Direction direction) = nullptr;

  /// What besides llmzip itself must be the same for a decoder; null: nothing.
  StatusOr<std::string> (*environment)(const Plan& plan) = nullptr;

  /// Name and version of the library whose encoder decides the coded bytes; null if llmzip alone does.
  std::string (*encoder_library)() = nullptr;

  /// One of the two; neither for a text.
  StatusOr<std::unique_ptr<Predictor>> (*make_predictor)(const Plan& plan, const Shape& shape) = nullptr;
  StatusOr<std::unique_ptr<Codec>> (*make_codec)(const Plan& plan, const Shape& shape) = nullptr;
};

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRY_H_
