#include "llmzip/decompress.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <new>
#include <numeric>
#include <optional>
#include <utility>

#include "base/digest.h"
#include "base/little_endian.h"
#include "engine/block_coding.h"
#include "engine/budget.h"
#include "engine/buffered_source.h"
#include "engine/frame_codec.h"
#include "engine/pipeline.h"
#include "engine/reporter.h"
#include "engine/threads.h"
#include "frame/check.h"
#include "frame/footer.h"
#include "frame/index.h"
#include "frame/limits.h"

namespace llmzip {
namespace {

class NullSink final : public ByteSink {
 public:
  Status Write(std::span<const std::uint8_t> /*bytes*/) override { return Status::Ok(); }
};

// A frame whose blocks are being read.
struct OpenFrame {
  ParsedHeader parsed;
  FrameCodec codec;
  bool codec_is_made = false;
  IndexBuilder index;             // of the blocks read
  std::uint64_t raw_size = 0;     // of the blocks read
  StreamingDigest128 raw_digest;  // of the blocks written
};

class Decompressor {
 public:
  Decompressor(ByteSource& source, ByteSink& sink, const DecompressOptions& options, Progress* progress)
      : source_(source),
        sink_(sink),
        options_(options),
        reporter_(progress),
        pipeline_(ThreadsToUse(options.threads), options.limits.memory_bytes) {}

  StatusOr<Totals> Run() {
    while (true) {
      LLMZIP_ASSIGN_OR_RETURN(const bool more, NextFrame());
      if (!more) break;
      ++reporter_.totals.frames;
      reporter_.totals.coded_bytes = source_.offset();  // headers and trailers too
    }
    reporter_.Finish();
    return reporter_.totals;
  }

 private:
  // Decodes the frame that begins here; false at the end of the archive.
  StatusOr<bool> NextFrame() {
    const std::uint64_t offset = source_.offset();
    LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, source_.Peek(kMaxHeaderSize));
    if (reporter_.totals.frames > 0) {
      if (bytes.empty()) return false;
      if (!StartsFrame(bytes)) return Trailing(offset);
    }
    auto parsed = ParseHeader(bytes);
    if (!parsed.ok()) return At(offset, parsed.status());
    source_.Skip(parsed->size);
    auto codec = FrameCodec::FromHeader(parsed->header, ThreadsToUse(options_.threads), options_.models);
    if (!codec.ok()) return codec.status();
    OpenFrame frame{.parsed = *std::move(parsed), .codec = *std::move(codec), .index = {}, .raw_digest = {}};
    LLMZIP_RETURN_IF_ERROR(Announce(frame));
    const Status read = ReadBlocks(frame);
    // Blocks before the error are sound: they are still written.
    while (!pipeline_.empty()) LLMZIP_RETURN_IF_ERROR(WriteNext(frame));
    LLMZIP_RETURN_IF_ERROR(read);
    LLMZIP_RETURN_IF_ERROR(CheckTrailer(frame));
    return true;
  }

  StatusOr<bool> Trailing(std::uint64_t offset) {
    const std::string what = "bytes that are no frame follow the archive, at byte " + std::to_string(offset);
    if (!options_.ignore_trailing_bytes) return Status::Corrupt(what);
    reporter_.Warn(what + ": ignored");
    return false;
  }

  static Status At(std::uint64_t offset, const Status& status) {
    if (offset == 0) return status;
    return Status(status.code(), status.message() + " (at byte " + std::to_string(offset) + ")");
  }

  // What the header alone tells: limits it would break, an environment that differs (of a checkpoint once it is open).
  Status Announce(const OpenFrame& frame) {
    const FrameHeader& header = frame.parsed.header;
    if (header.content_size) {
      LLMZIP_RETURN_IF_ERROR(CheckOutput(PlannedOutput(*header.content_size), options_.limits));
    }
    return frame.codec.opens() ? Status::Ok() : CompareEnvironments(frame);
  }

  Status CompareEnvironments(const OpenFrame& frame) {
    LLMZIP_ASSIGN_OR_RETURN(const std::string environment, frame.codec.Environment());
    if (const std::string& recorded = frame.parsed.header.environment; recorded != environment) {
      reporter_.Warn("the archive was made with '" + recorded + "' and here is '" + environment +
                     "'; if it does not decode, use that one");
    }
    return Status::Ok();
  }

