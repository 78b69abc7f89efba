#include "io/creation_mask.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace llmzip {
namespace {

/// The line "Umask:	0022" of /proc/self/status; nothing on systems without.
std::optional<mode_t> MaskFromProc() {
  const int file = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::array<char, 1024> beginning;  // it is the second line
  const ssize_t size = ::read(file, beginning.data(), beginning.size());
  ::close(file);
  constexpr std::string_view kField = "\nUmask:\t";
  const std::string_view text(beginning.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::size_t at = text.find(kField);
  if (at == std::string_view::npos) return std::nullopt;
  unsigned mask = 0;
  const char* const digits = text.data() + at + kField.size();
  if (std::from_chars(digits, text.data() + text.size(), mask, 8).ec != std::errc()) return std::nullopt;
  return static_cast<mode_t>(mask);
}

}  // namespace

mode_t CreationMask() {
  if (const auto mask = MaskFromProc()) return *mask;
  const mode_t mask = ::umask(0177);
  ::umask(mask);
  return mask;
}

}  // namespace llmzip
