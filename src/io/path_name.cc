#include "io/path_name.h"

namespace llmzip {

std::string DirectoryOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  const std::size_t end = path.find_last_not_of('/', slash);
  return end == std::string_view::npos ? "/" : std::string(path.substr(0, end + 1));
}

std::string_view NameOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string TemporaryPathFor(std::string_view path, long process_id, unsigned attempt) {
  std::string tail = "." + std::to_string(process_id);
  if (attempt > 0) tail += "." + std::to_string(attempt);
  tail += ".tmp";
  const std::string_view name = NameOf(path);
  std::string temporary(path.substr(0, path.size() - name.size()));
  temporary += '.';
  temporary += name.substr(0, kMaxNameBytes - 1 - tail.size());
  return temporary + tail;
}

bool IsTemporaryName(std::string_view name) {
  constexpr std::string_view kTail = ".tmp";
  if (!name.starts_with('.') || !name.ends_with(kTail)) return false;
  name.remove_suffix(kTail.size());
  const std::size_t point = name.rfind('.');
  const std::string_view number = name.substr(point + 1);
  return point > 1 && !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace llmzip