  // Makes the frame's codec when its first coded block has come, and has been found within the limits.
  StatusOr<std::shared_ptr<const Codec>> CodecOf(OpenFrame& frame) {
    LLMZIP_ASSIGN_OR_RETURN(auto codec, frame.codec.MakeOnce());
    const bool first = !std::exchange(frame.codec_is_made, true);
    if (first && frame.codec.opens()) LLMZIP_RETURN_IF_ERROR(CompareEnvironments(frame));
    return codec;
  }

  // All output once `more` bytes are added to what is planned.
  [[nodiscard]] std::uint64_t PlannedOutput(std::uint64_t more) const {
    return more > UINT64_MAX - planned_output_ ? UINT64_MAX : planned_output_ + more;
  }

  // Reads to the end marker (not taken), submitting every block; results are written as room is needed.
  Status ReadBlocks(OpenFrame& frame) {
    while (true) {
      const std::uint64_t offset = source_.offset();
      LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, source_.Peek(kMaxBlockHeaderSize));
      auto parsed = ParseBlockHeader(bytes, frame.parsed.header.block_size);
      if (!parsed.ok()) return At(offset, parsed.status());
      if (parsed->header.kind == BlockKind::kEnd) return Status::Ok();
      LLMZIP_RETURN_IF_ERROR(ReadBlock(frame, *parsed));
      const std::uint64_t raw_bytes = pipeline_.work_in_flight();
      LLMZIP_RETURN_IF_ERROR(reporter_.Continue(raw_bytes, UnfinishedCoded(raw_bytes)));
    }
  }

