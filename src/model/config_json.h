// The `config` of a model file's metadata as JSON: a NetworkConfig, or the config of a text. Pure functions;
// thread-safe.
#ifndef LLMZIP_MODEL_CONFIG_JSON_H_
#define LLMZIP_MODEL_CONFIG_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "llmzip/status.h"
#include "model/network_config.h"
#include "model/packed_text.h"

namespace llmzip {

/// One line, fields in a fixed order. The architecture is a metadata field of its own.
std::string ConfigToJson(const NetworkConfig& config);

/// The checked config; kUnsupported for an unknown architecture, kCorrupt for any other error.
StatusOr<NetworkConfig> ConfigFromJson(std::string_view architecture, std::string_view json);

/// The same of a text.
std::string TextToJson(std::uint64_t size, std::string_view packing);

/// Without `packed`; kUnsupported for an unknown packing, kCorrupt for any other error.
StatusOr<PackedText> TextFromJson(std::string_view json);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_CONFIG_JSON_H_
