// The small tokenisers of tests/tokenisers/data, and the strings they are compared with their references on.
#ifndef LLMZIP_TESTS_TOKENISERS_FIXTURES_H_
#define LLMZIP_TESTS_TOKENISERS_FIXTURES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/codec.h"
#include "symbols/tokeniser.h"

namespace llmzip::testing {

/// "gpt2.json", "sentencepiece_bpe.model", …: every fixture.
std::vector<std::string> FixtureNames();

/// The content of a file in tests/tokenisers/data, or of one in tests/data.
std::string FixtureFile(const std::string& name);
std::string DataFile(const std::string& name);

/// Fails the test, and ends the program, if the fixture does not open.
std::unique_ptr<Tokeniser> OpenFixture(const std::string& name);

/// What the library makes of a tokenizer.json.
StatusOr<std::unique_ptr<Tokeniser>> OpenJson(std::string_view json);

/// As parity_strings.py makes them.
std::vector<std::string> ParityStrings(std::size_t count, std::uint64_t seed);

inline ByteView BytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// What `symbols` say: meanings and escaped bytes, joined. "" with a failed test for symbols that say nothing.
std::string Decoded(const Tokeniser& tokeniser, const std::vector<Symbol>& symbols);

/// Fails the test unless `text` comes back from its tokens.
void ExpectLossless(const Tokeniser& tokeniser, std::string_view text);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_TOKENISERS_FIXTURES_H_
