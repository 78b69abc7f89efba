// The plug-in's one function. libtorch throws exceptions; none may leave the plug-in.
#include "checkpoints/failure.h"
#include "checkpoints/opened_checkpoint.h"

// NOLINTNEXTLINE(readability-identifier-naming): a name of C
extern "C" __attribute__((visibility("default"))) const char* const llmzip_checkpoints_version = LLMZIP_VERSION;

extern "C" __attribute__((visibility("default"))) llmzip::StatusOr<std::shared_ptr<const llmzip::Checkpoint>>*
llmzip_open_checkpoint(const std::string& path, const llmzip::CheckpointOptions& options) {
  using Result = llmzip::StatusOr<std::shared_ptr<const llmzip::Checkpoint>>;
  try {
    return new Result(llmzip::checkpoints::OpenCheckpoint(llmzip::RealFileSystem(), path, options));
  } catch (...) {
    return new Result(llmzip::checkpoints::StatusOfException("opening the checkpoint"));
  }
}
