// unpack.h: unpacks training data in .xz or .zst, recognised by its first bytes. Pure functions; thread-safe.
#ifndef LLMZIP_TRAIN_UNPACK_H_
#define LLMZIP_TRAIN_UNPACK_H_

#include <cstring>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::train {

/// The content of an .xz or .zst file of any number of streams; anything else as it is. kCorrupt if it is damaged.
StatusOr<Bytes> Unpack(Bytes file);

/// What .xz and .zst files begin with.
inline constexpr std::string_view kXzMagic(
    "\xFD"
    "7zXZ\0",
    6);
inline constexpr std::string_view kZstdMagic("\x28\xB5\x2F\xFD", 4);

inline bool BeginsWith(ByteView file, std::string_view magic) {
  return file.size() >= magic.size() && std::memcmp(file.data(), magic.data(), magic.size()) == 0;
}

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_UNPACK_H_
