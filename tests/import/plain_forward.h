// A made checkpoint computed as its family's papers say, in double, without anything that the importer does.
#ifndef LLMZIP_TESTS_IMPORT_PLAIN_FORWARD_H_
#define LLMZIP_TESTS_IMPORT_PLAIN_FORWARD_H_

#include <cstdint>
#include <vector>

#include "support/made_checkpoint.h"

namespace llmzip::testing {

/// After each of `ids`: the logits of all tokens.
std::vector<std::vector<double>> PlainLogits(const MadeCheckpoint& made, const std::vector<std::uint32_t>& ids);

struct Divergence {
  double divergence = 0;  ///< of `ours` from `theirs`, bits
  double entropy = 0;     ///< of `theirs`, bits
};
Divergence DivergenceInBits(const std::vector<double>& theirs, const std::vector<double>& ours);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_IMPORT_PLAIN_FORWARD_H_
