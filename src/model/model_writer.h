// WriteModel: tensors -> the bytes of a model file (model.h). What it writes, Model::Parse reads.
// Pure function; thread-safe.
#ifndef LLMZIP_MODEL_MODEL_WRITER_H_
#define LLMZIP_MODEL_MODEL_WRITER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "llmzip/codec.h"
#include "model/network_config.h"
#include "model/safetensors.h"

namespace llmzip {

/// "I8", "F32", "U32", "U8".
std::string_view DtypeName(ElementType type);

/// `tensors` are TensorsOf(config) in any order, their bytes little-endian; `metadata` is for people (name, licence,
/// provenance, …); the fields about format, architecture and config are added here.
Bytes WriteModel(const NetworkConfig& config, const Metadata& metadata, const std::vector<TensorBytes>& tensors);

/// The same for a text of `size` bytes, as `packing`, one of kTextPackings, packed it.
Bytes WriteTextModel(std::uint64_t size, std::string_view packing, Bytes packed, const Metadata& metadata);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_MODEL_WRITER_H_
