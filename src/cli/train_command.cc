// train: trains a network for the user's data with the libtorch plug-in; or packs the data as a text for priming.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/quantity.h"
#include "cli/trainer_plugin.h"
#include "frame/header.h"
#include "io/atomic_file.h"
#include "io/memory_stream.h"
#include "io/stop_signal.h"
#include "io/whole_file.h"
#include "llmzip/decompress.h"
#include "model/model.h"
#include "model/model_writer.h"
#include "model/presets.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

using Clock = std::chrono::steady_clock;

Status Named(const std::string& name, const Status& status) { return {status.code(), name + ": " + status.message()}; }

StatusOr<Bytes> ReadInput(const std::string& name, const Arguments& arguments, Console& console) {
  auto file = ReadWholeFile(console.file_system(), name);
  if (!file.ok()) return Named(name, file.status());
  if (!StartsFrame(*file)) return *std::move(file);
  MemorySource source(*file);
  Bytes bytes;
  MemorySink sink(&bytes);
  DecompressOptions options;
  options.limits = arguments.limits;
  options.models = arguments.models;
  const auto totals = Decompress(source, sink, options, nullptr);
  if (!totals.ok()) return Named(name, totals.status());
  return bytes;
}

Status WriteFile(const std::string& name, ByteView bytes, bool replace, FileSystem& file_system) {
  const auto output = AtomicFile::Create(file_system, name, {.replace = replace});
  if (!output.ok()) return Named(name, output.status());
  Status written = (*output)->sink().Write(bytes);
  if (written.ok()) written = (*output)->Commit(std::nullopt);
  return written.ok() ? written : Named(name, written);
}

/// Whether a file of that name can be written: asked before the hours of training, not after.
Status CheckOutputFile(const std::string& name, bool replace, FileSystem& file_system) {
  struct stat there = {};
  if (file_system.Stat(name, &there) == 0 && S_ISDIR(there.st_mode)) {
    return Status::InvalidArgument(name + ": is a folder: name the file in it");
  }
  if (!replace && file_system.StatNoFollow(name, &there) == 0) {
    return Status::AlreadyExists(name + ": exists already (-f overwrites)");
  }
  const auto output = AtomicFile::Create(file_system, name, {.replace = replace});  // and nothing is left of it
  return output.ok() ? Status::Ok() : Named(name, output.status());
}

/// The progress line, and checkpoints on disk. With --checkpoint, a signal ends the run with a saved state.
class Watcher final : public train::TrainObserver {
 public:
  Watcher(const Arguments& arguments, Console& console) : arguments_(arguments), console_(console) {
    if (!arguments.training->checkpoint.empty()) stop_.emplace();
  }
  ~Watcher() override { Erase(); }

  bool Report(const train::TrainProgress& progress) override {
    Show(progress);
    return !(stop_ && stop_->Requested());
  }

  Status SaveCheckpoint(ByteView checkpoint) override {
    if (arguments_.training->checkpoint.empty()) return Status::Ok();
    return WriteFile(arguments_.training->checkpoint, checkpoint, /*replace=*/true, console_.file_system());
  }

 private:
  void Show(const train::TrainProgress& progress) {
    if (progress.measured) {
      Erase();
      console_.Info("step " + std::to_string(progress.step) + ", " + FormatSize(progress.bytes) + ": training " +
                    FormatFixed(progress.training_bits, 3) + ", held out " + FormatFixed(progress.held_out_bits, 3) +
                    " bits/byte" + EachFile(progress) + ", " +
                    FormatSize(static_cast<std::uint64_t>(progress.bytes_per_second)) + "/s");
    }
    const auto now = Clock::now();
    if (!console_.ShowsProgress() || (shown_ && now - last_drawn_ < std::chrono::milliseconds(200))) return;
    last_drawn_ = now;
    shown_ = true;
    std::string line = FormatFixed(100 * progress.share, 0) + "%  " + FormatFixed(progress.training_bits, 3);
    if (progress.held_out_bits > 0) line += ", held out " + FormatFixed(progress.held_out_bits, 3);
    line += " bits/byte  " + FormatSize(static_cast<std::uint64_t>(progress.bytes_per_second)) + "/s  " +
            FormatDuration(progress.seconds_left) + " left";
    std::fprintf(stderr, "\rtraining  %s\x1b[K", line.c_str());
    std::fflush(stderr);
  }

