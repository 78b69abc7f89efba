// The catalogue of predictors: every name a spec may use, registered once, here.
//
// Registration alone gives a predictor the whole battery of tests, its fuzz targets, a line in
// `llmzip predictors`, and a place in frames. The list is explicit: no static initialisers.
#ifndef LLMZIP_REGISTRY_PREDICTORS_H_
#define LLMZIP_REGISTRY_PREDICTORS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "predictors/shape.h"
#include "spec/spec.h"

namespace llmzip {

struct PredictorEntry {
  std::string_view name;     ///< the spec's name
  std::string_view example;  ///< a whole spec, used by tests and `llmzip predictors`; variants separated by spaces
  std::string_view summary;  ///< one line for people

  /// kInvalidArgument when the argument or parts make no sense.
  StatusOr<std::unique_ptr<Predictor>> (*make)(const Spec& spec, const PredictorShape& shape);

  /// An upper bound on the bytes the made object holds; checked against limits before `make`.
  std::uint64_t (*memory_bytes)(const Spec& spec, const PredictorShape& shape);

  /// Roughly what one core does. Tests size their inputs by it, programs may warn by it.
  std::uint32_t bytes_per_second = 1'000'000;

  /// What it takes that llmzip does not come with; "" for most. The battery of tests leaves such entries out.
  std::string_view needs = {};
};

/// All predictors, in the order people see them.
std::span<const PredictorEntry> PredictorCatalogue();

/// The entry a spec names, or nullptr.
const PredictorEntry* FindPredictor(const Spec& spec);

/// The predictor a spec names; kUnsupported for an unknown name.
StatusOr<std::unique_ptr<Predictor>> MakePredictor(const Spec& spec, const PredictorShape& shape);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_PREDICTORS_H_
