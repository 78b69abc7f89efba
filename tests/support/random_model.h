// Model files of any shape with random weights, the same bytes on every machine.
#ifndef LLMZIP_TESTS_SUPPORT_RANDOM_MODEL_H_
#define LLMZIP_TESTS_SUPPORT_RANDOM_MODEL_H_

#include <cstdint>
#include <memory>

#include "llmzip/codec.h"
#include "model/model.h"
#include "model/network_config.h"
#include "model/safetensors.h"

namespace llmzip::testing {

/// A valid model file. `config` must pass Check.
Bytes RandomModelFile(const NetworkConfig& config, std::uint32_t seed,
                      const Metadata& metadata = {{"name", "random"}, {"licence", "none"}});

/// The same, parsed.
std::shared_ptr<const Model> RandomModel(const NetworkConfig& config, std::uint32_t seed);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_RANDOM_MODEL_H_
