// compress, decompress, ranges, lists, recovery, and the incremental coders.
#include <memory>
#include <string>
#include <vector>

#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "model/model.h"
#include "parts.h"
#include "streams.h"

namespace llmzip::python {
namespace {

// Runs `work(call, progress)`, which returns a StatusOr, without the GIL.
template <typename Work>
auto Run(const py::object& callback, const Work& work) {
  Call call;
  CallProgress progress(callback, &call);
  auto result = [&] {
    const py::gil_scoped_release released;
    return work(progress);
  }();
  return call.Value(std::move(result));
}

py::bytes CompressBytes(const py::object& data, CompressOptions options, const py::object& callback) {
  const BufferView raw(data);
  Bytes written;
  MemorySink sink(&written);
  options.content_size = raw.bytes().size();
  Run(callback, [&](Progress& progress) {
    MemorySource source(raw.bytes());
    return Compress(source, sink, options, &progress);
  });
  return ToBytes(written);
}

py::bytes DecompressBytes(const py::object& data, const DecompressOptions& options, const py::object& callback) {
  const BufferView archive(data);
  Bytes written;
  MemorySink sink(&written);
  Run(callback, [&](Progress& progress) {
    MemorySource source(archive.bytes());
    return Decompress(source, sink, options, &progress);
  });
  return ToBytes(written);
}

// The stream functions: each file's exceptions are kept by the same call as the progress's.
template <typename Work>
Totals RunStream(const py::object& callback, const Work& work) {
  Call call;
  CallProgress progress(callback, &call);
  StatusOr<Totals> result = work(call, progress);
  return call.Value(std::move(result));
}

py::dict Told(const Totals& totals) {
  py::dict told;
  told["raw_bytes"] = totals.raw_bytes;
  told["archive_bytes"] = totals.coded_bytes;
  told["blocks"] = totals.blocks;
  told["damaged_blocks"] = totals.damaged_blocks;
  return told;
}

py::dict CompressFiles(const py::object& source, const py::object& sink, const CompressOptions& options,
                       const py::object& callback) {
  return Told(RunStream(callback, [&](Call& call, Progress& progress) {
    FileSource from(source, &call);
    FileSink to(sink, &call);
    const py::gil_scoped_release released;
    return Compress(from, to, options, &progress);
  }));
}

py::dict DecompressFiles(const py::object& source, const py::object& sink, const DecompressOptions& options,
                         const py::object& callback) {
  return Told(RunStream(callback, [&](Call& call, Progress& progress) {
    FileSource from(source, &call);
    FileSink to(sink, &call);
    const py::gil_scoped_release released;
    return Decompress(from, to, options, &progress);
  }));
}

py::dict RecoverFiles(const py::object& file, const py::object& sink, const DecompressOptions& options,
                      const py::object& callback) {
  return Told(RunStream(callback, [&](Call& call, Progress& progress) {
    SeekableFile from(file, &call);
    FileSink to(sink, &call);
    const py::gil_scoped_release released;
    return Recover(from, to, options, &progress);
  }));
}

py::bytes RangeOf(const py::object& file, std::uint64_t offset, std::uint64_t size, const DecompressOptions& options,
                  const py::object& callback) {
  Bytes written;
  MemorySink sink(&written);
  RunStream(callback, [&](Call& call, Progress& progress) {
    SeekableFile from(file, &call);
    const py::gil_scoped_release released;
    return DecompressRange(from, offset, size, sink, options, &progress);
  });
  return ToBytes(written);
}

py::list BlocksOf(const FrameSummary& frame) {
  py::list blocks;
  for (const BlockSummary& block : frame.blocks) {
    py::list kinds;
    for (const SegmentSummary& segment : block.segments) {
      py::dict told;
      told["kind"] = segment.kind;
      told["description"] = segment.description;
      told["filter"] = segment.filter;
      told["size"] = segment.size;
      kinds.append(told);
    }
    py::dict told;
    told["offset"] = block.offset;
    told["raw_size"] = block.raw_size;
    told["archive_size"] = block.coded_size;
    told["stored"] = block.stored;
    told["segments"] = kinds;
    blocks.append(told);
  }
  return blocks;
}

py::list FramesOf(const py::object& file, const std::shared_ptr<const ModelSource>& models) {
  Call call;
  SeekableFile source(file, &call);
  StatusOr<std::vector<FrameSummary>> listed = [&] {
    const py::gil_scoped_release released;
    return List(source, models);
  }();
  py::list frames;
  for (const FrameSummary& frame : call.Value(std::move(listed))) {
    py::dict told;
    told["offset"] = frame.offset;
    told["raw_size"] = frame.raw_size;
    told["archive_size"] = frame.coded_size;
    told["format_version"] = frame.format_version;
    told["spec"] = frame.spec;
    told["environment"] = frame.environment;
    told["models"] = frame.models;
    told["carries_model"] = frame.carries_model;
    told["lanes"] = frame.lanes;
    told["block_size"] = frame.block_size;
    told["memory_bytes"] = frame.memory_bytes ? py::object(py::int_(*frame.memory_bytes)) : py::none();
    told["work_seconds"] =
        frame.work_ns ? py::object(py::float_(static_cast<double>(*frame.work_ns) / 1e9)) : py::none();
    told["content_digest"] = frame.content_digest;
    told["blocks"] = BlocksOf(frame);
    frames.append(told);
  }
  return frames;
}

// An incremental coder. Its calls release the GIL; a lock keeps two threads from using it at once.
class Coder {
 public:
  explicit Coder(StatusOr<std::unique_ptr<PushCoder>> coder) {
    if (!coder.ok()) Raise(coder.status());
    coder_ = *std::move(coder);
  }

