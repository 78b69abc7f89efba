// EndModel: whether a token ends here, mixed from what the language model says and from what the document has taught.
//
// Under the language model alone these decisions are a sixth of the bits of code and tables. They are predictable: by
// the token so far, the bytes before it, and where tokens ended at the place that the match models follow. A few
// adaptive probabilities, selected by these, are mixed with the model's as context mixing mixes bits (spec.md).
// All lanes share it. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_TOKENS_END_MODEL_H_
#define LLMZIP_PREDICTORS_TOKENS_END_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/final_map.h"
#include "predictors/cm/weight_sets.h"

namespace llmzip::tokens {

class EndModel {
 public:
  /// What is known where the decision is made.
  struct Situation {
    std::uint32_t node = 0;        ///< of the trie: the token so far
    std::uint32_t depth = 0;       ///< its bytes
    std::uint32_t previous = 0;    ///< token
    std::uint64_t last8 = 0;       ///< bytes, the latest lowest
    std::uint32_t model = 0;       ///< the language model's probability, of 2^22, never certain
    std::uint32_t expected = 0;    ///< the byte that a match model expects, plus 256; 0: none
    std::uint32_t confidence = 0;  ///< in that, 0 … 13
    std::uint32_t boundary = 0;    ///< at the matched place: 0 unknown, 1 no token began here, 2 one did
  };

  EndModel();

  /// The probability that it ends, of 2^22, never certain.
  std::uint32_t Predict(const Situation& situation);

  /// What came after that prediction.
  void Learn(bool ends);

 private:
  static constexpr std::size_t kMaps = 7;
  static constexpr std::size_t kInputs = kMaps + 3;
  static constexpr unsigned kMapBits = 16;

  std::array<cm::AdaptiveMap, kMaps> maps_;
  cm::FinalMixer<kInputs> by_match_;
  cm::FinalMixer<kInputs> by_model_;
  cm::FinalMap final_;

  // Between Predict and Learn.
  std::array<std::uint32_t, kMaps> slots_{};
  std::array<std::int32_t, kInputs> inputs_{};
  std::array<std::uint32_t, 2> rows_{};
  std::array<std::int32_t, 2> logits_{};
  std::uint32_t cell_ = 0;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_END_MODEL_H_
