// The functions of llmzip.h that are not about streams: buffers, version, presets, catalogue.
#include "engine/public_call.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "plan/registry.h"

namespace llmzip {
namespace {

std::vector<CatalogueLine> Lines(Traits one_of) {
  std::vector<CatalogueLine> lines;
  for (const Entry* entry : Entries()) {
    if ((entry->traits & one_of) != 0) lines.push_back({entry->name, entry->examples, entry->summary});
  }
  return lines;
}

}  // namespace

const char* Version() { return LLMZIP_VERSION; }

CompressOptions OptionsForLevel(int level) {
  CompressOptions options;
  options.level = level;
  if (level >= kMinLevel && level <= kMaxLevel) options.block_size = LevelPreset(level).block_size;
  return options;
}

StatusOr<Bytes> Compress(ByteView raw, const CompressOptions& options) {
  return PublicCall([&]() -> StatusOr<Bytes> {
    CompressOptions told = options;
    told.content_size = raw.size();
    MemorySource source(raw);
    Bytes archive;
    MemorySink sink(&archive);
    LLMZIP_ASSIGN_OR_RETURN(const Totals totals, Compress(source, sink, told, nullptr));
    (void)totals;
    return archive;
  });
}

StatusOr<Bytes> Decompress(ByteView archive, const DecompressOptions& options) {
  MemorySource source(archive);
  Bytes raw;
  MemorySink sink(&raw);
  LLMZIP_ASSIGN_OR_RETURN(const Totals totals, Decompress(source, sink, options, nullptr));
  (void)totals;
  return raw;
}

std::vector<CatalogueLine> Predictors() { return Lines(kIsPredictor); }

std::vector<CatalogueLine> Codecs() { return Lines(kIsCodec); }

}  // namespace llmzip
