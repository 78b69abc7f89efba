// What a fuzz target defines: its cases, where its inputs start from, and the property every input must keep.
//
// A source in this folder defines the three functions below. llmzip_fuzz_target() makes of it, with clang's
// libFuzzer where that is on, a fuzzer, and everywhere else a program that replays: the seeds, mutations of them,
// random bytes, and the files in corpus/NAME/. Each case is a ctest test of its own in both.
#ifndef LLMZIP_TESTS_FUZZ_FUZZ_TARGET_H_
#define LLMZIP_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "llmzip/codec.h"

namespace llmzip::fuzz {

struct Case {
  std::string name;            ///< a spec, or what else tells the cases apart; "" for a target of one case
  std::size_t replays = 400;   ///< how many inputs a replay tries; fewer for the slow
  std::size_t daily_runs = 0;  ///< fewer yet for libFuzzer, but with scripts/test.sh --full; 0: as many
};

/// All cases, drawn from a catalogue where there is one, so that what is registered is fuzzed.
std::vector<Case> Cases();

/// Inputs worth starting from.
std::vector<Bytes> Seeds(const std::string& case_name);

/// Aborts if `input` breaks the property.
void Run(const std::string& case_name, ByteView input);

/// Reads a fuzz input from the front; zeros behind its end.
class InputReader {
 public:
  explicit InputReader(ByteView input) : input_(input) {}

  std::uint8_t Byte() {
    if (input_.empty()) return 0;
    const std::uint8_t byte = input_.front();
    input_ = input_.subspan(1);
    return byte;
  }

  /// 0 … most, from two bytes.
  std::size_t UpTo(std::size_t most) {
    const std::size_t high = Byte();
    return (high << 8 | Byte()) % (most + 1);
  }

  [[nodiscard]] ByteView Rest() const { return input_; }

 private:
  ByteView input_;
};

}  // namespace llmzip::fuzz

/// The property, in a form that stops a fuzzer in every build type.
#define FUZZ_CHECK(condition)                                                               \
  do {                                                                                      \
    if (!(condition)) {                                                                     \
      std::fprintf(stderr, "%s:%d: property broken: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                         \
    }                                                                                       \
  } while (false)

#endif  // LLMZIP_TESTS_FUZZ_FUZZ_TARGET_H_
