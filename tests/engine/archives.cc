#include "engine/archives.h"

#include <gtest/gtest.h>

#include "io/memory_stream.h"

namespace llmzip::testing {

CompressOptions Coding(const std::string& spec, std::uint64_t block_size) {
  CompressOptions options;
  options.spec = spec;
  options.block_size = block_size;
  options.threads = 1;
  return options;
}

Bytes Archive(ByteView raw, const CompressOptions& options) {
  CompressOptions told = options;
  told.content_size = raw.size();
  MemorySource source(raw);
  Bytes archive;
  MemorySink sink(&archive);
  const auto totals = Compress(source, sink, told, nullptr);
  EXPECT_TRUE(totals.ok()) << totals.status().message();
  if (totals.ok()) {
    EXPECT_EQ(totals->raw_bytes, raw.size());
    EXPECT_EQ(totals->coded_bytes, archive.size());
  }
  return archive;
}

StatusOr<Bytes> Restored(ByteView archive, const DecompressOptions& options) {
  MemorySource source(archive);
  Bytes raw;
  MemorySink sink(&raw);
  LLMZIP_ASSIGN_OR_RETURN(const Totals totals, Decompress(source, sink, options, nullptr));
  EXPECT_EQ(totals.raw_bytes, raw.size());
  return raw;
}

}  // namespace llmzip::testing
