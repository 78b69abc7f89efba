// unpack.h: training data that comes as .xz or .zst, told by its first bytes. Pure functions; thread-safe.
#ifndef LLMZIP_TRAIN_UNPACK_H_
#define LLMZIP_TRAIN_UNPACK_H_

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::train {

/// The content of an .xz or .zst file of any number of streams; anything else as it is. kCorrupt if it is damaged.
StatusOr<Bytes> Unpack(Bytes file);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_UNPACK_H_
