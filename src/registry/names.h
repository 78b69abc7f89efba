// The names of a catalogue as people read them in an error: "store, gzip, zstd".
#ifndef LLMZIP_REGISTRY_NAMES_H_
#define LLMZIP_REGISTRY_NAMES_H_

#include <span>
#include <string>

namespace llmzip {

template <typename Entry>
std::string NamesOf(std::span<const Entry> catalogue) {
  std::string names;
  for (const Entry& entry : catalogue) names.append(names.empty() ? "" : ", ").append(entry.name);
  return names;
}

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_NAMES_H_
