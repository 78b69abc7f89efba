// Compresses and restores a buffer through the installed C++ API.
#include <llmzip/llmzip.h>

#include <cstdio>
#include <string>

int main() {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "the " + std::to_string(i) + "th line\n";
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  llmzip::CompressOptions options;
  options.spec = "order2";
  const auto archive = llmzip::Compress(llmzip::ByteView(bytes, text.size()), options);
  if (!archive.ok() || archive->size() >= text.size() / 2) return 1;
  const auto back = llmzip::Decompress(*archive);
  if (!back.ok() || std::string(back->begin(), back->end()) != text) return 2;
  auto damaged = *archive;
  damaged[damaged.size() / 2] ^= 1;
  if (llmzip::Decompress(damaged).ok()) return 3;
  std::printf("C++: llmzip %s: %zu -> %zu bytes and back\n", llmzip::Version(), text.size(), archive->size());
  return 0;
}
