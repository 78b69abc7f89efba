// The C interface: implements llmzip_c.h with llmzip.h. No exception leaves it.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "base/caught.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "llmzip/llmzip_c.h"

struct llmzip_coder {
  std::unique_ptr<llmzip::PushCoder> coder;
};

struct llmzip_options {
  llmzip::CompressOptions compress;
  llmzip::DecompressOptions decompress;
};

namespace llmzip {
namespace {

static_assert(LLMZIP_INVALID_ARGUMENT == static_cast<int>(StatusCode::kInvalidArgument));
static_assert(LLMZIP_NOT_FOUND == static_cast<int>(StatusCode::kNotFound));
static_assert(LLMZIP_ALREADY_EXISTS == static_cast<int>(StatusCode::kAlreadyExists));
static_assert(LLMZIP_IO_ERROR == static_cast<int>(StatusCode::kIoError));
static_assert(LLMZIP_CORRUPT == static_cast<int>(StatusCode::kCorrupt));
static_assert(LLMZIP_UNSUPPORTED == static_cast<int>(StatusCode::kUnsupported));
static_assert(LLMZIP_MODEL_MISSING == static_cast<int>(StatusCode::kModelMissing));
static_assert(LLMZIP_LIMIT_EXCEEDED == static_cast<int>(StatusCode::kLimitExceeded));
static_assert(LLMZIP_CANCELLED == static_cast<int>(StatusCode::kCancelled));
static_assert(LLMZIP_INTERNAL == static_cast<int>(StatusCode::kInternal));

void* CopyOf(const void* bytes, std::size_t size) {
  void* const copy = std::malloc(size > 0 ? size : 1);
  if (copy != nullptr && size > 0) std::memcpy(copy, bytes, size);
  return copy;
}

llmzip_code Report(const Status& status, char** error) {
  if (error != nullptr) {
    *error = status.ok() ? nullptr : static_cast<char*>(CopyOf(status.message().c_str(), status.message().size() + 1));
  }
  return static_cast<llmzip_code>(status.code());
}

// Runs `call` and reports its Status, or an exception as a Status.
template <typename Call>
llmzip_code Answer(char** error, const Call& call) {
  return Report(Guarded([&]() -> Status { return call(); }), error);
}

Status Missing(const char* what) { return Status::InvalidArgument(std::string(what) + " is NULL"); }

Status GiveBuffer(const StatusOr<Bytes>& bytes, void** out, std::size_t* out_size) {
  if (!bytes.ok()) return bytes.status();
  *out = CopyOf(bytes->data(), bytes->size());
  if (*out == nullptr) return Status::OutOfMemory();
  *out_size = bytes->size();
  return Status::Ok();
}

// For functions from buffer to buffer: checks the arguments, runs `call` and hands over the result.
template <typename Call>
llmzip_code AnswerBuffer(const void* in, std::size_t in_size, void** out, std::size_t* out_size, char** error,
                         const Call& call) {
  if (out != nullptr) *out = nullptr;
  if (out_size != nullptr) *out_size = 0;
  return Answer(error, [&]() -> Status {
    if (out == nullptr || out_size == nullptr) return Missing("a place for the result");
    if (in == nullptr && in_size > 0) return Missing("the input");
    return GiveBuffer(call(ByteView(static_cast<const std::uint8_t*>(in), in_size)), out, out_size);
  });
}

class CallbackSource final : public ByteSource {
 public:
  explicit CallbackSource(const llmzip_stream& stream) : stream_(stream) {}
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    const std::ptrdiff_t count = stream_.read(stream_.read_context, buffer.data(), buffer.size());
    if (count < 0) return Status::IoError("the read callback failed");
    if (static_cast<std::size_t>(count) > buffer.size()) {
      return Status::InvalidArgument("the read callback gave more bytes than asked for");
    }
    return static_cast<std::size_t>(count);
  }

 private:
  const llmzip_stream& stream_;
};

class CallbackSink final : public ByteSink {
 public:
  explicit CallbackSink(const llmzip_stream& stream) : stream_(stream) {}
  Status Write(std::span<const std::uint8_t> bytes) override {
    if (stream_.write(stream_.write_context, bytes.data(), bytes.size()) == 0) return Status::Ok();
    return Status::IoError("the write callback failed");
  }

