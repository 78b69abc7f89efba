// CheckpointSpec: what follows `torch:` in a spec, taken apart. The only parser and printer of it.
//
//   NAME { ";" option "=" value }
//
//   symbols=ascii7            bytes are halved before they become tokens; the bits that lose are coded apart
//   top-k=K                   only K tokens keep their own probabilities, 1 … 2^18
//   context=reset:N           chunks of N tokens that know nothing of each other, 2 … 2^20
//   context=sliding:N/M       when N tokens are full, begin again with the newest M, 1 … N - 1
//   dtype=T                   float32 (the default), bfloat16, float16
//   device=D                  cpu (the default), cuda, cuda:N
//   threads=N                 of one step's arithmetic, 1 (the default) … 1024
//   tolerance=E               survive logits that differ by up to E: 0.000001 … 0.5, at most six decimals
//
// Each option at most once; printed in this order, defaults left out, so that equal codecs have equal specs.
// Values, and pure functions; thread-safe.
#ifndef LLMZIP_REGISTRY_CHECKPOINT_SPEC_H_
#define LLMZIP_REGISTRY_CHECKPOINT_SPEC_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "llmzip/status.h"
#include "model/checkpoint.h"

namespace llmzip {

/// The name of specs that name checkpoints.
inline constexpr std::string_view kCheckpointName = "torch";

struct CheckpointSpec {
  std::string name;  ///< of the checkpoint, or its path
  bool ascii7 = false;
  std::uint32_t top_k = 0;  ///< 0: all
  CheckpointContext context;
  CheckpointOptions options;               ///< dtype and device "" for the defaults
  std::uint32_t tolerance_millionths = 0;  ///< 0: none

  /// What ParseCheckpointSpec reads.
  [[nodiscard]] std::string ToString() const;
};

/// kInvalidArgument naming the option.
StatusOr<CheckpointSpec> ParseCheckpointSpec(std::string_view argument);

/// One option, whatever it was before; kInvalidArgument for one there is not, or a value out of its range.
Status SetCheckpointOption(std::string_view option, std::string_view value, CheckpointSpec* spec);

/// kInvalidArgument for options that exclude each other.
Status CheckCheckpointSpec(const CheckpointSpec& spec);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_CHECKPOINT_SPEC_H_
