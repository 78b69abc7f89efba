// FrameCodec: the plan a frame follows, in how many lanes, and the codec that is made of it.
//
// Making one takes next to nothing: models' files are found and read, but the codec is made when it is first asked for,
// after WorkingMemory has been held against the limit.
// Thread safety: one thread calls; its codec may be used from many.
#ifndef LLMZIP_ENGINE_FRAME_CODEC_H_
#define LLMZIP_ENGINE_FRAME_CODEC_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "frame/header.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

class FrameCodec {
 public:
  /// Lanes within 1 … kMaxLanes; `threads` that one block may use.
  FrameCodec(Plan plan, unsigned lanes, unsigned threads);

  /// For decoding: what a frame's header names, `threads` for all its blocks together. As PlanOfFrame.
  static StatusOr<FrameCodec> FromHeader(const FrameHeader& header, unsigned threads,
                                         std::shared_ptr<const ModelSource> models);

  [[nodiscard]] const Plan& plan() const { return plan_; }
  [[nodiscard]] unsigned lanes() const { return lanes_; }

  /// The codec, shared with the jobs that use it; made at the first call.
  [[nodiscard]] StatusOr<std::shared_ptr<const Codec>> MakeOnce();

  /// Whether making it, or asking for its environment, opens a checkpoint, which takes time and memory.
  [[nodiscard]] bool opens() const { return plan_.TokenModel() != nullptr; }
  [[nodiscard]] StatusOr<std::string> Environment() const { return plan_.Environment(); }

  /// For coding one block of the frame. The codec has its models already.
  [[nodiscard]] Context BlockContext(Kernel kernel) const;

  /// Bytes that coding one block of raw_size bytes holds besides the block itself.
  [[nodiscard]] StatusOr<std::uint64_t> WorkingMemory(std::uint64_t raw_size) const;

 private:
  Plan plan_;
  unsigned lanes_;
  unsigned threads_;
  std::string recorded_;                // the frame's spec, for errors; "" when coding
  std::shared_ptr<const Codec> codec_;  // null until it is asked for
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_FRAME_CODEC_H_