  ~Coder() {  // NOLINT(bugprone-exception-escape): with the GIL, releasing it does not throw
    const py::gil_scoped_release released;  // its thread may be within a predictor written in Python
    coder_.reset();
  }
  Coder(const Coder&) = delete;
  Coder& operator=(const Coder&) = delete;

  py::bytes Push(const py::object& data, py::ssize_t most) {
    const BufferView input(data);
    return Step(most, [&](std::size_t limit, Bytes* output) { return coder_->Push(input.bytes(), output, limit); });
  }

  py::bytes Finish(py::ssize_t most) {
    return Step(most, [&](std::size_t limit, Bytes* output) { return coder_->Finish(output, limit); });
  }

  [[nodiscard]] bool WantsInput() const { return coder_->wants_input(); }
  [[nodiscard]] bool Done() const { return coder_->done(); }

 private:
  template <typename Call>
  py::bytes Step(py::ssize_t most, const Call& call) {
    Bytes output;
    Status status;
    {
      const py::gil_scoped_release released;
      const std::lock_guard lock(mutex_);
      status = call(most < 0 ? PushCoder::kNoLimit : static_cast<std::size_t>(most), &output);
    }
    // What precedes an error is right, and given first.
    if (!status.ok() && output.empty()) Raise(status);
    return ToBytes(output);
  }

  std::mutex mutex_;
  std::unique_ptr<PushCoder> coder_;
};

void Lift(const py::object& limit, std::uint64_t* value) {
  if (!limit.is_none()) *value = py::cast<std::uint64_t>(limit);
}

Limits LimitsOf(const py::object& memory, const py::object& output, const py::object& ratio, const py::object& work) {
  Limits limits;
  Lift(memory, &limits.memory_bytes);
  Lift(output, &limits.output_bytes);
  Lift(ratio, &limits.ratio);
  if (!work.is_none()) limits.work_seconds = py::cast<std::uint64_t>(work);
  return limits;
}

}  // namespace

void DefineCoding(py::module_& module) {
  [[maybe_unused]] const py::class_<ModelSource, std::shared_ptr<ModelSource>> models(module, "Models");
  module.def(
      "models_in",
      [](std::vector<std::string> folders, std::vector<std::string> plugins, bool allow_scripts) {
        return std::const_pointer_cast<ModelSource>(ModelsIn(std::move(folders), std::move(plugins), allow_scripts));
      },
      py::arg("folders"), py::arg("plugins"), py::arg("allow_scripts"));

  py::class_<CompressOptions>(module, "CompressOptions")
      .def(py::init([](int level, std::string spec, std::string model, bool embed_models, std::uint64_t block_size,
                       unsigned lanes, unsigned threads, bool verify, const py::object& memory_limit,
                       std::shared_ptr<ModelSource> models) {
             CompressOptions options;
             options.level = level;
             options.spec = std::move(spec);
             options.model = std::move(model);
             options.embed_models = embed_models;
             options.block_size = block_size;
             options.lanes = lanes;
             options.threads = threads;
             options.verify = verify;
             Lift(memory_limit, &options.limits.memory_bytes);
             options.models = std::move(models);
             return options;
           }),
           py::kw_only(), py::arg("level"), py::arg("spec"), py::arg("model"), py::arg("embed_models"),
           py::arg("block_size"), py::arg("lanes"), py::arg("threads"), py::arg("verify"), py::arg("memory_limit"),
           py::arg("models"));
  py::class_<DecompressOptions>(module, "DecompressOptions")
      .def(py::init([](unsigned threads, const py::object& memory_limit, const py::object& max_output,
                       const py::object& max_ratio, const py::object& max_work, bool ignore_trailing_bytes,
                       std::shared_ptr<ModelSource> models) {
             DecompressOptions options;
             options.threads = threads;
             options.limits = LimitsOf(memory_limit, max_output, max_ratio, max_work);
             options.ignore_trailing_bytes = ignore_trailing_bytes;
             options.models = std::move(models);
             return options;
           }),
           py::kw_only(), py::arg("threads"), py::arg("memory_limit"), py::arg("max_output"), py::arg("max_ratio"),
           py::arg("max_work"), py::arg("ignore_trailing_bytes"), py::arg("models"));

  module.def("compress", CompressBytes);
  module.def("decompress", DecompressBytes);
  module.def("compress_files", CompressFiles);
  module.def("decompress_files", DecompressFiles);
  module.def("recover_files", RecoverFiles);
  module.def("decompress_range", RangeOf);
  module.def("frames", FramesOf);

  py::class_<Coder>(module, "Coder")
      .def("push", &Coder::Push)
      .def("finish", &Coder::Finish)
      .def_property_readonly("wants_input", &Coder::WantsInput)
      .def_property_readonly("done", &Coder::Done);
  module.def("compressor",
             [](const CompressOptions& options) { return std::make_unique<Coder>(PushCoder::ToCompress(options)); });
  module.def("decompressor", [](const DecompressOptions& options) {
    return std::make_unique<Coder>(PushCoder::ToDecompress(options));
  });
}

}  // namespace llmzip::python
