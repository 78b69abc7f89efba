// Explanation: where the bits of an archive go: its segments, how each was coded, and what each byte cost.
//
//   content ──Compress──▶ archive ──decoded once more, measuring──▶ Explanation
//
// What is explained is always an archive, so that the costs are those of the real plans, with their filters, lanes and
// small content, and what is shown has been decoded. Bytes, costs and expectations take eleven bytes of memory for each
// byte that is explained. Thread safety: as Compress and DecompressRange.
#ifndef LLMZIP_EVAL_EXPLANATION_H_
#define LLMZIP_EVAL_EXPLANATION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "content/kind.h"
#include "eval/measured_stream.h"
#include "llmzip/codec.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"
#include "llmzip/progress.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

struct ExplainedStream {
  std::string spec;  ///< "" for a stored block
  std::uint64_t lanes = 1;
  std::uint64_t size = 0;        ///< bytes it decodes to
  std::uint64_t coded_size = 0;  ///< bytes in the archive
  double bits = 0;               ///< the sum over the bytes that were decoded
  bool whole = false;            ///< all of it was decoded
  Labels labels = Labels::kNone;
  Grain grain = Grain::kWhole;
};

/// A part of the content that is of one kind and coded in one way.
struct ExplainedSegment {
  std::uint64_t offset = 0;  ///< in what is explained
  std::uint64_t size = 0;
  Kind kind = Kind::kData;
  Bytes parameters = {};    ///< of the kind
  std::string filter = {};  ///< "" if none was applied
  bool same_size = true;    ///< the filter gives a byte for a byte: `coded` is what was predicted
  std::size_t stream = 0;
  bool continues = false;  ///< goes on where the segment before it was cut
  double bits = 0;
};

struct Explanation {
  Bytes content;                           ///< what is explained: all of it, or its beginning
  std::uint64_t whole_size = 0;            ///< of all that the archive, or the file, holds
  std::vector<float> bits;                 ///< that each byte cost
  Bytes coded;                             ///< each byte as it was predicted, behind filters
  std::vector<Expectations> expected;      ///< what might have come in the place of `coded`, as its stream's labels say
  std::vector<ExplainedSegment> segments;  ///< they cover the content in order
  std::vector<ExplainedStream> streams;
  std::uint64_t archive_size = 0;  ///< bytes of the archive, as far as it is explained
  std::uint64_t blocks = 0;
};

/// No more bytes than this are explained: a browser is to hold them.
inline constexpr std::uint64_t kMostExplained = std::uint64_t{64} << 20;

/// Compresses `content` as Compress does, and explains the result. `whole_size`: of what it is the beginning of.
StatusOr<Explanation> ExplainContent(ByteView content, std::uint64_t whole_size, const CompressOptions& options,
                                     Progress* progress);

/// Explains the first `most` bytes of what an archive holds, within the limits of `options`.
StatusOr<Explanation> ExplainArchive(RandomAccessSource& archive, const DecompressOptions& options, std::uint64_t most,
                                     Progress* progress);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_EXPLANATION_H_
