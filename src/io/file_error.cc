#include "io/file_error.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace llmzip {

Status FileError(std::string_view what, int error) {
  std::string message = std::string(what) + ": " + std::generic_category().message(error);
  if (error == ENOENT) return Status::NotFound(std::move(message));
  if (error == EEXIST) return Status::AlreadyExists(std::move(message));
  return Status::IoError(std::move(message));
}

}  // namespace llmzip
