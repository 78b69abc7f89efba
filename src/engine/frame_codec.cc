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
  FrameCodec codec(std::move(plan), static_cast<unsigned>(header.lanes), ThreadsPerBlock(header, threads));
  codec.recorded_ = header.spec;
  return codec;
}

StatusOr<std::shared_ptr<const Codec>> FrameCodec::MakeOnce() {
  if (codec_ == nullptr) {
    auto codec = plan_.MakeCodec({.lanes = lanes_});
    if (!codec.ok()) return recorded_.empty() ? codec.status() : WhileReading(recorded_, codec.status());
    codec_ = *std::move(codec);
  }
  return codec_;
}

Context FrameCodec::BlockContext(Kernel kernel) const {
  Context context;
  context.threads = threads_;
  context.kernel = kernel;
  return context;
}

StatusOr<std::uint64_t> FrameCodec::WorkingMemory(std::uint64_t raw_size) const {
  return plan_.MemoryBytes({.lanes = lanes_, .raw_size = raw_size, .context = {.threads = threads_}});
}

}  // namespace llmzip
