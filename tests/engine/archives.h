// Archives in memory, for tests of the engine.
#ifndef LLMZIP_TESTS_ENGINE_ARCHIVES_H_
#define LLMZIP_TESTS_ENGINE_ARCHIVES_H_

#include <cstdint>
#include <string>

#include "llmzip/codec.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"
#include "llmzip/status.h"

namespace llmzip::testing {

/// Options for small tests: `spec`, blocks of `block_size`, one thread.
CompressOptions Coding(const std::string& spec, std::uint64_t block_size);

/// The archive of `raw`, whose size the engine is told; the test fails if there is none.
Bytes Archive(ByteView raw, const CompressOptions& options);

/// What comes out of `archive`, or why not; bytes that came before an error are lost.
StatusOr<Bytes> Restored(ByteView archive, const DecompressOptions& options = {});

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_ENGINE_ARCHIVES_H_