 private:
  const llmzip_stream& stream_;
};

class CallbackProgress final : public Progress {
 public:
  explicit CallbackProgress(const llmzip_stream& stream) : stream_(stream) {}
  bool Report(const Totals& done) override {
    return stream_.report == nullptr || stream_.report(stream_.report_context, done.raw_bytes, done.coded_bytes) == 0;
  }
  void Warn(const char* /*message*/) override {}

 private:
  const llmzip_stream& stream_;
};

template <typename Direction>
llmzip_code Stream(const llmzip_stream* stream, char** error, const Direction& direction) {
  return Answer(error, [&]() -> Status {
    if (stream == nullptr || stream->read == nullptr || stream->write == nullptr) {
      return Status::InvalidArgument("a stream needs a read and a write callback");
    }
    CallbackSource source(*stream);
    CallbackSink sink(*stream);
    CallbackProgress progress(*stream);
    return direction(source, sink, progress).status();
  });
}

class CallbackFile final : public RandomAccessSource {
 public:
  explicit CallbackFile(const llmzip_file& file) : file_(file) {}
  [[nodiscard]] std::uint64_t size() const override { return file_.size; }
  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    if (offset > file_.size || buffer.size() > file_.size - offset)
      return Status::Corrupt("the archive ends too early");
    if (file_.read_at(file_.context, offset, buffer.data(), buffer.size()) == 0) return Status::Ok();
    return Status::IoError("the read_at callback failed");
  }

 private:
  const llmzip_file& file_;
};

// Runs `call` over a file, if there is one.
template <typename Call>
llmzip_code AnswerFile(const llmzip_file* file, char** error, const Call& call) {
  return Answer(error, [&]() -> Status {
    if (file == nullptr || file->read_at == nullptr) return Missing("the file or its read_at callback");
    CallbackFile source(*file);
    return call(source);
  });
}

const DecompressOptions& DecodingOf(const llmzip_options* options) {
  static const DecompressOptions defaults;
  return options != nullptr ? options->decompress : defaults;
}

// Makes a coder by `make`, which returns a StatusOr.
template <typename Make>
llmzip_code CreateCoder(llmzip_coder** coder, char** error, const Make& make) {
  if (coder != nullptr) *coder = nullptr;
  return Answer(error, [&]() -> Status {
    if (coder == nullptr) return Missing("a place for the coder");
    LLMZIP_ASSIGN_OR_RETURN(auto made, make());
    *coder = new llmzip_coder{std::move(made)};
    return Status::Ok();
  });
}

// Gives what `step(coder, &bytes)` appends.
template <typename Step>
llmzip_code StepCoder(llmzip_coder* coder, const void* in, std::size_t in_size, void** out, std::size_t* out_size,
                      char** error, const Step& step) {
  return AnswerBuffer(in, in_size, out, out_size, error, [&](ByteView bytes) -> StatusOr<Bytes> {
    if (coder == nullptr) return Missing("the coder");
    Bytes output;
    LLMZIP_RETURN_IF_ERROR(step(*coder->coder, bytes, &output));
    return output;
  });
}

}  // namespace
}  // namespace llmzip

