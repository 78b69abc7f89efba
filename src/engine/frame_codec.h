// FrameCodec: the codec a frame names, with the models it names, and what it costs.
// Thread safety: immutable once made; its codec may be used from many threads.
#ifndef LLMZIP_ENGINE_FRAME_CODEC_H_
#define LLMZIP_ENGINE_FRAME_CODEC_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "frame/header.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "registry/codecs.h"
#include "spec/spec.h"

namespace llmzip {

class FrameCodec {
 public:
  /// For coding: `spec` as a user wrote it; its models are looked up in shape.models, or among the embedded ones if
  /// that is null. Lanes within 1 … kMaxLanes.
  static StatusOr<FrameCodec> FromSpec(const std::string& spec, const CodecShape& shape);

  /// For decoding: what a frame's header names, `threads` for all its blocks together. kUnsupported for a spec this
  /// version does not know, kModelMissing for a model that is not here; never kInvalidArgument.
  static StatusOr<FrameCodec> FromHeader(const FrameHeader& header, unsigned threads,
                                         std::shared_ptr<const ModelSource> models);

  [[nodiscard]] const Codec& codec() const { return *codec_; }

  /// Shared with the jobs that use it.
  [[nodiscard]] std::shared_ptr<const Codec> shared() const { return codec_; }

  /// What the frame's header says: the spec, with models by name, and their digests in the order of their references.
  [[nodiscard]] std::string frame_spec() const { return spec_.ToString(); }
  [[nodiscard]] const std::vector<ModelDigest>& models() const { return models_; }

  /// Bytes that coding one block of raw_size bytes holds besides the block itself.
  [[nodiscard]] StatusOr<std::uint64_t> WorkingMemory(std::uint64_t raw_size) const;

 private:
  Spec spec_;
  CodecShape shape_;
  std::vector<ModelDigest> models_;
  std::shared_ptr<const Codec> codec_;
};

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_FRAME_CODEC_H_
