// llmzip: lossless compression with pluggable predictors. This header is the manual of the C++ library.
//
// 1. Buffers. Two calls are all that most programs need:
//
//      llmzip::StatusOr<llmzip::Bytes> archive = llmzip::Compress(text);
//      if (!archive.ok()) return Fail(archive.status().message());
//      llmzip::StatusOr<llmzip::Bytes> back = llmzip::Decompress(*archive);
//
//    Decompress returns exactly the bytes that were compressed, or an error: Compress decodes every block again to
//    verify it, and checksums cover every byte of an archive. An archive names everything needed to decode it.
//
// 2. Errors. Functions return Status or StatusOr (status.h): a code for the program, a message for people. The compiler
//    points out ignored results. Nothing here throws, not even when memory runs out; an exception from a stream or
//    Progress of yours is returned as kInternal.
//
// 3. Options. CompressOptions (compress.h) names a predictor or codec by a spec, such as "cm", "order2" or "zstd:19";
//    OptionsForLevel gives the presets of `llmzip -1` to `-9`. catalogue.h lists the names.
//
// 4. Streams. Compress(source, sink, …) and Decompress(source, sink, …) take any ByteSource and ByteSink (stream.h), of
//    any length, in bounded memory. A few times a second they call a Progress (progress.h), which can also stop them.
//    Blocks are coded on several threads; the output does not depend on their number.
//    Callers that are given their bytes piece by piece use a PushCoder (push.h).
//
// 5. Limits. Archives are untrusted. Limits (limits.h) on memory, output size, ratio and work are on by default; a run
//    that would exceed one ends with kLimitExceeded.
//
// 6. Parts. With a RandomAccessSource: List (list.h) describes an archive without decoding it; DecompressRange
//    (decompress.h) decodes only the blocks that a range overlaps; Recover saves what it can of a damaged archive.
//
// 7. Your own predictor or codec: derive from Predictor (predictor.h) or Codec (codec.h), register it under a name with
//    RegisterPredictor or RegisterCodec (register.h), and use that name as a spec.
//
// Thread safety: functions may be called from several threads at once, each with its own streams and Progress.
// The C interface is llmzip_c.h.
#ifndef LLMZIP_LLMZIP_H_
#define LLMZIP_LLMZIP_H_

#include "llmzip/catalogue.h"
#include "llmzip/codec.h"
#include "llmzip/compress.h"
#include "llmzip/context.h"
#include "llmzip/decompress.h"
#include "llmzip/export.h"
#include "llmzip/kernel.h"
#include "llmzip/level.h"
#include "llmzip/limits.h"
#include "llmzip/list.h"
#include "llmzip/predictor.h"
#include "llmzip/progress.h"
#include "llmzip/push.h"
#include "llmzip/register.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

/// "major.minor.patch" of the library in use.
LLMZIP_EXPORT const char* Version();

/// The options of `llmzip -LEVEL`. Compress refuses those of a level that is not within kMinLevel … kMaxLevel.
LLMZIP_EXPORT CompressOptions OptionsForLevel(int level);

/// Compresses `raw` to an archive. options.content_size is ignored: the size is known. Errors as of the stream version.
LLMZIP_EXPORT StatusOr<Bytes> Compress(ByteView raw, const CompressOptions& options = {});

/// Decompresses all frames of `archive`. Errors as of the stream version.
LLMZIP_EXPORT StatusOr<Bytes> Decompress(ByteView archive, const DecompressOptions& options = {});

}  // namespace llmzip

#endif  // LLMZIP_LLMZIP_H_
