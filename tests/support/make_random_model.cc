// usage: make-random-model NAME SEED    prints a small model file, always the same: random weights, and a bias to
// letters
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/little_endian.h"
#include "support/random_model.h"

namespace {

using llmzip::Bytes;

// Logits from -1 to 1 decide among letters then, and hardly between them and the rest: text becomes smaller.
void PreferLetters(Bytes* file) {
  const auto parsed = llmzip::ParseSafetensors(*file);
  for (const llmzip::SafetensorsTensor& tensor : parsed->tensors) {
    if (tensor.name != "output.bias") continue;
    for (std::size_t symbol = 0; symbol < 256; ++symbol) {
      const bool letter = symbol == ' ' || (symbol >= 'a' && symbol <= 'z');
      llmzip::StoreLittleEndian(std::bit_cast<std::uint32_t>(letter ? 6.0F : 0.0F),
                                file->data() + tensor.offset + sizeof(float) * symbol);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  using llmzip::Architecture;
  if (argc != 3) {
    std::fputs("usage: make-random-model NAME SEED\n", stderr);
    return EXIT_FAILURE;
  }
  const llmzip::NetworkConfig config{Architecture::kHybrid, 32, 2, 64, "DA", 32, 0, 0};
  Bytes file = llmzip::testing::RandomModelFile(
      config, static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)),
      {{"name", argv[1]}, {"licence", "none"}, {"trained_on", "nothing"}, {"bits_per_byte", "8.1 on dice"}});
  PreferLetters(&file);
  return std::fwrite(file.data(), 1, file.size(), stdout) == file.size() ? EXIT_SUCCESS : EXIT_FAILURE;
}
