// MeasuredBlock: a block of an archive, decoded, with what each of its bytes cost and how its segments were coded.
// Thread safety: pure, but for the FramePlans, which may be shared.
#ifndef LLMZIP_EVAL_MEASURED_BLOCK_H_
#define LLMZIP_EVAL_MEASURED_BLOCK_H_

#include <cstdint>

#include "engine/frame_plans.h"
#include "eval/explanation.h"
#include "frame/block.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/status.h"

namespace llmzip {

/// Adds the block's first `wanted` bytes, or more, to `explanation`; all of them if a filter or a digest asks for it.
/// `plans` may be null for a stored block. `context.expected` may be the block's bytes. A head is checked already.
Status MeasureBlock(FramePlans* plans, const BlockHead& head, ByteView payload, std::uint64_t wanted,
                    const Context& context, Explanation* explanation);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_MEASURED_BLOCK_H_
