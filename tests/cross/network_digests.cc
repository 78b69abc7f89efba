// Prints the digest of what each network of tests/support/network_cases.h makes of its inputs: see digest_program.h.
//
// Digested are all logits (the bits, little-endian), then all frequencies. Written are NAME.inputs (lanes and steps as
// uint32, then uint16), NAME.logits (float32) and NAME.frequencies (uint32), all little-endian.
#include <bit>
#include <memory>

#include "cross/digest_program.h"
#include "predictors/net/network.h"
#include "support/network_cases.h"

namespace llmzip::testing {
namespace {

CaseResult RunNetwork(const NetworkCase& network, const Bytes& model_file, Kernel kernel) {
  const auto& kernels = KernelsFor<net::NetKernels>(kernel);
  const auto net = net::Network::FromModel(**Model::Parse(model_file), kernels);
  std::vector<std::unique_ptr<net::NetworkState>> states;
  std::vector<net::NetworkState*> lanes;
  for (std::size_t lane = 0; lane < network.lanes; ++lane) lanes.push_back(states.emplace_back(net->NewState()).get());
  const std::vector<std::uint16_t> inputs = InputsOf(network);
  std::vector<float> logits(network.lanes * network.steps * 256);
  net::Workspace workspace;
  net->Forward(lanes, network.steps, inputs, workspace, logits);
  Bytes input_bytes;
  AppendInteger(static_cast<std::uint32_t>(network.lanes), &input_bytes);
  AppendInteger(static_cast<std::uint32_t>(network.steps), &input_bytes);
  for (const std::uint16_t input : inputs) AppendInteger(input, &input_bytes);
  Bytes logit_bytes;
  for (const float logit : logits) AppendInteger(std::bit_cast<std::uint32_t>(logit), &logit_bytes);
  Bytes frequency_bytes;
  std::vector<std::uint32_t> frequencies(256);
  for (std::size_t row = 0; row < network.lanes * network.steps; ++row) {
    kernels.frequencies(logits.data() + row * 256, frequencies.data());
    for (const std::uint32_t frequency : frequencies) AppendInteger(frequency, &frequency_bytes);
  }
  CaseResult result;
  result.digested = logit_bytes;
  result.digested.insert(result.digested.end(), frequency_bytes.begin(), frequency_bytes.end());
  result.written = {{"inputs", input_bytes}, {"logits", logit_bytes}, {"frequencies", frequency_bytes}};
  return result;
}

}  // namespace
}  // namespace llmzip::testing

int main(int argc, char** argv) {
  using namespace llmzip::testing;  // NOLINT(google-build-using-namespace)
  return DigestProgram(
      argc, argv, NetworkCases(), RandomNetworkCase, [](const NetworkCase& network) { return ModelFileOf(network); },
      RunNetwork);
}
