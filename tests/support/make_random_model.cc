// usage: make-random-model NAME SEED [language]   prints a small model file, always the same: random weights; a network
// of bytes with a bias to letters, or a language model of tokens
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/little_endian.h"
#include "support/random_language.h"
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

Bytes LanguageModel(const std::string& name, std::uint32_t seed) {
  llmzip::LanguageConfig config;
  config.width = config.norm_width = config.hidden = 32;
  config.layers = config.heads = config.key_value_heads = 1;
  config.head_width = config.rotary_width = 32;
  config.vocabulary = 500;
  config.extra = 2;
  config.begin = 501;
  config.context = 4096;
  return llmzip::testing::RandomLanguageFile(config, seed, {}, "{}",
                                             {{"name", name}, {"licence", "none"}, {"tokeniser", "tokenizer.json"}});
}

Bytes Network(const std::string& name, std::uint32_t seed) {
  const llmzip::NetworkConfig config{llmzip::Architecture::kHybrid, 32, 2, 64, "DA", 32, 0, 0};
  Bytes file = llmzip::testing::RandomModelFile(
      config, seed, {{"name", name}, {"licence", "none"}, {"trained_on", "nothing"}, {"bits_per_byte", "8.1 on dice"}});
  PreferLetters(&file);
  return file;
}

}  // namespace

int main(int argc, char** argv) {
  const bool is_language = argc == 4 && std::string(argv[3]) == "language";
  if (argc != 3 && !is_language) {
    std::fputs("usage: make-random-model NAME SEED [language]\n", stderr);
    return EXIT_FAILURE;
  }
  const auto seed = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const Bytes file = is_language ? LanguageModel(argv[1], seed) : Network(argv[1], seed);
  return std::fwrite(file.data(), 1, file.size(), stdout) == file.size() ? EXIT_SUCCESS : EXIT_FAILURE;
}
