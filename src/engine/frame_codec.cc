#include "engine/frame_codec.h"

#include <utility>

#include "engine/hexadecimal.h"
#include "registry/codecs.h"

namespace llmzip {
namespace {

// The arithmetic codec's row of frequencies for each lane: 256 symbols of 4 bytes, twice to be safe.
constexpr std::uint64_t kBytesPerLane = 2048;

}  // namespace

StatusOr<FrameCodec> FrameCodec::FromSpec(const std::string& spec, std::uint64_t lanes) {
  FrameCodec made;
  LLMZIP_ASSIGN_OR_RETURN(made.spec_, ParseSpec(spec));
  made.lanes_ = static_cast<unsigned>(lanes);
  LLMZIP_ASSIGN_OR_RETURN(made.codec_, MakeCodec(made.spec_, made.lanes_));
  return made;
}

StatusOr<FrameCodec> FrameCodec::FromHeader(const FrameHeader& header) {
  if (!header.models.empty()) {
    return Status::ModelMissing("the archive needs the model with SHA-256 " + ToHexadecimal(header.models[0]) +
                                ", which is not here");
  }
  auto made = FromSpec(header.spec, header.lanes);
  if (made.ok()) return made;
  // The header's check matched, so the spec is what was written: a newer llmzip knows it.
  const bool unknown = made.status().code() == StatusCode::kInvalidArgument;
  return Status(unknown ? StatusCode::kUnsupported : made.status().code(),
                "the archive was made with '" + header.spec + "': " + made.status().message());
}

StatusOr<std::uint64_t> FrameCodec::WorkingMemory(std::uint64_t raw_size) const {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t codec_bytes, CodecMemoryBytes(spec_, lanes_, raw_size));
  const std::uint64_t lane_bytes = lanes_ * kBytesPerLane;
  return codec_bytes > UINT64_MAX - lane_bytes ? UINT64_MAX : codec_bytes + lane_bytes;
}

}  // namespace llmzip
