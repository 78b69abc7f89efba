#include "support/samples.h"

#include <array>
#include <string_view>

#include "base/split_mix.h"

namespace llmzip::testing {
namespace {

Bytes RandomBytes(std::size_t size) {
  SplitMix64 random(1);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

// Words by a skewed law, with punctuation, capitals and lines: text enough for contexts to find something.
Bytes Text(std::size_t size) {
  constexpr std::array<std::string_view, 24> kWords = {"the",   "of",         "and",     "to",      "a",      "in",
                                                       "that",  "is",         "was",     "he",      "for",    "it",
                                                       "model", "bytes",      "with",    "coder",   "symbol", "future",
                                                       "past",  "prediction", "whether", "history", "from",   "every"};
  SplitMix64 random(2);
  std::string text;
  std::size_t column = 0;
  bool sentence_begins = true;
  while (text.size() < size) {
    const std::uint64_t low = random() % kWords.size();
    std::string word(kWords[random() % (low + 1)]);
    if (sentence_begins) word[0] = static_cast<char>(word[0] - 'a' + 'A');
    sentence_begins = random() % 9 == 0;
    column += word.size() + 1;
    text += word + (sentence_begins ? "." : "") + (column > 70 ? "\n" : " ");
    if (column > 70) column = 0;
  }
  text.resize(size);
  return Bytes(text.begin(), text.end());
}

// Records of 12 bytes: a counter, a slowly moving value, flags, a zero.
Bytes Binary(std::size_t size) {
  SplitMix64 random(3);
  Bytes bytes;
  std::uint32_t counter = 1000;
  std::uint32_t value = 1U << 20;
  while (bytes.size() < size) {
    counter += 1 + static_cast<std::uint32_t>(random() % 3);
    value += static_cast<std::uint32_t>(random() % 257) - 128;
    for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(counter >> shift));
    for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    const std::uint64_t flags = random();
    bytes.insert(bytes.end(), {static_cast<std::uint8_t>(flags & 3), 0xFF, 0, static_cast<std::uint8_t>(flags >> 60)});
  }
  bytes.resize(size);
  return bytes;
}

Bytes Periodic(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i % 37 * 7);
  return bytes;
}

}  // namespace

std::vector<Sample> AllSamples(std::size_t size) {
  return {
      {"empty", {}},
      {"one", {0x41}},
      {"constant", Bytes(size, 0x00)},
      {"ones", Bytes(size, 0xFF)},
      {"random", RandomBytes(size)},
      {"text", Text(size)},
      {"binary", Binary(size)},
      {"periodic", Periodic(size)},
  };
}

}  // namespace llmzip::testing
