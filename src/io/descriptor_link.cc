#include "io/descriptor_link.h"

#include <unistd.h>

#include <charconv>
#include <string_view>

#include "io/file_identity.h"
#include "io/path_name.h"

namespace llmzip {
namespace {

constexpr unsigned kMostLinks = 40;  // as Linux allows

std::optional<int> Number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

// The folder of the process's descriptors; /dev/fd leads there, too, where there is one.
bool HoldsDescriptors(FileSystem& file_system, const std::string& folder) {
  struct stat descriptors = {};
  struct stat status = {};
  return file_system.Stat("/proc/self/fd", &descriptors) == 0 && file_system.Stat(folder, &status) == 0 &&
         IsSameFile(descriptors, status);
}

}  // namespace

std::optional<int> NamedDescriptor(FileSystem& file_system, const std::string& path) {
  // By their names alone, where there is no /proc.
  if (path == "/dev/stdin") return STDIN_FILENO;
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  std::string name = path;
  for (unsigned links = 0; links < kMostLinks; ++links) {
    const auto number = Number(NameOf(name));
    if (number.has_value() && HoldsDescriptors(file_system, DirectoryOf(name))) return number;
    std::string target;
    if (file_system.ReadLink(name, &target) != 0 || target.empty()) return std::nullopt;
    name = target.starts_with('/') ? target : std::string(DirectoryOf(name)).append("/").append(target);
  }
  return std::nullopt;
}

}  // namespace llmzip
