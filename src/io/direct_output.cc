#include "io/direct_output.h"

#include <fcntl.h>

namespace llmzip {

StatusOr<std::unique_ptr<Output>> DirectOutput::Open(FileSystem& file_system, const std::string& path) {
  LLMZIP_ASSIGN_OR_RETURN(Descriptor descriptor, OpenDescriptor(file_system, path, O_WRONLY | O_NOCTTY));
  return std::unique_ptr<Output>(std::make_unique<DirectOutput>(file_system, std::move(descriptor)));
}

}  // namespace llmzip