  static std::string EachFile(const train::TrainProgress& progress) {
    std::string text;
    for (const double bits : progress.file_bits) text += (text.empty() ? " (" : " ") + FormatFixed(bits, 3);
    return text + ")";
  }

  void Erase() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
    shown_ = false;
  }

  const Arguments& arguments_;
  Console& console_;
  std::optional<StopSignal> stop_;
  bool shown_ = false;
  Clock::time_point last_drawn_;
};

/// The command line, rebuilt for the model's provenance.
std::string CommandLine(const TrainingArguments& training) {
  const auto base = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
  std::string line = "llmzip train";
  if (!training.architecture.empty()) {
    const std::string quote = training.architecture.find(';') == std::string::npos ? "" : "'";
    line += " --arch " + quote + training.architecture + quote;
  }
  if (!training.initial_model.empty()) line += " --init " + base(training.initial_model);
  line += " --data";
  for (const std::string& file : training.data) line += " " + base(file);
  for (std::size_t n = 0; n < training.weights.size(); ++n) {
    line += (n == 0 ? " --weights " : ",") + FormatFixed(training.weights[n], 2);
  }
  line += training.steps != 0 ? " --steps " + std::to_string(training.steps)
                              : " --minutes " + FormatFixed(training.minutes, 2);
  return line + " --seed " + std::to_string(training.seed) + " --sequences " + std::to_string(training.sequences) +
         " --segment " + std::to_string(training.segment) + " --learning-rate " +
         FormatFixed(training.learning_rate, 2) + (training.device == "cpu" ? "" : " --device " + training.device) +
         (training.full_precision ? " --full-precision" : "");
}

StatusOr<train::TrainRequest> MakeRequest(const Arguments& arguments, Console& console) {
  const TrainingArguments& training = *arguments.training;
  train::TrainRequest request;
  if (training.initial_model.empty()) {
    LLMZIP_ASSIGN_OR_RETURN(request.config, ParseNetworkShape(training.architecture));
  } else {
    LLMZIP_ASSIGN_OR_RETURN(request.initial_model, arguments.models->Find(training.initial_model));
    if (request.initial_model->text()) {
      return Status::InvalidArgument("--init: '" + training.initial_model + "' is a text, which cannot be trained");
    }
    if (request.initial_model->language()) {
      return Status::InvalidArgument("--init: '" + training.initial_model +
                                     "' is a language model of tokens, which 'train' does not know");
    }
    LLMZIP_ASSIGN_OR_RETURN(request.config, ChangeNetworkShape(request.initial_model->config(), training.architecture));
  }
  for (std::size_t n = 0; n < training.data.size(); ++n) {
    LLMZIP_ASSIGN_OR_RETURN(Bytes bytes, ReadInput(training.data[n], arguments, console));
    request.files.push_back({std::filesystem::path(training.data[n]).filename().string(),
                             training.weights.empty() ? 0 : training.weights[n], std::move(bytes)});
  }
  if (training.resume) {
    LLMZIP_ASSIGN_OR_RETURN(request.checkpoint, ReadWholeFile(console.file_system(), training.checkpoint));
  }
  request.minutes = training.minutes;
  request.steps = training.steps;
  request.seed = training.seed;
  request.threads = static_cast<int>(arguments.threads);
  request.lanes = training.sequences;
  request.segment = training.segment;
  request.learning_rate = training.learning_rate;
  request.device = training.device;
  request.bfloat16 = !training.full_precision;
  if (training.checkpoint.empty()) request.checkpoint_minutes = 0;
  request.name = training.name.empty() ? std::filesystem::path(*arguments.output).stem().string() : training.name;
  request.licence = training.licence;
  request.command = CommandLine(training);
  return request;
}

