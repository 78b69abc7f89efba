// Small networks of every kind, with inputs: what kernels, machines and the reference are compared on.
#ifndef LLMZIP_TESTS_SUPPORT_NETWORK_CASES_H_
#define LLMZIP_TESTS_SUPPORT_NETWORK_CASES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "model/network_config.h"
#include "model/safetensors.h"

namespace llmzip::testing {

/// kExtreme: at the ends of what a model file may hold. kText: random, but a little like text, so that text shrinks.
enum class Weights : std::uint8_t { kRandom, kExtreme, kText };

struct NetworkCase {
  std::string name;
  NetworkConfig config;
  std::size_t lanes = 1;
  std::size_t steps = 1;  ///< of every lane
  Weights weights = Weights::kRandom;
};

const std::vector<NetworkCase>& NetworkCases();

/// A small network of any shape that passes Check, drawn by `seed`.
NetworkCase RandomNetworkCase(std::uint32_t seed);

/// The case's model file: random, the same bytes on every machine.
Bytes ModelFileOf(const NetworkCase& network, const Metadata& metadata = {{"name", "random"}, {"licence", "none"}});

/// What its lanes are fed: the begin symbol, then bytes; inputs[lane * steps + step].
std::vector<std::uint16_t> InputsOf(const NetworkCase& network);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_NETWORK_CASES_H_
