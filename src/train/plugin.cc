// The plug-in's one function. libtorch throws exceptions; none may leave the plug-in.
#include <exception>
#include <new>

#include "train/train_request.h"
#include "train/trainer.h"
#include "train/unpack.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace llmzip::train {
namespace {

/// Only the first line: libtorch's messages end with a trace.
std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

/// A step's tensors are as large as those of the last one. If they were returned to the kernel in between, their pages
/// would be cleared for each step, up to a seventh of the time.
void KeepMemory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

StatusOr<TrainResult> Train(TrainRequest& request, TrainObserver& observer) {
  for (TrainingFile& file : request.files) {
    auto bytes = Unpack(std::move(file.bytes));
    if (!bytes.ok()) return Status(bytes.status().code(), file.name + ": " + bytes.status().message());
    file.bytes = *std::move(bytes);
  }
  KeepMemory();
  if (request.threads > 0) at::set_num_threads(request.threads);
  LLMZIP_ASSIGN_OR_RETURN(const auto trainer, Trainer::Make(request));
  return trainer->Run(observer);
}

}  // namespace
}  // namespace llmzip::train

// NOLINTNEXTLINE(readability-identifier-naming): a name of C
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
