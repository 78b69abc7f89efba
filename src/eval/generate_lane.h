// GenerateLane: continues a text with a predictor that codes lanes itself, as Generator does with all others: each of
// its decisions is drawn. Fails as its predictor does, and as `sink` does.
#ifndef LLMZIP_EVAL_GENERATE_LANE_H_
#define LLMZIP_EVAL_GENERATE_LANE_H_

#include <cstdint>
#include <functional>
#include <span>

#include "eval/generate.h"
#include "eval/sampler.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"

namespace llmzip {

/// `predictor` is fresh, has one lane, and was made with `work`, which is stopped when the sink fails. The sink gets
/// `bytes` bytes, one at a time, as they are drawn; those of the prefix are not among them. `segments` are those of
/// the prefix and the drawn bytes in order, or none.
Status GenerateLane(Predictor& predictor, ByteView prefix, std::uint64_t bytes, Sampler sampler, Work& work,
                    const std::function<Status(std::uint8_t byte)>& sink, Learning learning = Learning::kFromPrefix,
                    std::span<const LaneSegment> segments = {});

}  // namespace llmzip

#endif  // LLMZIP_EVAL_GENERATE_LANE_H_
