// Prints, as CSV, what the range coder writes beside the ideal code length: over alphabets, laws and precisions.
//
// usage: coder_overhead [BYTES]      bytes of raw data each row stands for, 1000000 unless given
#include "eval/coder_overhead.h"

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  const std::size_t bytes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  std::printf("alphabet,distribution,precision_bits,symbols,ideal_bytes,real_bytes,overhead_bytes,overhead_percent\n");
  for (const std::uint32_t alphabet : {2U, 256U, 50000U}) {
    const std::size_t bits_a_symbol = alphabet == 2 ? 1 : alphabet == 256 ? 8 : 16;
    for (const llmzip::Distribution distribution : llmzip::kAllDistributions) {
      for (unsigned k = 16; k <= llmzip::kMaxFrequencyBits; ++k) {
        const std::size_t symbols = 8 * bytes / bits_a_symbol;
        const auto overhead =
            llmzip::MeasureCoderOverhead(llmzip::FrequenciesOf(distribution, alphabet, k), k, symbols, /*seed=*/1);
        if (!overhead.round_trip) {
          std::fprintf(stderr, "coder_overhead: alphabet %u, precision %u did not come back\n", alphabet, k);
          return EXIT_FAILURE;
        }
        std::printf("%u,%s,%u,%zu,%.3f,%zu,%.3f,%.6f\n", alphabet,
                    std::string(llmzip::DistributionName(distribution)).c_str(), k, symbols, overhead.ideal_bytes,
                    overhead.real_bytes, static_cast<double>(overhead.real_bytes) - overhead.ideal_bytes,
                    overhead.percent());
      }
    }
  }
  return EXIT_SUCCESS;
}
