#include "codecs/gzip/gzip_codec.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <memory>

namespace llmzip {
namespace {

constexpr int kGzipWrapper = 16;    // added to the window's bits, it makes zlib write or read a gzip member
constexpr int kLargestWindow = 15;  // bits
constexpr int kMemoryLevel = 8;     // as in the gzip program
constexpr std::uint64_t kMemory = std::uint64_t{512} << 10;

// The smallest window that holds a small input, plus the distance that zlib keeps free: the same bytes, but zlib clears
// less memory, which would be most of a code-length predictor's time.
int WindowBits(std::size_t raw_size) {
  constexpr std::size_t kKeptClear = 512;
  return raw_size >= 16384 ? kLargestWindow : std::max(9, static_cast<int>(std::bit_width(raw_size + kKeptClear)));
}

// zlib counts bytes in 32 bits; this feeds it 64-bit buffers in parts.
void Refill(z_stream& stream, std::size_t& input_left, std::size_t& output_left,
            std::size_t most_output = std::numeric_limits<uInt>::max()) {
  constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
  if (stream.avail_in == 0) {
    stream.avail_in = static_cast<uInt>(std::min(input_left, kMost));
    input_left -= stream.avail_in;
  }
  if (stream.avail_out == 0) {
    stream.avail_out = static_cast<uInt>(std::min(output_left, most_output));
    output_left -= stream.avail_out;
  }
}

}  // namespace

std::uint64_t GzipFormat::MemoryBytes(int /*level*/, std::uint64_t /*raw_size*/) { return kMemory; }

std::string GzipFormat::Library() { return std::string("zlib ") + zlibVersion(); }

StatusOr<Bytes> GzipFormat::Encode(ByteView raw, int level, const Work* work) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWrapper + WindowBits(raw.size()), kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return Status::OutOfMemory();
  }
  const std::unique_ptr<z_stream, decltype(&deflateEnd)> end(&stream, &deflateEnd);
  Bytes coded(deflateBound(&stream, raw.size()));
  std::size_t input_left = raw.size();
  std::size_t output_left = coded.size();
  stream.next_in = const_cast<Bytef*>(raw.data());
  stream.next_out = coded.data();
  int result = Z_OK;
  constexpr std::size_t kPiece = std::size_t{1} << 16;  // of output: between two, work may stop
  while (result == Z_OK) {
    if (IsStopped(work)) return StoppedInLibrary();
    Refill(stream, input_left, output_left, kPiece);
    result = deflate(&stream, input_left == 0 ? Z_FINISH : Z_NO_FLUSH);
  }
  coded.resize(static_cast<std::size_t>(stream.next_out - coded.data()));
  if (result != Z_STREAM_END) return Status::Internal("gzip: zlib did not finish");
  return coded;
}

StatusOr<bool> GzipFormat::Decode(ByteView coded, std::span<std::uint8_t> raw) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWrapper + kLargestWindow) != Z_OK) return Status::OutOfMemory();
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
  std::uint8_t nowhere = 0;  // zlib needs a valid pointer even for an empty buffer
  std::size_t input_left = coded.size();
  std::size_t output_left = raw.size();
  stream.next_in = const_cast<Bytef*>(coded.data());
  stream.next_out = raw.empty() ? &nowhere : raw.data();
  int result = Z_OK;
  while (result == Z_OK) {
    Refill(stream, input_left, output_left);
    result = inflate(&stream, Z_NO_FLUSH);  // Z_BUF_ERROR when no progress is possible
  }
  if (result == Z_MEM_ERROR) return Status::OutOfMemory();
  return result == Z_STREAM_END && stream.avail_in == 0 && input_left == 0 && stream.avail_out == 0 && output_left == 0;
}

}  // namespace llmzip
