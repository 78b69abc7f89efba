// Entry: everything the program knows about one name that a spec may use. The registry (registry.h) is the list of all
// entries.
//
// A predictor or codec is a folder and one Entry. The entry alone gives it the common tests, fuzz targets, a line in
// `llmzip predictors` or `llmzip codecs`, and a place in archives. Functions take the resolved plan of that name and
// may rely on everything that the validator (validator.h) enforces.
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

/// The circumstances of one block's coding: lanes, original bytes, threads for one block. (Other members are not used.)
using Shape = PredictorShape;

/// Which format versions may name an entry, and whether new archives may.
struct Formats {
  unsigned since = 1;        ///< the first format version whose frames may name it
  bool decode_only = false;  ///< still decoded, but no longer written
};

/// Two options that exclude each other.
struct Exclusion {
  std::string_view one;
  std::string_view other;
  std::string_view why;
};

struct Entry {
  std::string_view name;
  std::string_view examples = {};  ///< whole specs, separated by spaces: for tests, documents and `llmzip predictors`
  std::string_view summary = {};   ///< a one-line description
  std::string_view takes = {};     ///< for errors: the rest of "'mix' takes …", with an example
  std::string_view needs = {};     ///< what it needs that does not come with llmzip; the common tests skip such entries
  Formats formats = {};
  Traits traits = 0;
  std::span<const Parameter> parameters = {};
  std::span<const Exclusion> exclusions = {};

  /// Size of a sample, in bytes, that a test may code a few dozen times. Frozen together with the digests of the tests.
  std::uint32_t sample_size = 20000;

  /// An upper bound on the bytes that one predictor of that shape, or one Compress or Decompress of raw_size bytes,
  /// holds beside its input and output. If it cannot be known, this is an error, never 0.
  StatusOr<std::uint64_t> (*memory)(const Plan& plan, const Shape& shape) = nullptr;

  /// An upper estimate of the time (cost.h) of the predictor or codec.
  StatusOr<Cost> (*cost)(const Plan& plan, const Shape& shape, Direction direction) = nullptr;

  /// What, besides llmzip itself, must be the same for a decoder; null: nothing.
  StatusOr<std::string> (*environment)(const Plan& plan) = nullptr;

  /// Name and version of the library whose encoder determines the coded bytes; null if only llmzip does.
  std::string (*encoder_library)() = nullptr;

  /// One of these two is set; neither for a text.
  StatusOr<std::unique_ptr<Predictor>> (*make_predictor)(const Plan& plan, const Shape& shape) = nullptr;
  StatusOr<std::unique_ptr<Codec>> (*make_codec)(const Plan& plan, const Shape& shape) = nullptr;
};

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRY_H_
