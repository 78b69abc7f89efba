#include "codecs/zstd/zstd_codec.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>

namespace llmzip {
namespace {

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::uint64_t ZstdFormat::MemoryBytes(int level, std::uint64_t raw_size) {
  // Tables of the strongest levels: 2^25 hashes and 2^27 chain links of 4 bytes from level 20 on, a tenth of that
  // below; smaller inputs get smaller tables, at most two entries of each kind for every byte, rounded up.
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  const std::uint64_t most = (level >= 20 ? 704 : 96) * kMiB;
  return 4 * kMiB + (raw_size > most / 32 ? most : 32 * raw_size);
}

std::string ZstdFormat::Library() { return std::string("libzstd ") + ZSTD_versionString(); }

StatusOr<Bytes> ZstdFormat::Encode(ByteView raw, int level, const Work* /*work*/) {
  const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  if (context == nullptr) return Status::OutOfMemory();
  Bytes coded(ZSTD_compressBound(raw.size()));
  const std::size_t size = ZSTD_compressCCtx(context.get(), coded.data(), coded.size(), raw.data(), raw.size(), level);
  if (ZSTD_getErrorCode(size) == ZSTD_error_memory_allocation) return Status::OutOfMemory();
  if (ZSTD_isError(size) != 0) return Status::Internal(std::string("zstd: ") + ZSTD_getErrorName(size));
  coded.resize(size);
  return coded;
}

StatusOr<bool> ZstdFormat::Decode(ByteView coded, std::span<std::uint8_t> raw) {
  const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  if (context == nullptr) return Status::OutOfMemory();
  // Decoding in one call into the whole output: the output is the window, whatever window size the frame claims.
  const std::size_t size = ZSTD_decompressDCtx(context.get(), raw.data(), raw.size(), coded.data(), coded.size());
  if (ZSTD_getErrorCode(size) == ZSTD_error_memory_allocation) return Status::OutOfMemory();
  return ZSTD_isError(size) == 0 && size == raw.size();
}

}  // namespace llmzip
