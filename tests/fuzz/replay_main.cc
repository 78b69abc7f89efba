// Replays a fuzz target without a fuzzer: seeds, mutations of seeds, random bytes, and the files of the folders
// given. The same inputs on every machine, so that ctest gives the same answer everywhere.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/split_mix.h"
#include "fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);

namespace llmzip::fuzz {
namespace {

// One to four of the damages files suffer: a changed byte, a flipped bit, a cut, a byte more, a run overwritten.
Bytes Mutate(Bytes bytes, SplitMix64& random) {
  for (std::uint64_t i = 1 + random() % 4; i > 0; --i) {
    const std::size_t place = bytes.empty() ? 0 : random() % bytes.size();
    switch (bytes.empty() ? 3 : random() % 5) {
      case 0:
        bytes[place] = static_cast<std::uint8_t>(random());
        break;
      case 1:
        bytes[place] = static_cast<std::uint8_t>(bytes[place] ^ (1U << (random() % 8)));
        break;
      case 2:
        bytes.resize(place);
        break;
      case 3:
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(place), static_cast<std::uint8_t>(random()));
        break;
      default:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(place),
                    std::min<std::size_t>(bytes.size() - place, 1 + random() % 16),
                    static_cast<std::uint8_t>(random() % 2 == 0 ? 0x00 : 0xFF));
    }
  }
  return bytes;
}

Bytes RandomBytes(SplitMix64& random) {
  Bytes bytes(random() % 300);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

void Replay(const Case& fuzz_case) {
  const std::vector<Bytes> seeds = Seeds(fuzz_case.name);
  for (const Bytes& seed : seeds) Run(fuzz_case.name, seed);
  SplitMix64 random(1);
  for (std::size_t i = 0; i < fuzz_case.replays; ++i) {
    const bool mutate = !seeds.empty() && random() % 4 != 0;
    Run(fuzz_case.name, mutate ? Mutate(seeds[random() % seeds.size()], random) : RandomBytes(random));
  }
}

std::size_t ReplayFolder(const std::string& case_name, const char* folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const Bytes input{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    Run(case_name, input);
    ++count;
  }
  return count;
}

}  // namespace
}  // namespace llmzip::fuzz

int main(int argc, char** argv) {
  LLVMFuzzerInitialize(&argc, &argv);
  const char* const chosen = std::getenv("LLMZIP_FUZZ_CASE");
  std::size_t cases = 0;
  std::size_t files = 0;
  for (const llmzip::fuzz::Case& fuzz_case : llmzip::fuzz::Cases()) {
    if (chosen != nullptr && fuzz_case.name != chosen) continue;
    llmzip::fuzz::Replay(fuzz_case);
    for (int i = 1; i < argc; ++i) files += llmzip::fuzz::ReplayFolder(fuzz_case.name, argv[i]);
    ++cases;
  }
  std::printf("%zu cases, %zu files\n", cases, files);
  return cases == 0 ? EXIT_FAILURE : EXIT_SUCCESS;  // a case that is no more must not look like a success
}
