// A model's or checkpoint's name as frames have it: without what a spec's syntax or another machine would stumble over.
// Pure function; thread-safe.
#ifndef LLMZIP_BASE_PLAIN_NAME_H_
#define LLMZIP_BASE_PLAIN_NAME_H_

#include <string>
#include <string_view>

namespace llmzip {

/// At most 64 of A-Z a-z 0-9 . -, others replaced by "-"; `otherwise` for a name of which nothing useful is left.
inline std::string PlainName(std::string_view name, std::string_view otherwise) {
  constexpr std::size_t kLongest = 64;
  std::string plain;
  for (const char c : name.substr(0, kLongest)) {
    const bool fine =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    plain += fine ? c : '-';
  }
  return plain.empty() || plain == "." || plain == ".." ? std::string(otherwise) : plain;
}

/// True for what PlainName gives.
inline bool IsPlainName(std::string_view name) { return !name.empty() && PlainName(name, "") == name; }

}  // namespace llmzip

#endif  // LLMZIP_BASE_PLAIN_NAME_H_
