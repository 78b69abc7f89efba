#include "engine/block_coding.h"

#include <algorithm>
#include <cassert>

#include "base/digest.h"
#include "frame/check.h"

namespace llmzip {
namespace {

EncodedBlock Assemble(BlockKind kind, ByteView raw, ByteView payload) {
  EncodedBlock block;
  block.header = {kind, raw.size(), payload.size(), Xxh3Digest128(raw)};
  block.bytes.reserve(kMaxBlockHeaderSize + payload.size() + sizeof(std::uint32_t));
  AppendBlockHeader(block.header, &block.bytes);
  block.bytes.insert(block.bytes.end(), payload.begin(), payload.end());
  return block;
}

Status Verify(const Codec& codec, ByteView raw, ByteView payload, const Context& context) {
  const auto decoded = codec.Decompress(payload, raw.size(), context);
  if (!decoded.ok() && decoded.status().code() == StatusCode::kCorrupt) {
    return Status::Internal("verification failed: " + decoded.status().message());
  }
  if (!decoded.ok()) return decoded.status();  // it was stopped, or a predictor failed: says nothing about the bytes
  if (!std::ranges::equal(*decoded, raw)) {
    return Status::Internal("verification failed: a block decodes to other bytes than it was made from");
  }
  return Status::Ok();
}

}  // namespace

EncodedBlock StoreBlock(ByteView raw) { return Assemble(BlockKind::kStored, raw, raw); }

StatusOr<EncodedBlock> EncodeBlock(const Codec& codec, ByteView raw, bool verify, const Context& context) {
  LLMZIP_ASSIGN_OR_RETURN(const Bytes payload, codec.Compress(raw, context));
  if (payload.size() >= raw.size()) return StoreBlock(raw);
  if (verify) LLMZIP_RETURN_IF_ERROR(Verify(codec, raw, payload, context));
  return Assemble(BlockKind::kCoded, raw, payload);
}

StatusOr<Bytes> DecodeBlock(const Codec* codec, const BlockHeader& header, ByteView payload, const Context& context) {
  Bytes raw;
  if (header.kind == BlockKind::kStored) {
    raw.assign(payload.begin(), payload.end());
  } else {
    assert(codec != nullptr);
    LLMZIP_ASSIGN_OR_RETURN(raw, codec->Decompress(payload, header.raw_size, context));
  }
  if (raw.size() != header.raw_size) return Status::Corrupt("a block decodes to the wrong size");
  if (!ChecksMatch(header.raw_digest, Xxh3Digest128(raw))) {
    return Status::Corrupt("a block decodes to other bytes than it was made from: its digest does not match");
  }
  return raw;
}

StatusOr<Bytes> DecodeCheckedBlock(const Codec* codec, const BlockHeader& header, ByteView payload,
                                   std::uint64_t number, const std::string& recorded_environment,
                                   const Context& context) {
  auto raw = DecodeBlock(codec, header, payload, context);
  if (raw.ok() || raw.status().code() != StatusCode::kCorrupt || recorded_environment.empty()) return raw;
  const std::string here = codec == nullptr ? std::string() : codec->environment();
  return Status::Corrupt("block " + std::to_string(number) + ": " + raw.status().message() +
                         "; it is not damaged, so this machine computes otherwise: the archive was made with '" +
                         recorded_environment + "' and here is '" + here + "'");
}

}  // namespace llmzip
