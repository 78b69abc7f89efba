#include "tokenisers/fixtures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "base/split_mix.h"
#include "tokenisers/open_tokeniser.h"

namespace llmzip::testing {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// --- the strings: see parity_strings.py ---

constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 24> kRanges = {{
    {0x4E00, 0x9FA5}, {0x0410, 0x044F}, {0x00C0, 0x017F},   {0x1F300, 0x1F64F}, {0x0300, 0x0345}, {0x0000, 0x001F},
    {0x007F, 0x00BF}, {0x0391, 0x03A1}, {0x05D0, 0x05EA},   {0x0621, 0x064A},   {0x0905, 0x0939}, {0x093E, 0x094D},
    {0x0E01, 0x0E3A}, {0x3041, 0x3096}, {0xAC00, 0xD7A3},   {0x2000, 0x2027},   {0x2160, 0x2188}, {0x2200, 0x22FF},
    {0x0660, 0x0669}, {0x3000, 0x3011}, {0x1D400, 0x1D454}, {0x2028, 0x202F},   {0xFF10, 0xFF3A}, {0x2070, 0x2071},
}};
const std::vector<std::string> kJoints = {"", "", " ", " ", " ", "\n", "  "};
const std::vector<std::string> kRuns = {" ", "\n", "\t", "\r\n", "\n\n", " \n", "=", "-", ".", "a", "!?"};
const std::vector<std::string> kEndings = {
    "'s",          "'LL", "'re", "'t",  "'D", "n't",           "'ve",
    "'m",          "_",   "()",  "://", "</", "\xE2\x80\x99s", "\xE2\x80\x8D\xF0\x9F\x9A\x80",
    "\xEF\xB8\x8F"};

class Noise {
 public:
  explicit Noise(std::uint64_t seed) : generator_(seed) {}

  std::uint32_t Below(std::size_t limit) { return static_cast<std::uint32_t>(generator_.Bits(32) % limit); }

  const std::string& Pick(const std::vector<std::string>& choices) { return choices[Below(choices.size())]; }

 private:
  SplitMix64 generator_;
};

std::string Utf8(std::uint32_t character) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  const auto next = [&](unsigned shift) { return byte(0x80 | (character >> shift & 0x3F)); };
  if (character < 0x80) return {byte(character)};
  if (character < 0x800) return {byte(0xC0 | character >> 6), next(0)};
  if (character < 0x10000) return {byte(0xE0 | character >> 12), next(6), next(0)};
  return {byte(0xF0 | character >> 18), next(12), next(6), next(0)};
}

std::vector<std::string> Words(const std::string& name) {
  std::istringstream text(DataFile(name));
  return {std::istream_iterator<std::string>(text), std::istream_iterator<std::string>()};
}

std::string Repeated(const std::string& text, std::size_t times) {
  std::string repeated;
  while (times-- > 0) repeated += text;
  return repeated;
}

std::string Part(Noise& noise, const std::vector<std::string>& prose, const std::vector<std::string>& code) {
  const std::uint32_t kind = noise.Below(12);
  if (kind < 5) return noise.Pick(prose);
  if (kind == 5) return noise.Pick(code);
  if (kind == 6) {
    const std::string& run = noise.Pick(kRuns);
    return Repeated(run, 1 + noise.Below(9));
  }
  if (kind == 8) return noise.Pick(kEndings);
  if (kind == 9) {
    const std::string emoji = Utf8(0x1F300 + noise.Below(0x350));
    return Repeated(emoji, 1 + noise.Below(3));
  }
  std::string part;
  if (kind == 7) {
    for (std::uint32_t count = 1 + noise.Below(9); count > 0; --count) part += static_cast<char>('0' + noise.Below(10));
    return part;
  }
  const auto [first, last] = kRanges[noise.Below(kRanges.size())];
  for (std::uint32_t count = 1 + noise.Below(6); count > 0; --count)
    part += Utf8(first + noise.Below(last - first + 1));
  return part;
}

}  // namespace

std::vector<std::string> FixtureNames() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(LLMZIP_TOKENISER_FIXTURES)) {
    if (entry.path().extension() != ".txt") names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string FixtureFile(const std::string& name) {
  return ReadFile(std::filesystem::path(LLMZIP_TOKENISER_FIXTURES) / name);
}

std::string DataFile(const std::string& name) { return ReadFile(std::filesystem::path(LLMZIP_TEXT_FIXTURES) / name); }

std::unique_ptr<Tokeniser> OpenFixture(const std::string& name) {
  setenv("LLMZIP_SENTENCEPIECE", LLMZIP_SENTENCEPIECE_MODULE, /*overwrite=*/0);  // it does not lie beside the tests
  const std::string file = FixtureFile(name);
  TokeniserFiles files;
  (name.ends_with(".json") ? files.tokenizer_json : files.tokenizer_model) = BytesOf(file);
  auto tokeniser = OpenTokeniser(files);
  if (!tokeniser.ok()) {
    ADD_FAILURE() << name << ": " << tokeniser.status().message();
    std::exit(EXIT_FAILURE);
  }
  return *std::move(tokeniser);
}

StatusOr<std::unique_ptr<Tokeniser>> OpenJson(std::string_view json) {
  TokeniserFiles files;
  files.tokenizer_json = BytesOf(json);
  return OpenTokeniser(files);
}

std::vector<std::string> ParityStrings(std::size_t count, std::uint64_t seed) {
  const std::vector<std::string> prose = Words("devils_dictionary.txt");
  const std::vector<std::string> code = Words("source.txt");
  Noise noise(seed);
  std::vector<std::string> strings(count);
  for (std::string& string : strings) {
    for (std::uint32_t parts = noise.Below(10); parts > 0; --parts) {
      string += Part(noise, prose, code);
      string += noise.Pick(kJoints);
    }
  }
  return strings;
}

std::string Decoded(const Tokeniser& tokeniser, const std::vector<Symbol>& symbols) {
  std::string text;
  for (const Symbol symbol : symbols) {
    if (symbol >= tokeniser.vocabulary_size()) {
      EXPECT_TRUE(tokeniser.escapes());
      EXPECT_LT(symbol, tokeniser.vocabulary_size() + 256);
      text += static_cast<char>(symbol - tokeniser.vocabulary_size());
    } else {
      const ByteView meaning = tokeniser.Meaning(symbol);
      EXPECT_FALSE(meaning.empty()) << symbol;
      text.append(meaning.begin(), meaning.end());
    }
  }
  return text;
}

void ExpectLossless(const Tokeniser& tokeniser, std::string_view text) {
  const auto symbols = tokeniser.Encode(BytesOf(text));
  ASSERT_TRUE(symbols.ok()) << symbols.status().message();
  EXPECT_EQ(Decoded(tokeniser, *symbols), text);
}

}  // namespace llmzip::testing
