// What programs share that print the digests of models' results, for network_test.py: they are called alike, and say
// and write the same.
//
// usage: PROGRAM KERNELS [FOLDER [FIRST COUNT]]      KERNELS: a name of KernelName, or "best"
// A line a case, "NAME MODEL DIGEST": MODEL is the model file's SHA-256, DIGEST the XXH3-128 of all results. With
// FOLDER, the model (NAME.safetensors) and what belongs to it are written there, for a second implementation to compare
// itself with. With FIRST and COUNT, the cases are random ones of those seeds.
#ifndef LLMZIP_TESTS_CROSS_DIGEST_PROGRAM_H_
#define LLMZIP_TESTS_CROSS_DIGEST_PROGRAM_H_

#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/hexadecimal.h"
#include "base/little_endian.h"
#include "llmzip/codec.h"
#include "llmzip/kernel.h"
#include "model/model.h"

namespace llmzip::testing {

/// Little-endian.
template <typename Integer>
void AppendInteger(Integer value, Bytes* out) {
  out->resize(out->size() + sizeof(Integer));
  StoreLittleEndian(value, out->data() + out->size() - sizeof(Integer));
}

/// What a case's model makes of its inputs.
struct CaseResult {
  Bytes digested;                                      ///< all results
  std::vector<std::pair<std::string, Bytes>> written;  ///< by a file's ending; the model is written without being named
};

inline std::optional<Kernel> KernelNamed(const std::string& name) {
  for (const Kernel kernel : AvailableKernels()) {
    const bool wanted = name == "best" ? kernel == BestKernel() : KernelName(kernel) == name;
    if (wanted) return kernel;
  }
  return std::nullopt;
}

/// The program: `random(seed)` is a case, `file(case)` its model, `run(case, file, kernel)` its CaseResult.
template <typename Case, typename Random, typename File, typename Run>
int DigestProgram(int argc, char** argv, std::vector<Case> cases, const Random& random, const File& file,
                  const Run& run) {
  if (argc < 2 || argc == 4 || argc > 5) return 2;
  const std::optional<Kernel> kernel = KernelNamed(argv[1]);
  if (!kernel) {
    std::cout << "no such kernels here\n";
    return 0;
  }
  if (argc == 5) {
    cases.clear();
    const auto first = static_cast<std::uint32_t>(std::stoul(argv[3]));
    const auto count = static_cast<std::uint32_t>(std::stoul(argv[4]));
    for (std::uint32_t seed = first; seed - first < count; ++seed) cases.push_back(random(seed));
  }
  for (const Case& one : cases) {
    const Bytes model = file(one);
    CaseResult result = run(one, model, *kernel);
    if (argc > 2) {
      result.written.emplace_back("safetensors", model);
      for (const auto& [ending, bytes] : result.written) {
        std::ofstream(std::string(argv[2]) + "/" + one.name + "." + ending, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
      }
    }
    std::cout << one.name << " " << ToHexadecimal(DigestOfModel(model)) << " "
              << ToHexadecimal(Xxh3Digest128(result.digested))
              << std::endl;  // a slow emulator's user sees that it works
  }
  return 0;
}

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_CROSS_DIGEST_PROGRAM_H_
