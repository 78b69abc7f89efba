#include "llmzip/compress.h"

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#include "base/digest.h"
#include "engine/block_coding.h"
#include "engine/block_threads.h"
#include "engine/budget.h"
#include "engine/buffered_source.h"
#include "engine/frame_codec.h"
#include "engine/frame_writer.h"
#include "engine/pipeline.h"
#include "engine/reporter.h"
#include "engine/threads.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

using RawBlock = std::shared_ptr<const Bytes>;

Status CheckOptions(const CompressOptions& options) {
  if (options.block_size < 1 || options.block_size > kMaxBlockSize) {
    return Status::InvalidArgument("block size must be 1 to " + std::to_string(kMaxBlockSize) + " bytes");
  }
  if (options.lanes > kMaxLanes) {
    return Status::InvalidArgument("lanes must be 1 to " + std::to_string(kMaxLanes));
  }
  return Status::Ok();
}

// The options with the block size that they come to.
CompressOptions Settled(CompressOptions options) {
  if (options.even_blocks && options.content_size && *options.content_size > options.block_size) {
    const std::uint64_t blocks = (*options.content_size - 1) / options.block_size + 1;
    options.block_size = (*options.content_size - 1) / blocks + 1;
  }
  return options;
}

// The bytes of a frame of one block.
std::size_t LoneFrameSize(const FrameHeader& header, const EncodedBlock& block) {
  Bytes bytes;
  AppendHeader(header, &bytes);
  return bytes.size() + block.bytes.size();  // the index may differ by the bytes of one varint
}

class Compressor {
 public:
  Compressor(ByteSource& source, ByteSink& sink, const CompressOptions& options, Progress* progress)
      : source_(source),
        options_(Settled(options)),
        reporter_(progress),
        writer_(sink, &reporter_.totals),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run() {
    LLMZIP_ASSIGN_OR_RETURN(RawBlock first, ReadBlock());
    bool only_block = first->size() < options_.block_size;
    if (!only_block) {
      LLMZIP_ASSIGN_OR_RETURN(const ByteView next, source_.Peek(1));
      only_block = next.empty();
    }
    const std::uint64_t block_size = only_block ? first->size() : options_.block_size;
    LLMZIP_RETURN_IF_ERROR(ChooseCodec(block_size, only_block ? first->size() : options_.content_size));
    LLMZIP_RETURN_IF_ERROR(only_block ? LoneBlock(first) : ManyBlocks(std::move(first)));
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  Status ChooseCodec(std::uint64_t block_size, std::optional<std::uint64_t> content_size) {
    const bool small = content_size.has_value() && *content_size < kSmallContent && !options_.small_spec.empty();
    const std::string& text = small ? options_.small_spec : options_.spec;
    LLMZIP_ASSIGN_OR_RETURN(Plan plan, ResolvePlan(text, options_.models));
    const unsigned lanes = options_.lanes != 0 ? options_.lanes : plan.AutomaticLanes(block_size);
    const unsigned threads =
        ThreadsPerBlock(content_size, std::max<std::uint64_t>(1, block_size), ThreadsToUse(options_.threads));
    codec_.emplace(std::move(plan), lanes, threads);
    // Before anything large is made; what a checkpoint takes is known better once it is open.
    LLMZIP_RETURN_IF_ERROR(Cost(block_size).status());
    return codec_->MakeOnce().status();
  }

  // The next block, full unless the source ends; empty at its end.
  StatusOr<RawBlock> ReadBlock() {
    auto raw = std::make_shared<Bytes>();
    // A block the memory limit forbids is not read to its end first.
    const std::uint64_t most = std::min(options_.block_size, options_.limits.memory_bytes);
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, source_.Append(most, raw.get()));
    if (count == most && most < options_.block_size) {
      LLMZIP_RETURN_IF_ERROR(CheckMemory(options_.block_size, options_.limits));
    }
    read_ += count;
    if (options_.content_size && (read_ > *options_.content_size || (count < most && read_ < *options_.content_size))) {
      return Status::InvalidArgument("the input gave " +
                                     std::string(read_ > *options_.content_size ? "more" : "fewer") +
                                     " bytes than announced: did it change while it was read?");
    }
    return RawBlock(std::move(raw));
  }

