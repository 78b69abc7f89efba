// The plug-in's one function. libtorch throws; nothing that throws may leave here.
#include <exception>
#include <new>

#include "train/train_request.h"
#include "train/trainer.h"
#include "train/unpack.h"

namespace llmzip::train {
namespace {

/// Only the first line: libtorch's messages end with a trace.
std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

StatusOr<TrainResult> Train(TrainRequest& request, TrainObserver& observer) {
  for (TrainingFile& file : request.files) {
    auto bytes = Unpack(std::move(file.bytes));
    if (!bytes.ok()) return Status(bytes.status().code(), file.name + ": " + bytes.status().message());
    file.bytes = *std::move(bytes);
  }
  if (request.threads > 0) at::set_num_threads(request.threads);
  LLMZIP_ASSIGN_OR_RETURN(const auto trainer, Trainer::Make(request));
  return trainer->Run(observer);
}

}  // namespace
}  // namespace llmzip::train

extern "C" __attribute__((visibility("default"))) const char* const llmzip_train_version = LLMZIP_VERSION;

extern "C" __attribute__((visibility("default"))) llmzip::StatusOr<llmzip::train::TrainResult>* llmzip_train(
    llmzip::train::TrainRequest& request, llmzip::train::TrainObserver& observer) {
  using Result = llmzip::StatusOr<llmzip::train::TrainResult>;
  try {
    return new Result(llmzip::train::Train(request, observer));
  } catch (const std::bad_alloc&) {
    return new Result(llmzip::Status::IoError("training: out of memory"));
  } catch (const std::exception& error) {
    return new Result(llmzip::Status::Internal("training: " + llmzip::train::FirstLine(error.what())));
  }
}
