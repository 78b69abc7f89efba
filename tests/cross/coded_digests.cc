// Prints the digest of the archive each predictor makes of each file, for tests/cross/cross_test.py.
//
// usage: coded_digests KERNEL FOLDER < list      KERNEL: a name of KernelName, or "best"
// Writes the model files of tests/support/network_cases.h to FOLDER, as NAME.safetensors, where specs find them. Reads
// lines "SPEC FILE", writes lines "SPEC FILE DIGEST" in the same order, where DIGEST is the XXH3-128 of the whole
// archive. Every archive is verified by decoding it. Uses nothing but the library, so that it also builds where the
// third-party codecs and GoogleTest are not to be had.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "base/digest.h"
#include "llmzip/llmzip.h"
#include "support/network_cases.h"

namespace {

// The kernel of that name, if it is here.
std::optional<llmzip::Kernel> KernelNamed(const std::string& name) {
  if (name == "best") return llmzip::BestKernel();
  const auto kernels = llmzip::AvailableKernels();
  const auto kernel = std::ranges::find(kernels, name, llmzip::KernelName);
  return kernel == kernels.end() ? std::nullopt : std::optional(*kernel);
}

// Pictures of 128 columns made of grey ones: colour, grey of 16 bits, grey of 8.
llmzip::Bytes AsPictures(const llmzip::Bytes& grey) {
  constexpr std::size_t kPixels = 128 * 64;
  llmzip::Bytes files;
  const auto add = [&](const std::string& header, const auto& pixel) {
    files.insert(files.end(), header.begin(), header.end());
    for (std::size_t i = 0; i < std::min(kPixels, grey.size()); ++i) pixel(grey[i]);
  };
  const auto put = [&](unsigned byte) { files.push_back(static_cast<std::uint8_t>(byte)); };
  add("P6\n128 64\n255\n", [&](unsigned v) {
    put(v);
    put(v / 2 + 40);
    put(255 - v);
  });
  add("P5\n128 64\n65535\n", [&](unsigned v) {
    put(v);
    put(v * 3);
  });
  add("P5\n128 64\n255\n", put);
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto kernel = KernelNamed(argv[1]);
  if (!kernel) {
    std::cout << "no such kernel here\n";
    return 0;
  }
  for (const llmzip::testing::NetworkCase& network : llmzip::testing::NetworkCases()) {
    const llmzip::Bytes model = llmzip::testing::ModelFileOf(network);
    std::ofstream(std::string(argv[2]) + "/" + network.name + ".safetensors", std::ios::binary)
        .write(reinterpret_cast<const char*>(model.data()), static_cast<std::streamsize>(model.size()));
  }
  std::string spec;
  std::string file;
  while (std::cin >> spec >> file) {
    std::ifstream stream(file, std::ios::binary);
    llmzip::Bytes raw{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    llmzip::CompressOptions options;
    if (spec.starts_with('-')) {
      options.level = spec[1] - '0';
      raw = AsPictures(raw);
    } else {
      options.spec = spec;
    }
    options.threads = 1;
    options.models = llmzip::ModelsIn({});
    options.kernel = *kernel;
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
