// Safetensors: the container of model files.
//
//   header size 8, little-endian | header: JSON, padded with spaces | tensors, back to back
//
// The header maps names to {"dtype", "shape", "data_offsets": [begin, end)} relative to the first byte after it, and
// "__metadata__" to an object of strings. The bytes are untrusted; what Parse returns lies within them, no name in any
// object of the header occurs twice, and nothing nests deeper than the format needs.
// Pure functions; thread-safe. Format: https://github.com/huggingface/safetensors
#ifndef LLMZIP_MODEL_SAFETENSORS_H_
#define LLMZIP_MODEL_SAFETENSORS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

/// Headers larger than this are refused before they are parsed.
inline constexpr std::uint64_t kMaxSafetensorsHeader = std::uint64_t{1} << 20;

/// A file begins with so many bytes, the size of its header.
inline constexpr std::size_t kSafetensorsStart = 8;

struct SafetensorsTensor {
  std::string name;
  std::string dtype;  ///< "I8", "F32", "U32", …
  std::vector<std::uint64_t> shape;
  std::uint64_t offset = 0;  ///< into the file
  std::uint64_t size = 0;    ///< bytes; what dtype and shape say
};

using Metadata = std::vector<std::pair<std::string, std::string>>;

struct Safetensors {
  Metadata metadata;
  std::vector<SafetensorsTensor> tensors;  ///< in the order of their bytes, which they cover without gaps
};

/// kCorrupt for anything that is not a whole, well-formed file.
StatusOr<Safetensors> ParseSafetensors(ByteView file);

/// The same for a file that is read piece by piece, since it may be larger than memory: from its first
/// kSafetensorsStart bytes (or more) how long the header after them is, and from the header everything else.
StatusOr<std::size_t> SafetensorsHeaderSize(ByteView start, std::uint64_t file_size);
StatusOr<Safetensors> ParseSafetensorsHeader(ByteView header, std::uint64_t file_size);

/// One tensor to write; `bytes` are little-endian and as many as dtype and shape say.
struct TensorBytes {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  Bytes bytes;
};

/// The file's bytes: tensors in the order given, metadata sorted by key. Alignment of 8 for the data.
Bytes WriteSafetensors(const Metadata& metadata, const std::vector<TensorBytes>& tensors);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_SAFETENSORS_H_
