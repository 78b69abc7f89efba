// Unpack for builds without the codecs of other libraries (LLMZIP_LIBRARY_CODECS=OFF).
#include "train/unpack.h"

namespace llmzip::train {

StatusOr<Bytes> Unpack(Bytes file) {
  if (BeginsWith(file, kXzMagic) || BeginsWith(file, kZstdMagic)) {
    return Status::Unsupported("cannot unpack: llmzip was built without .xz and .zst");
  }
  return file;
}

}  // namespace llmzip::train