  Status ReadBlock(OpenFrame& frame, const ParsedBlockHeader& parsed) {
    const std::uint64_t offset = source_.offset();
    const BlockHeader& header = parsed.header;
    LLMZIP_RETURN_IF_ERROR(CheckMemory(header.payload_size, options_.limits));
    const std::uint64_t disk_size = parsed.size + header.payload_size + kCheckSize;
    auto bytes = std::make_shared<Bytes>();
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, source_.Append(disk_size, bytes.get()));
    if (count < disk_size) return At(offset, Status::Corrupt("the archive is cut short within a block"));
    const ByteView checked = ByteView(*bytes).first(disk_size - kCheckSize);
    const auto check = LoadLittleEndian<std::uint32_t>(bytes->data() + checked.size());
    if (!ChecksMatch(check, BlockCheck(checked, {frame.parsed.check, frame.index.blocks()}))) {
      return At(offset, Status::Corrupt("block " + std::to_string(frame.index.blocks() + 1) +
                                        " is damaged or out of place: its check does not match"));
    }
    // From here on the header is what was written.
    LLMZIP_RETURN_IF_ERROR(Account(frame, header, disk_size));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t cost, Cost(frame, header));
    std::shared_ptr<const Codec> codec;
    if (header.kind == BlockKind::kCoded) {
      LLMZIP_ASSIGN_OR_RETURN(codec, CodecOf(frame));
    }
    while (!pipeline_.HasRoom(cost)) LLMZIP_RETURN_IF_ERROR(WriteNext(frame));
    in_flight_.push_back(disk_size);
    pipeline_.Submit(cost, [bytes, header, header_size = parsed.size, codec = std::move(codec),
                            number = frame.index.blocks(), environment = frame.parsed.header.environment,
                            context = frame.codec.BlockContext(options_.kernel)](Work* work) mutable {
      context.work = work;
      return DecodeCheckedBlock(codec.get(), header, ByteView(*bytes).subspan(header_size, header.payload_size), number,
                                environment, context);
    });
    return Status::Ok();
  }

  // Enters a block into the sums and holds them against what was declared and what is allowed.
  Status Account(OpenFrame& frame, const BlockHeader& header, std::uint64_t disk_size) {
    const std::optional<std::uint64_t> declared = frame.parsed.header.content_size;
    if (header.raw_size > UINT64_MAX - frame.raw_size || (declared && frame.raw_size + header.raw_size > *declared)) {
      return Status::Corrupt("the blocks hold more bytes than the frame header declares");
    }
    planned_output_ = PlannedOutput(header.raw_size);
    LLMZIP_RETURN_IF_ERROR(CheckOutput(planned_output_, options_.limits));
    LLMZIP_RETURN_IF_ERROR(CheckRatio(planned_output_, source_.offset(), options_.limits));
    frame.raw_size += header.raw_size;
    frame.index.Add({header.raw_size, disk_size});
    return CheckMemory(frame.index.size(), options_.limits);
  }

  [[nodiscard]] StatusOr<std::uint64_t> Cost(const OpenFrame& frame, const BlockHeader& header) const {
    std::uint64_t working = 0;
    if (header.kind == BlockKind::kCoded) {
      LLMZIP_ASSIGN_OR_RETURN(working, frame.codec.WorkingMemory(header.raw_size));
    }
    const std::uint64_t cost = BlockMemory(working, header.raw_size, kDecodingBuffers);
    LLMZIP_RETURN_IF_ERROR(CheckMemory(cost, options_.limits));
    return cost;
  }

  // The archive bytes of blocks in flight that so many raw bytes done come to.
  [[nodiscard]] std::uint64_t UnfinishedCoded(std::uint64_t raw_bytes) const {
    const std::uint64_t raw_size = planned_output_ - reporter_.totals.raw_bytes;
    const std::uint64_t coded_size = std::accumulate(in_flight_.begin(), in_flight_.end(), std::uint64_t{0});
    if (raw_size == 0) return 0;
    // In thousandths: sizes may be too large to be multiplied.
    return coded_size / 1000 * std::min<std::uint64_t>(1000, raw_bytes / (raw_size / 1000 + 1));
  }

  Status WriteNext(OpenFrame& frame) {
    LLMZIP_ASSIGN_OR_RETURN(const Bytes raw, pipeline_.Next([this] {
      const std::uint64_t raw_bytes = pipeline_.work_in_flight();
      return reporter_.Tick(raw_bytes, UnfinishedCoded(raw_bytes));
    }));
    LLMZIP_RETURN_IF_ERROR(sink_.Write(raw));
    frame.raw_digest.Update(raw);
    reporter_.totals.raw_bytes += raw.size();
    reporter_.totals.coded_bytes += in_flight_.front();
    in_flight_.pop_front();
    ++reporter_.totals.blocks;
    return Status::Ok();
  }

  // Every number in a trailer has one encoding, so it is built anew from what was read and compared.
  Status CheckTrailer(const OpenFrame& frame) {
    const std::optional<std::uint64_t> declared = frame.parsed.header.content_size;
    if (declared && *declared != frame.raw_size) {
      return Status::Corrupt("the blocks hold fewer bytes than the frame header declares");
    }
    const std::uint64_t offset = source_.offset();
    const Bytes index = frame.index.Build(frame.parsed.size, frame.raw_digest.Finish());
    if (index.size() > kMaxIndexSize) return Status::Corrupt("more blocks than an index can hold");
    Bytes expected;
    AppendTrailer(index, &expected);
    Bytes trailer;
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t count, source_.Append(expected.size(), &trailer));
    if (count < expected.size()) return At(offset, Status::Corrupt("the archive is cut short within the index"));
    if (!ChecksMatch(trailer, expected)) {
      return At(offset,
                Status::Corrupt("the index does not agree with the blocks, or the content digest with them all"));
    }
    return Status::Ok();
  }

  BufferedSource source_;
  ByteSink& sink_;
  const DecompressOptions& options_;
  Reporter reporter_;
  std::uint64_t planned_output_ = 0;     // raw bytes of all blocks read
  std::deque<std::uint64_t> in_flight_;  // sizes on disk of the blocks in the pipeline
  Pipeline<Bytes> pipeline_;
};

}  // namespace

StatusOr<Totals> Decompress(ByteSource& source, ByteSink& sink, const DecompressOptions& options, Progress* progress) {
  try {
    return Decompressor(source, sink, options, progress).Run();
  } catch (const std::bad_alloc&) {
    return Status::LimitExceeded("out of memory; use fewer --threads");
  }
}

StatusOr<Totals> Test(ByteSource& source, const DecompressOptions& options, Progress* progress) {
  NullSink sink;
  return Decompress(source, sink, options, progress);
}

}  // namespace llmzip
