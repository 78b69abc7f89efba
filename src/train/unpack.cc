#include "train/unpack.h"

#include <lzma.h>
#include <zstd.h>

#include <memory>

namespace llmzip::train {
namespace {

constexpr std::size_t kPiece = std::size_t{4} << 20;

StatusOr<Bytes> UnpackXz(ByteView file) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, UINT64_MAX, LZMA_CONCATENATED) != LZMA_OK) {
    return Status::OutOfMemory();
  }
  const std::unique_ptr<lzma_stream, decltype(&lzma_end)> end(&stream, &lzma_end);
  stream.next_in = file.data();
  stream.avail_in = file.size();
  Bytes out;
  lzma_ret result = LZMA_OK;
  while (result == LZMA_OK) {
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    stream.next_out = out.data() + before;
    stream.avail_out = kPiece;
    result = lzma_code(&stream, LZMA_FINISH);
    out.resize(out.size() - stream.avail_out);
  }
  if (result != LZMA_STREAM_END) return Status::Corrupt("cannot unpack: a damaged .xz file");
  return out;
}

StatusOr<Bytes> UnpackZstd(ByteView file) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(), &ZSTD_freeDStream);
  if (stream == nullptr) return Status::OutOfMemory();
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, 31);
  ZSTD_inBuffer in = {file.data(), file.size(), 0};
  Bytes out;
  std::size_t expected = 1;
  bool more = true;
  while (in.pos < in.size || more) {
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    ZSTD_outBuffer piece = {out.data() + before, kPiece, 0};
    expected = ZSTD_decompressStream(stream.get(), &piece, &in);
    out.resize(before + piece.pos);
    if (ZSTD_isError(expected) != 0) return Status::Corrupt("cannot unpack: a damaged .zst file");
    more = piece.pos == kPiece;
  }
  if (expected != 0) return Status::Corrupt("cannot unpack: the .zst file is cut off");
  return out;
}

}  // namespace

StatusOr<Bytes> Unpack(Bytes file) {
  if (BeginsWith(file, kXzMagic)) return UnpackXz(file);
  if (BeginsWith(file, kZstdMagic)) return UnpackZstd(file);
  return file;
}

}  // namespace llmzip::train
