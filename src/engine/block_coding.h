// One block: raw bytes <-> the bytes of a frame from its kind to its payload. What workers run.
// Thread-safe: pure functions of their arguments.
#ifndef LLMZIP_ENGINE_BLOCK_CODING_H_
#define LLMZIP_ENGINE_BLOCK_CODING_H_

#include <cstdint>
#include <string>

#include "frame/block_header.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct EncodedBlock {
  BlockHeader header;
  Bytes bytes;  ///< header and payload; the check is the writer's, who knows the block's place
};

/// `raw` through `codec`, or stored where that does not make it smaller. With `verify` the coded form is decoded again
/// and compared; kInternal if it differs. A predictor or codec that fails ends the block with its Status, here and in
/// decoding.
StatusOr<EncodedBlock> EncodeBlock(const Codec& codec, ByteView raw, bool verify, const Context& context);

/// `raw` as a stored block.
EncodedBlock StoreBlock(ByteView raw);

/// The raw bytes of a block, digest checked. `codec` is used for coded blocks only and may be null for others.
StatusOr<Bytes> DecodeBlock(const Codec* codec, const BlockHeader& header, ByteView payload, const Context& context);

/// The same for a block whose check matched, of a frame that recorded this environment: where decoding hangs on an
/// environment, an error names the block (from 1), the recorded one and the one here.
StatusOr<Bytes> DecodeCheckedBlock(const Codec* codec, const BlockHeader& header, ByteView payload,
                                   std::uint64_t number, const std::string& recorded_environment,
                                   const Context& context);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_BLOCK_CODING_H_
