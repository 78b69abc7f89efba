#include "codecs/lzma/lzma_codec.h"

#include <lzma.h>

#include <algorithm>
#include <array>
#include <memory>

namespace llmzip {
namespace {

constexpr std::uint64_t kSmallObjects = std::uint64_t{1} << 20;

// The xz preset, with the dictionary limited to the input's size: more memory could not find more matches.
lzma_options_lzma Options(int level, std::uint64_t raw_size) {
  lzma_options_lzma options;
  lzma_lzma_preset(&options, static_cast<std::uint32_t>(level));
  const auto useful = std::max<std::uint64_t>(raw_size, LZMA_DICT_SIZE_MIN);
  options.dict_size = static_cast<std::uint32_t>(std::min<std::uint64_t>(options.dict_size, useful));
  return options;
}

std::array<lzma_filter, 2> Filters(lzma_options_lzma& options) {
  return {{{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}}};
}

// The memory that decoding any stream made by Compress may need: the header rounds the dictionary up, by half at most.
std::uint64_t DecoderLimit(std::uint64_t raw_size) {
  constexpr std::uint64_t kLargestPresetDictionary = std::uint64_t{64} << 20;
  return kSmallObjects + std::min(raw_size, kLargestPresetDictionary) * 3 / 2;
}

}  // namespace

std::uint64_t LzmaFormat::MemoryBytes(int level, std::uint64_t raw_size) {
  lzma_options_lzma options = Options(level, raw_size);
  const auto filters = Filters(options);
  return std::max(kSmallObjects + lzma_raw_encoder_memusage(filters.data()), DecoderLimit(raw_size));
}

std::string LzmaFormat::Library() { return std::string("liblzma ") + lzma_version_string(); }

StatusOr<Bytes> LzmaFormat::Encode(ByteView raw, int level, const Work* work) {
  lzma_options_lzma options = Options(level, raw.size());
  const auto filters = Filters(options);
  lzma_stream stream = LZMA_STREAM_INIT;
  const std::unique_ptr<lzma_stream, decltype(&lzma_end)> end(&stream, &lzma_end);
  if (lzma_stream_encoder(&stream, filters.data(), LZMA_CHECK_CRC64) != LZMA_OK) return Status::OutOfMemory();
  Bytes coded(lzma_stream_buffer_bound(raw.size()));
  stream.next_in = raw.data();
  stream.avail_in = raw.size();
  stream.next_out = coded.data();
  // The bytes do not depend on the pieces in which they are taken; between two, work may stop.
  constexpr std::size_t kPiece = 4096;
  std::size_t left = coded.size();
  lzma_ret result = LZMA_OK;
  while (result == LZMA_OK) {
    if (IsStopped(work)) return StoppedInLibrary();
    if (stream.avail_out == 0) left -= stream.avail_out = std::min(left, kPiece);
    result = lzma_code(&stream, LZMA_FINISH);
  }
  coded.resize(static_cast<std::size_t>(stream.next_out - coded.data()));
  if (result == LZMA_MEM_ERROR) return Status::OutOfMemory();
  if (result != LZMA_STREAM_END) return Status::Internal("lzma: liblzma did not finish");
  return coded;
}

StatusOr<bool> LzmaFormat::Decode(ByteView coded, std::span<std::uint8_t> raw) {
  std::uint64_t memory_limit = DecoderLimit(raw.size());
  std::size_t read = 0;
  std::size_t written = 0;
  const lzma_ret result = lzma_stream_buffer_decode(&memory_limit, 0, nullptr, coded.data(), &read, coded.size(),
                                                    raw.data(), &written, raw.size());
  if (result == LZMA_MEM_ERROR) return Status::OutOfMemory();
  return result == LZMA_OK && read == coded.size() && written == raw.size();
}

}  // namespace llmzip
