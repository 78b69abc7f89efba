// MeasuredStream: a stream of an archive, decoded, with what each of its bytes really cost, and what was expected
// instead.
//
//   coded bytes ──the decoder's own walk──▶ bytes, and for each the bits that its decisions took
//
// The costs are those of the decisions that the range coder coded, so that their sum is the coded size but for the
// coder's rounding. What was expected instead depends on what a predictor decides:
//   bytes     the likeliest other bytes
//   bits      each bit that might have been the other one leads to a set of bytes, whose share is exact: "0x60-0x6F,
//             40 %". Eight such branches and the byte itself are all there is. Which of a set is the likeliest byte
//             cannot be known: the predictor would have to learn another byte than the one that came.
// Only measures: floating point lives here and nowhere near the coder. Thread safety: pure.
#ifndef LLMZIP_EVAL_MEASURED_STREAM_H_
#define LLMZIP_EVAL_MEASURED_STREAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// One thing that might have come, and its probability.
struct Expectation {
  std::uint8_t label = 0;  ///< what Labels says
  std::uint8_t share = 0;  ///< of 255, rounded; 0: so little, or nothing

  friend bool operator==(const Expectation&, const Expectation&) = default;
};

/// The likeliest things that did not come, likeliest first.
inline constexpr std::size_t kExpectations = 3;
using Expectations = std::array<Expectation, kExpectations>;

/// What an Expectation's label is.
enum class Labels : std::uint8_t {
  kNone,      ///< nothing is known
  kBytes,     ///< a byte
  kBranches,  ///< a bit of the byte that came, 0 the highest: the bytes with its other value and the same bits above
};

/// What a cost was measured for.
enum class Grain : std::uint8_t {
  kBytes,   ///< each byte, or each group of bytes that one decision covers, such as a sample of 16 bits
  kTokens,  ///< each token; its bytes share it evenly
  kWhole,   ///< the whole stream: its codec predicts nothing, and all bytes share it evenly
};

struct MeasuredStream {
  Bytes bytes;                         ///< decoded; valid up to `known`
  std::size_t known = 0;               ///< at least as many as were wanted
  std::vector<float> bits;             ///< of each byte of `bytes`
  std::vector<Expectations> expected;  ///< the same; empty with Labels::kNone
  Labels labels = Labels::kNone;
  Grain grain = Grain::kWhole;
};

struct CodedStream {
  ByteView coded;
  std::uint64_t size = 0;  ///< bytes it decodes to
  unsigned lanes = 1;
  std::span<const SegmentView> segments = {};
  std::uint64_t wanted = 0;  ///< decoding may stop after so many bytes
};

/// `plan` is the codec's. `context.expected` may be what comes out. Fails as the codec does.
StatusOr<MeasuredStream> MeasureStream(const Plan& plan, const CodedStream& stream, const Context& context);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_MEASURED_STREAM_H_
