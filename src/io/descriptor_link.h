// DescriptorLink: names that stand for a descriptor of this process, such as /dev/stderr and /proc/self/fd/3.
//
// Where a descriptor is a regular file, such a name looks like a link to it, and a file that took its place would take
// the place of a device. What is meant is the open file, at its position.
#ifndef LLMZIP_IO_DESCRIPTOR_LINK_H_
#define LLMZIP_IO_DESCRIPTOR_LINK_H_

#include <optional>
#include <string>

#include "io/file_system.h"

namespace llmzip {

/// The descriptor that `path` names, itself or through links; nullopt for all other paths, existing or not.
std::optional<int> NamedDescriptor(FileSystem& file_system, const std::string& path);

}  // namespace llmzip

#endif  // LLMZIP_IO_DESCRIPTOR_LINK_H_