  [[nodiscard]] StatusOr<std::uint64_t> Cost(std::uint64_t raw_size) const {
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t working, codec_->WorkingMemory(raw_size));
    const std::uint64_t cost = BlockMemory(working, raw_size, kCodingBuffers);
    LLMZIP_RETURN_IF_ERROR(CheckMemory(cost, options_.limits));
    return cost;
  }

  Status Submit(std::uint64_t cost, RawBlock raw) {
    LLMZIP_ASSIGN_OR_RETURN(auto codec, codec_->MakeOnce());
    pipeline_.Submit(cost, [raw = std::move(raw), codec = std::move(codec), verify = options_.verify,
                            context = codec_->BlockContext(options_.kernel)](Work* work) mutable {
      context.work = work;
      return EncodeBlock(*codec, *raw, verify, context);
    });
    return Status::Ok();
  }

  StatusOr<EncodedBlock> Next() {
    return pipeline_.Next([this] { return reporter_.Tick(Unfinished()); });
  }

  // Every byte of a block is coded, and then decoded to verify it.
  [[nodiscard]] std::uint64_t Unfinished() const { return pipeline_.work_in_flight() / (options_.verify ? 2 : 1); }

  [[nodiscard]] StatusOr<FrameHeader> Header() const {
    FrameHeader header;
    header.spec = codec_->plan().FrameText();
    header.models = codec_->plan().model_digests();
    header.lanes = codec_->lanes();
    header.block_size = options_.block_size;
    header.content_size = options_.content_size;
    LLMZIP_ASSIGN_OR_RETURN(header.environment, codec_->plan().Environment());
    header.environment.resize(std::min<std::size_t>(header.environment.size(), kMaxEnvironmentSize));
    return header;
  }

  // Everything fits into one block: its size is known, and the whole frame is stored if that is no longer.
  Status LoneBlock(const RawBlock& raw) {
    FrameHeader stored_header;
    stored_header.spec = "store";
    stored_header.block_size = std::max<std::uint64_t>(raw->size(), 1);
    stored_header.content_size = raw->size();
    if (raw->empty()) {
      LLMZIP_RETURN_IF_ERROR(writer_.WriteHeader(stored_header));
      return writer_.WriteTrailer({});
    }
    LLMZIP_ASSIGN_OR_RETURN(FrameHeader header, Header());
    header.block_size = stored_header.block_size;
    header.content_size = stored_header.content_size;
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, Cost(raw->size()));
    LLMZIP_RETURN_IF_ERROR(Submit(cost, raw));
    LLMZIP_ASSIGN_OR_RETURN(EncodedBlock block, Next());
    if (block.header.kind == BlockKind::kCoded) {
      const EncodedBlock stored = StoreBlock(*raw);
      if (LoneFrameSize(stored_header, stored) <= LoneFrameSize(header, block)) block = stored;
    }
    LLMZIP_RETURN_IF_ERROR(writer_.WriteHeader(block.header.kind == BlockKind::kStored ? stored_header : header));
    LLMZIP_RETURN_IF_ERROR(writer_.WriteBlock(std::move(block)));
    return writer_.WriteTrailer({});
  }

  Status ManyBlocks(RawBlock raw) {
    LLMZIP_ASSIGN_OR_RETURN(const FrameHeader header, Header());
    LLMZIP_RETURN_IF_ERROR(writer_.WriteHeader(header));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, Cost(options_.block_size));
    StreamingDigest128 content_digest;
    while (!raw->empty() || !pipeline_.empty()) {
      if (!raw->empty() && pipeline_.HasRoom(cost)) {
        content_digest.Update(*raw);
        LLMZIP_RETURN_IF_ERROR(Submit(cost, std::move(raw)));
        LLMZIP_ASSIGN_OR_RETURN(raw, ReadBlock());
      } else {
        LLMZIP_ASSIGN_OR_RETURN(EncodedBlock block, Next());
        LLMZIP_RETURN_IF_ERROR(writer_.WriteBlock(std::move(block)));
        if (writer_.index_size() > options_.limits.memory_bytes) {
          return Status::LimitExceeded("too many blocks for the memory limit; use a larger --block-size");
        }
      }
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue(Unfinished()));
    }
    return writer_.WriteTrailer(content_digest.Finish());
  }

  BufferedSource source_;
  const CompressOptions options_;
  std::optional<FrameCodec> codec_;  // chosen once it is known how much there is to code
  Reporter reporter_;
  FrameWriter writer_;
  Pipeline<EncodedBlock> pipeline_;
  std::uint64_t read_ = 0;
};

}  // namespace

StatusOr<Totals> Compress(ByteSource& source, ByteSink& sink, const CompressOptions& options, Progress* progress) {
  try {
    LLMZIP_RETURN_IF_ERROR(CheckOptions(options));
    return Compressor(source, sink, options, progress).Run();
  } catch (const std::bad_alloc&) {
    return Status::LimitExceeded("out of memory; use fewer --threads or a smaller --block-size");
  }
}

}  // namespace llmzip
