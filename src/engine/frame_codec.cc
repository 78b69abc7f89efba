#include "engine/frame_codec.h"

#include <utility>

#include "engine/block_threads.h"

namespace llmzip {

FrameCodec::FrameCodec(Plan plan, unsigned lanes, unsigned threads)
    : plan_(std::move(plan)), lanes_(lanes), threads_(threads) {}

StatusOr<FrameCodec> FrameCodec::FromHeader(const FrameHeader& header, unsigned threads,
                                            std::shared_ptr<const ModelSource> models) {
  LLMZIP_ASSIGN_OR_RETURN(Plan plan,
                          PlanOfFrame({.text = header.spec, .models = header.models, .environment = header.environment},
                                      std::move(models)));
  return FrameCodec(std::move(plan), static_cast<unsigned>(header.lanes), ThreadsPerBlock(header, threads));
}

StatusOr<std::shared_ptr<const Codec>> FrameCodec::MakeOnce() {
  if (codec_ == nullptr) {
    LLMZIP_ASSIGN_OR_RETURN(codec_, plan_.MakeCodec({.lanes = lanes_, .threads = threads_}));
  }
  return codec_;
}

StatusOr<std::uint64_t> FrameCodec::WorkingMemory(std::uint64_t raw_size) const {
  return plan_.MemoryBytes({.lanes = lanes_, .raw_size = raw_size, .threads = threads_});
}

}  // namespace llmzip
