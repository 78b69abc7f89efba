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
    case ElementType::kUint8:
      return "U8";
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

Bytes WriteTextModel(std::uint64_t size, std::string_view packing, Bytes packed, const Metadata& metadata) {
  assert(size >= 1 && size <= kMaxTextSize && std::ranges::find(kTextPackings, packing) != kTextPackings.end());
  Metadata all = metadata;
  all.emplace_back("format", kModelFormat);
  all.emplace_back("format_version", kModelFormatVersion);
  all.emplace_back("architecture", kTextArchitecture);
  all.emplace_back("config", TextToJson(size, packing));
  all.emplace_back("quantisation", "none");
  all.emplace_back("alphabet", "bytes");
  const std::uint64_t packed_size = packed.size();
  return WriteSafetensors(all, {{"text", "U8", {packed_size}, std::move(packed)}});
}

}  // namespace llmzip
