// FrameCodec: the codec a frame names, and what it costs.
// Thread safety: immutable once made; its codec may be used from many threads.
#ifndef LLMZIP_ENGINE_FRAME_CODEC_H_
#define LLMZIP_ENGINE_FRAME_CODEC_H_

#include <cstdint>
#include <memory>
#include <string>

#include "frame/header.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "spec/spec.h"

namespace llmzip {

class FrameCodec {
 public:
  /// For coding: `spec` as a user wrote it, lanes within 1 … kMaxLanes.
  static StatusOr<FrameCodec> FromSpec(const std::string& spec, std::uint64_t lanes);

  /// For decoding: what a frame's header names. kUnsupported for a spec this version does not know, kModelMissing for
  /// a model that is not here; never kInvalidArgument.
  static StatusOr<FrameCodec> FromHeader(const FrameHeader& header);

  [[nodiscard]] const Codec& codec() const { return *codec_; }

  /// Shared with the jobs that use it.
  [[nodiscard]] std::shared_ptr<const Codec> shared() const { return codec_; }

  /// Bytes that coding one block of raw_size bytes holds besides the block itself.
  [[nodiscard]] StatusOr<std::uint64_t> WorkingMemory(std::uint64_t raw_size) const;

 private:
  Spec spec_;
  unsigned lanes_ = 1;
  std::shared_ptr<const Codec> codec_;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_FRAME_CODEC_H_
