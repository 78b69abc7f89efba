// usage: make-random-model NAME SEED    prints a small model file with random weights, always the same
#include <cstdio>
#include <cstdlib>
#include <string>

#include "support/random_model.h"

int main(int argc, char** argv) {
  using llmzip::Architecture;
  if (argc != 3) {
    std::fputs("usage: make-random-model NAME SEED\n", stderr);
    return EXIT_FAILURE;
  }
  const llmzip::NetworkConfig config{Architecture::kHybrid, 32, 2, 64, "DA", 32, 0, 0};
  const llmzip::Bytes file = llmzip::testing::RandomModelFile(
      config, static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)),
      {{"name", argv[1]}, {"licence", "none"}, {"trained_on", "nothing"}, {"bits_per_byte", "8.1 on dice"}});
  return std::fwrite(file.data(), 1, file.size(), stdout) == file.size() ? EXIT_SUCCESS : EXIT_FAILURE;
}
