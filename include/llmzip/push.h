// PushCoder: compression and decompression for callers that get their bytes piece by piece and cannot be asked for
// more: network connections, event loops, the incremental objects of other languages.
//
//   auto coder = PushCoder::ToCompress(options);
//   for each piece:  coder->Push(piece, &archive);
//   coder->Finish(&archive);
//
// The bytes are those of Compress and Decompress over the pieces in a row, however they are cut. A thread of its own
// runs that call; it works while the caller is within Push or Finish and, up to some pending output, between them.
// Thread safety: none; distinct objects are independent.
#ifndef LLMZIP_PUSH_H_
#define LLMZIP_PUSH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "llmzip/codec.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"
#include "llmzip/export.h"
#include "llmzip/status.h"

namespace llmzip {

class LLMZIP_EXPORT PushCoder {
 public:
  static constexpr std::size_t kNoLimit = SIZE_MAX;

  /// Errors: no memory or no thread left. Wrong options are reported by the first Push or Finish. `progress` may be
  /// null, and otherwise outlives the object; it is called on the coder's own thread.
  static StatusOr<std::unique_ptr<PushCoder>> ToCompress(CompressOptions options, Progress* progress = nullptr);
  static StatusOr<std::unique_ptr<PushCoder>> ToDecompress(DecompressOptions options, Progress* progress = nullptr);

  PushCoder(const PushCoder&) = delete;
  PushCoder& operator=(const PushCoder&) = delete;

  /// Ends the run, finished or not.
  ~PushCoder();

  /// Takes `input`, which it copies, and appends to `output` what has come out: at most `most` bytes; the rest comes
  /// out of later calls. Returns when the input is used up or `most` bytes have come. Output lags behind by 64 KiB of
  /// archive and by as many blocks as there are threads. Errors as of Compress and
  /// Decompress; after one, every call returns it. kInvalidArgument after Finish.
  Status Push(std::span<const std::uint8_t> input, Bytes* output, std::size_t most = kNoLimit);

  /// There is no more input. Appends what is left, at most `most` bytes; call it until done().
  Status Finish(Bytes* output, std::size_t most = kNoLimit);

  /// All input is used up, and a Push with more of it can bring more. False also while output waits to be taken.
  [[nodiscard]] bool wants_input() const;

  /// The run has ended well, and all of its output has been taken.
  [[nodiscard]] bool done() const;

 private:
  class Run;
  explicit PushCoder(std::unique_ptr<Run> run);

  std::unique_ptr<Run> run_;
};

}  // namespace llmzip

#endif  // LLMZIP_PUSH_H_