extern "C" {

const char* llmzip_version(void) { return llmzip::Version(); }

void llmzip_free(void* buffer) { std::free(buffer); }

llmzip_code llmzip_compress(const llmzip_options* options, const void* raw, size_t raw_size, void** out,
                            size_t* out_size, char** error) {
  return llmzip::AnswerBuffer(raw, raw_size, out, out_size, error, [&](llmzip::ByteView bytes) {
    return llmzip::Compress(bytes, options != nullptr ? options->compress : llmzip::CompressOptions());
  });
}

llmzip_code llmzip_decompress(const llmzip_options* options, const void* archive, size_t archive_size, void** out,
                              size_t* out_size, char** error) {
  return llmzip::AnswerBuffer(archive, archive_size, out, out_size, error, [&](llmzip::ByteView bytes) {
    return llmzip::Decompress(bytes, options != nullptr ? options->decompress : llmzip::DecompressOptions());
  });
}

llmzip_options* llmzip_options_create(void) {
  try {
    return new llmzip_options;
  } catch (...) {
    return nullptr;
  }
}

void llmzip_options_destroy(llmzip_options* options) { delete options; }

llmzip_code llmzip_options_set_level(llmzip_options* options, int level, char** error) {
  return llmzip::Answer(error, [&]() -> llmzip::Status {
    if (options == nullptr) return llmzip::Missing("the options object");
    if (level < llmzip::kMinLevel || level > llmzip::kMaxLevel) {
      return llmzip::Status::InvalidArgument("levels are 1 to 9");
    }
    options->compress.level = level;
    options->compress.spec.clear();
    options->compress.block_size = llmzip::LevelPreset(level).block_size;
    return llmzip::Status::Ok();
  });
}

llmzip_code llmzip_options_set_spec(llmzip_options* options, const char* spec, char** error) {
  return llmzip::Answer(error, [&]() -> llmzip::Status {
    if (options == nullptr) return llmzip::Missing("the options object");
    if (spec == nullptr) return llmzip::Missing("the spec");
    options->compress.spec = spec;
    return llmzip::Status::Ok();
  });
}

llmzip_code llmzip_options_set_model(llmzip_options* options, const char* model, char** error) {
  return llmzip::Answer(error, [&]() -> llmzip::Status {
    if (options == nullptr) return llmzip::Missing("the options object");
    if (model == nullptr) return llmzip::Missing("the model's name");
    options->compress.model = model;
    return llmzip::Status::Ok();
  });
}

void llmzip_options_set_embed_models(llmzip_options* options, int embed) {
  if (options != nullptr) options->compress.embed_models = embed != 0;
}

void llmzip_options_set_block_size(llmzip_options* options, uint64_t bytes) {
  if (options != nullptr) options->compress.block_size = bytes;
}

void llmzip_options_set_threads(llmzip_options* options, unsigned threads) {
  if (options == nullptr) return;
  options->compress.threads = threads;
  options->decompress.threads = threads;
}

void llmzip_options_set_verify(llmzip_options* options, int verify) {
  if (options != nullptr) options->compress.verify = verify != 0;
}

void llmzip_options_set_memory_limit(llmzip_options* options, uint64_t bytes) {
  if (options == nullptr) return;
  options->compress.limits.memory_bytes = bytes;
  options->decompress.limits.memory_bytes = bytes;
}

void llmzip_options_set_output_limit(llmzip_options* options, uint64_t bytes) {
  if (options != nullptr) options->decompress.limits.output_bytes = bytes;
}

void llmzip_options_set_ratio_limit(llmzip_options* options, uint64_t ratio) {
  if (options != nullptr) options->decompress.limits.ratio = ratio;
}

void llmzip_options_set_work_limit(llmzip_options* options, uint64_t seconds) {
  if (options != nullptr) options->decompress.limits.work_seconds = seconds;
}

llmzip_code llmzip_options_set_model_folders(llmzip_options* options, const char* const* folders, size_t count,
                                             char** error) {
  return llmzip::Answer(error, [&]() -> llmzip::Status {
    if (options == nullptr) return llmzip::Missing("the options object");
    if (folders == nullptr && count > 0) return llmzip::Missing("the list of folders");
    if (std::find(folders, folders + count, nullptr) != folders + count) return llmzip::Missing("a folder");
    options->compress.models = llmzip::ModelsIn({folders, folders + count});
    options->decompress.models = options->compress.models;
    return llmzip::Status::Ok();
  });
}

llmzip_code llmzip_compress_stream(const llmzip_options* options, const llmzip_stream* stream, char** error) {
  return llmzip::Stream(stream, error, [&](auto& source, auto& sink, auto& progress) {
    return llmzip::Compress(source, sink, options != nullptr ? options->compress : llmzip::CompressOptions(),
                            &progress);
  });
}

llmzip_code llmzip_decompress_stream(const llmzip_options* options, const llmzip_stream* stream, char** error) {
  return llmzip::Stream(stream, error, [&](auto& source, auto& sink, auto& progress) {
    return llmzip::Decompress(source, sink, options != nullptr ? options->decompress : llmzip::DecompressOptions(),
                              &progress);
  });
}

llmzip_code llmzip_compressor_create(const llmzip_options* options, llmzip_coder** coder, char** error) {
  return llmzip::CreateCoder(coder, error, [&] {
    return llmzip::PushCoder::ToCompress(options != nullptr ? options->compress : llmzip::CompressOptions());
  });
}

llmzip_code llmzip_decompressor_create(const llmzip_options* options, llmzip_coder** coder, char** error) {
  return llmzip::CreateCoder(coder, error,
                             [&] { return llmzip::PushCoder::ToDecompress(llmzip::DecodingOf(options)); });
}

void llmzip_coder_destroy(llmzip_coder* coder) { delete coder; }

llmzip_code llmzip_coder_push(llmzip_coder* coder, const void* bytes, size_t size, void** out, size_t* out_size,
                              char** error) {
  return llmzip::StepCoder(
      coder, bytes, size, out, out_size, error,
      [](llmzip::PushCoder& push, llmzip::ByteView input, llmzip::Bytes* output) { return push.Push(input, output); });
}

llmzip_code llmzip_coder_finish(llmzip_coder* coder, void** out, size_t* out_size, char** error) {
  return llmzip::StepCoder(
      coder, nullptr, 0, out, out_size, error,
      [](llmzip::PushCoder& push, llmzip::ByteView /*input*/, llmzip::Bytes* output) { return push.Finish(output); });
}

llmzip_code llmzip_decompress_range(const llmzip_options* options, const llmzip_file* file, uint64_t offset,
                                    uint64_t size, void** out, size_t* out_size, char** error) {
  if (out != nullptr) *out = nullptr;
  if (out_size != nullptr) *out_size = 0;
  return llmzip::AnswerFile(file, error, [&](llmzip::RandomAccessSource& source) -> llmzip::Status {
    if (out == nullptr || out_size == nullptr) return llmzip::Missing("a place for the result");
    llmzip::Bytes written;
    llmzip::MemorySink sink(&written);
    LLMZIP_RETURN_IF_ERROR(
        llmzip::DecompressRange(source, offset, size, sink, llmzip::DecodingOf(options), nullptr).status());
    return llmzip::GiveBuffer(std::move(written), out, out_size);
  });
}

llmzip_code llmzip_recover(const llmzip_options* options, const llmzip_file* file, llmzip_write write,
                           void* write_context, uint64_t* damaged, char** error) {
  if (damaged != nullptr) *damaged = 0;
  return llmzip::AnswerFile(file, error, [&](llmzip::RandomAccessSource& source) -> llmzip::Status {
    if (write == nullptr) return llmzip::Missing("the write callback");
    const llmzip_stream stream = {nullptr, nullptr, write, write_context, nullptr, nullptr};
    llmzip::CallbackSink sink(stream);
    LLMZIP_ASSIGN_OR_RETURN(const llmzip::Totals totals,
                            llmzip::Recover(source, sink, llmzip::DecodingOf(options), nullptr));
    if (damaged != nullptr) *damaged = totals.damaged_blocks;
    return llmzip::Status::Ok();
  });
}

llmzip_code llmzip_list(const llmzip_options* options, const llmzip_file* file,
                        int (*each)(void* context, const llmzip_frame* frame), void* context, char** error) {
  return llmzip::AnswerFile(file, error, [&](llmzip::RandomAccessSource& source) -> llmzip::Status {
    if (each == nullptr) return llmzip::Missing("the callback");
    LLMZIP_ASSIGN_OR_RETURN(const auto frames, llmzip::List(source, llmzip::DecodingOf(options).models));
    for (const llmzip::FrameSummary& frame : frames) {
      const llmzip_frame told = {frame.offset,
                                 frame.raw_size,
                                 frame.coded_size,
                                 frame.blocks.size(),
                                 frame.spec.c_str(),
                                 frame.content_digest.c_str(),
                                 frame.carries_model ? 1 : 0};
      if (each(context, &told) != 0) return llmzip::Status::Cancelled("the callback ended the list");
    }
    return llmzip::Status::Ok();
  });
}

}  // extern "C"