/// A text is not trained, only packed: no plug-in is needed.
StatusOr<Bytes> MakeText(const Arguments& arguments, Console& console) {
  const TrainingArguments& training = *arguments.training;
  Bytes text;
  std::string names;
  for (const std::string& name : training.data) {
    LLMZIP_ASSIGN_OR_RETURN(const Bytes bytes, ReadInput(name, arguments, console));
    text.insert(text.end(), bytes.begin(), bytes.end());
    names += (names.empty() ? "" : ", ") + std::filesystem::path(name).filename().string();
  }
  if (text.empty() || text.size() > kMaxTextSize) {
    return Status::InvalidArgument("a text must have 1 byte to " + FormatSize(kMaxTextSize) + ", and this has " +
                                   FormatSize(text.size()));
  }
  const std::string packing(kTextPackings.back());
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, ReadPlan(packing + ":9"));
  LLMZIP_ASSIGN_OR_RETURN(const auto codec, plan.MakeCodec({}));
  LLMZIP_ASSIGN_OR_RETURN(Bytes packed, codec->Compress(text, {}));
  const std::string name =
      training.name.empty() ? std::filesystem::path(*arguments.output).stem().string() : training.name;
  return WriteTextModel(text.size(), packing, std::move(packed),
                        {{"name", name}, {"licence", training.licence}, {"trained_on", names}});
}

Status Train(const Arguments& arguments, Console& console) {
  if (!arguments.output.has_value()) return Status::InvalidArgument("give the model a file's name: -o FILE");
  LLMZIP_RETURN_IF_ERROR(CheckOutputFile(*arguments.output, arguments.force, console.file_system()));
  if (arguments.training->architecture == kTextArchitecture) {
    LLMZIP_ASSIGN_OR_RETURN(const Bytes model, MakeText(arguments, console));
    LLMZIP_RETURN_IF_ERROR(WriteFile(*arguments.output, model, arguments.force, console.file_system()));
    console.Summary(*arguments.output + ": " + FormatSize(model.size()));
    return Status::Ok();
  }
  LLMZIP_ASSIGN_OR_RETURN(train::TrainRequest request, MakeRequest(arguments, console));
  LLMZIP_ASSIGN_OR_RETURN(const train::TrainFunction function, OpenTrainer());
  std::unique_ptr<StatusOr<train::TrainResult>> result;
  {
    Watcher watcher(arguments, console);
    result.reset(function(request, watcher));
  }
  if (!result->ok()) return result->status();
  const train::TrainResult& trained = **result;
  LLMZIP_RETURN_IF_ERROR(WriteFile(*arguments.output, trained.model, arguments.force, console.file_system()));
  console.Summary(*arguments.output + ": " + FormatSize(trained.model.size()) + ", held out " +
                  FormatFixed(trained.held_out_before, 3) + " bits/byte before and " +
                  FormatFixed(trained.held_out_bits, 3) + " after " + FormatSize(trained.bytes));
  return Status::Ok();
}

ExitCode RunTrain(const Arguments& arguments, Console& console) {
  const Status status = Train(arguments, console);
  if (!status.ok()) console.Fail("", status);
  return console.exit_code();
}

}  // namespace

const Command kTrainCommand = {
    .name = "train",
    .summary = "train a network for your own data",
    .usage = "--arch SHAPE --data FILE... -o MODEL.safetensors [OPTIONS]",
    .mode = Mode::kCompress,
    .options = kTrainOptions | kThreadOptions | kLimitOptions | kModelOptions | kProgressOptions,
    .run = RunTrain,
};

}  // namespace llmzip::cli
