// Prints the digest of the archive each predictor makes of each file, for tests/cross/cross_test.py.
//
// usage: coded_digests KERNEL < list      KERNEL: a name of KernelName, or "best"
// Reads lines "SPEC FILE", writes lines "SPEC FILE DIGEST" in the same order, where DIGEST is the XXH3-128 of the
// whole archive. Every archive is verified by decoding it. Uses nothing but the library, so that it also
// builds where the third-party codecs and GoogleTest are not to be had.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "base/cpu.h"
#include "base/digest.h"
#include "llmzip/llmzip.h"

namespace {

bool UseKernel(const std::string& name) {
  if (name == "best") return true;
  for (const llmzip::Kernel kernel : llmzip::AvailableKernels()) {
    if (llmzip::KernelName(kernel) != name) continue;
    llmzip::ForceKernel(kernel);
    return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  if (!UseKernel(argv[1])) {
    std::cout << "no such kernel here\n";
    return 0;
  }
  std::string spec;
  std::string file;
  while (std::cin >> spec >> file) {
    std::ifstream stream(file, std::ios::binary);
    const llmzip::Bytes raw{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    llmzip::CompressOptions options;
    options.spec = spec;
    options.threads = 1;
    const auto archive = llmzip::Compress(raw, options);
    if (!archive.ok()) {
      std::cerr << spec << " " << file << ": " << archive.status().message() << "\n";
      return 1;
    }
    std::cout << spec << " " << file << " ";
    for (const unsigned byte : llmzip::Xxh3Digest128(*archive)) {
      char digits[3];
      std::snprintf(digits, sizeof digits, "%02x", byte);
      std::cout << digits;
    }
    std::cout << "\n";
  }
  return 0;
}
