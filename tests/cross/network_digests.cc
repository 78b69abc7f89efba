// Prints the digest of what each network of tests/support/network_cases.h makes of its inputs, for network_test.py.
//
// usage: network_digests KERNELS [FOLDER [FIRST COUNT]]      KERNELS: a name of KernelName, or "best"
// Writes lines "NAME MODEL DIGEST", where MODEL is the model file's SHA-256, and DIGEST the XXH3-128 of all logits (the
// bits, little-endian) followed by all frequencies. With FOLDER, writes there for each case NAME.safetensors,
// NAME.inputs (lanes and steps as uint32, then uint16), NAME.logits (float32) and NAME.frequencies (uint32), all
// little-endian, for a second implementation to compare itself with. With FIRST and COUNT, the networks are random ones
// of those seeds.
#include <bit>
#include <fstream>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/little_endian.h"
#include "predictors/net/network.h"
#include "support/network_cases.h"

namespace {

using llmzip::Bytes;

const llmzip::net::NetKernels* FindKernels(const std::string& name) {
  for (const llmzip::Kernel kernel : llmzip::AvailableKernels()) {
    const bool wanted = name == "best" ? kernel == llmzip::BestKernel() : llmzip::KernelName(kernel) == name;
    if (wanted) return &llmzip::KernelsFor<llmzip::net::NetKernels>(kernel);
  }
  return nullptr;
}

std::string Hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string digits;
  for (const std::uint8_t byte : bytes) {
    digits += "0123456789abcdef"[byte >> 4];
    digits += "0123456789abcdef"[byte & 15];
  }
  return digits;
}

template <typename Integer>
void Append(Integer value, Bytes* out) {
  out->resize(out->size() + sizeof(Integer));
  llmzip::StoreLittleEndian(value, out->data() + out->size() - sizeof(Integer));
}

void WriteFile(const std::string& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

struct Result {
  Bytes logits;
  Bytes frequencies;
};

Result Run(const llmzip::testing::NetworkCase& network, const Bytes& model_file,
           const llmzip::net::NetKernels& kernels) {
  const auto net = llmzip::net::Network::FromModel(**llmzip::Model::Parse(model_file), kernels);
  std::vector<std::unique_ptr<llmzip::net::NetworkState>> states;
  std::vector<llmzip::net::NetworkState*> lanes;
  for (std::size_t lane = 0; lane < network.lanes; ++lane) lanes.push_back(states.emplace_back(net->NewState()).get());
  std::vector<float> logits(network.lanes * network.steps * 256);
  llmzip::net::Workspace workspace;
  net->Forward(lanes, network.steps, llmzip::testing::InputsOf(network), workspace, logits);
  Result result;
  for (const float logit : logits) Append(std::bit_cast<std::uint32_t>(logit), &result.logits);
  std::vector<std::uint32_t> frequencies(256);
  for (std::size_t row = 0; row < network.lanes * network.steps; ++row) {
    kernels.frequencies(logits.data() + row * 256, frequencies.data());
    for (const std::uint32_t frequency : frequencies) Append(frequency, &result.frequencies);
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc == 4 || argc > 5) return 2;
  const llmzip::net::NetKernels* const kernels = FindKernels(argv[1]);
  if (kernels == nullptr) {
    std::cout << "no such kernels here\n";
    return 0;
  }
  std::vector<llmzip::testing::NetworkCase> cases = llmzip::testing::NetworkCases();
  if (argc == 5) {
    cases.clear();
    const auto first = static_cast<std::uint32_t>(std::stoul(argv[3]));
    const auto count = static_cast<std::uint32_t>(std::stoul(argv[4]));
    for (std::uint32_t seed = first; seed - first < count; ++seed) {
      cases.push_back(llmzip::testing::RandomNetworkCase(seed));
    }
  }
  for (const llmzip::testing::NetworkCase& network : cases) {
    const Bytes model_file = llmzip::testing::ModelFileOf(network);
    const Result result = Run(network, model_file, *kernels);
    if (argc > 2) {
      const std::string path = std::string(argv[2]) + "/" + network.name;
      WriteFile(path + ".safetensors", model_file);
      WriteFile(path + ".logits", result.logits);
      WriteFile(path + ".frequencies", result.frequencies);
      Bytes inputs;
      Append(static_cast<std::uint32_t>(network.lanes), &inputs);
      Append(static_cast<std::uint32_t>(network.steps), &inputs);
      for (const std::uint16_t input : llmzip::testing::InputsOf(network)) Append(input, &inputs);
      WriteFile(path + ".inputs", inputs);
    }
    Bytes all = result.logits;
    all.insert(all.end(), result.frequencies.begin(), result.frequencies.end());
    std::cout << network.name << " " << Hexadecimal(llmzip::DigestOfModel(model_file)) << " "
              << Hexadecimal(llmzip::Xxh3Digest128(all)) << std::endl;  // a slow emulator's user sees that it works
  }
  return 0;
}
