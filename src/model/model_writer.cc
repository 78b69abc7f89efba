#include "model/model_writer.h"

#include <algorithm>
#include <cassert>

#include "model/config_json.h"
#include "model/model.h"

namespace llmzip {

std::string_view DtypeName(ElementType type) {
  switch (type) {
    case ElementType::kInt8:
      return "I8";
    case ElementType::kUint32:
      return "U32";
    case ElementType::kFloat32:
      break;
  }
  return "F32";
}

Bytes WriteModel(const NetworkConfig& config, const Metadata& metadata, const std::vector<TensorBytes>& tensors) {
  Metadata all = metadata;
  all.emplace_back("format", kModelFormat);
  all.emplace_back("format_version", kModelFormatVersion);
  all.emplace_back("architecture", ArchitectureName(config.architecture));
  all.emplace_back("config", ConfigToJson(config));
  all.emplace_back("quantisation", "int8");
  all.emplace_back("alphabet", "bytes");
  std::vector<TensorBytes> ordered;
  for (const TensorShape& shape : TensorsOf(config)) {
    const auto found = std::ranges::find(tensors, shape.name, &TensorBytes::name);
    assert(found != tensors.end() && found->shape == shape.dimensions && found->dtype == DtypeName(shape.type));
    ordered.push_back(*found);
  }
  return WriteSafetensors(all, ordered);
}

}  // namespace llmzip
