#include "model/safetensors.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/little_endian.h"
#include "base/owned_json.h"

namespace llmzip {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kMetadataKey = "__metadata__";
constexpr std::size_t kMaxDimensions = 8;

Status NotSafetensors(const std::string& why) { return Status::Corrupt("not a model file: " + why); }

std::optional<std::uint64_t> ElementSize(std::string_view dtype) {
  if (dtype == "I8" || dtype == "U8" || dtype == "BOOL") return 1;
  if (dtype == "F16" || dtype == "BF16" || dtype == "I16" || dtype == "U16") return 2;
  if (dtype == "F32" || dtype == "I32" || dtype == "U32") return 4;
  if (dtype == "F64" || dtype == "I64" || dtype == "U64") return 8;
  return std::nullopt;
}

// A name that occurs twice in an object makes the whole invalid, as does needless depth.
std::optional<OwnedJson> ParseHeader(ByteView text) {
  constexpr std::size_t kMaxDepth = 3;  // header, tensor, shape
  bool distinct = false;
  auto header = ParseOwnedJson(text, kMaxDepth, &distinct);
  if (!header || !(*header)->is_object() || !distinct) return std::nullopt;
  return header;
}

std::optional<Metadata> MetadataOf(const Json& object) {
  if (!object.is_object()) return std::nullopt;
  Metadata metadata;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_string()) return std::nullopt;
    metadata.emplace_back(key, value.get_ref<const std::string&>());
  }
  return metadata;
}

// The tensor a header entry describes, within `data_size` bytes of data; offset still relative to them.
std::optional<SafetensorsTensor> TensorOf(const std::string& name, const Json& entry, std::uint64_t data_size) {
  if (!entry.is_object() || entry.size() != 3) return std::nullopt;
  const auto dtype = entry.find("dtype");
  const auto shape = entry.find("shape");
  const auto offsets = entry.find("data_offsets");
  if (dtype == entry.end() || !dtype->is_string()) return std::nullopt;
  if (shape == entry.end() || !shape->is_array() || shape->size() > kMaxDimensions) return std::nullopt;
  if (offsets == entry.end() || !offsets->is_array() || offsets->size() != 2) return std::nullopt;

  SafetensorsTensor tensor;
  tensor.name = name;
  tensor.dtype = dtype->get_ref<const std::string&>();
  const auto element_size = ElementSize(tensor.dtype);
  if (!element_size) return std::nullopt;
  std::uint64_t bytes = *element_size;
  for (const Json& dimension : *shape) {
    if (!dimension.is_number_unsigned()) return std::nullopt;
    const auto extent = dimension.get<std::uint64_t>();
    if (extent != 0 && bytes > data_size / extent) return std::nullopt;  // larger than the file, or an overflow
    bytes *= extent;
    tensor.shape.push_back(extent);
  }
  if (!(*offsets)[0].is_number_unsigned() || !(*offsets)[1].is_number_unsigned()) return std::nullopt;
  const auto begin = (*offsets)[0].get<std::uint64_t>();
  const auto end = (*offsets)[1].get<std::uint64_t>();
  if (begin > end || end > data_size || end - begin != bytes) return std::nullopt;
  tensor.offset = begin;
  tensor.size = bytes;
  return tensor;
}

// Bytes of data up to the end of the last tensor, by what `entries` say.
std::uint64_t PromisedBytes(const Json& entries) {
  std::uint64_t promised = 0;
  for (const Json& entry : entries) {
    const auto offsets = entry.is_object() ? entry.find("data_offsets") : entry.end();
    if (offsets == entry.end() || !offsets->is_array() || offsets->size() != 2) continue;
    const Json& end = (*offsets)[1];
    if (end.is_number_unsigned()) promised = std::max(promised, end.get<std::uint64_t>());
  }
  return promised;
}

}  // namespace

StatusOr<std::size_t> SafetensorsHeaderSize(ByteView start, std::uint64_t file_size) {
  if (file_size == 0) return NotSafetensors("it is empty");
  if (start.size() < kSafetensorsStart || file_size < start.size()) return NotSafetensors("it is too short");
  if (std::ranges::equal(start.first(kSafetensorsStart), std::string_view("version "))) {
    return NotSafetensors("it is a Git LFS pointer: fetch the file itself (git lfs pull)");
  }
  const auto header_size = LoadLittleEndian<std::uint64_t>(start.data());
  if (header_size <= kMaxSafetensorsHeader && header_size > file_size - kSafetensorsStart) {
    return NotSafetensors("it is shorter than its header says");
  }
  if (header_size > kMaxSafetensorsHeader || header_size > file_size - kSafetensorsStart) {
    return NotSafetensors("the size of its header cannot be right");
  }
  return static_cast<std::size_t>(header_size);
}

StatusOr<Safetensors> ParseSafetensors(ByteView file) {
  LLMZIP_ASSIGN_OR_RETURN(const std::size_t header_size, SafetensorsHeaderSize(file, file.size()));
  return ParseSafetensorsHeader(file.subspan(kSafetensorsStart, header_size), file.size());
}

StatusOr<Safetensors> ParseSafetensorsHeader(ByteView header, std::uint64_t file_size) {
  const auto entries = ParseHeader(header);
  if (!entries) return NotSafetensors("its header is not a JSON object of distinct names");

  const std::uint64_t data_offset = kSafetensorsStart + header.size();
  if (data_offset > file_size) return NotSafetensors("it is too short");
  const std::uint64_t data_size = file_size - data_offset;
  if (const std::uint64_t promised = PromisedBytes(**entries); promised > data_size) {
    return NotSafetensors("it is cut short: by its header " + std::to_string(promised) + " bytes follow, and " +
                          std::to_string(data_size) + " do");
  }
  Safetensors parsed;
  for (const auto& [name, entry] : (**entries).items()) {
    if (name == kMetadataKey) {
      auto metadata = MetadataOf(entry);
      if (!metadata) return NotSafetensors("its metadata is not an object of strings");
      parsed.metadata = std::move(*metadata);
      continue;
    }
    auto tensor = TensorOf(name, entry, data_size);
    if (!tensor) return NotSafetensors("the entry of a tensor is wrong");
    parsed.tensors.push_back(std::move(*tensor));
  }
  std::ranges::sort(parsed.tensors, {}, [](const auto& t) { return std::pair(t.offset, t.size); });
  std::uint64_t covered = 0;
  for (SafetensorsTensor& tensor : parsed.tensors) {
    if (tensor.offset != covered) return NotSafetensors("its tensors overlap or leave gaps");
    covered += tensor.size;
    tensor.offset += data_offset;
  }
  if (covered != data_size) return NotSafetensors("bytes follow its last tensor");
  return parsed;
}

Bytes WriteSafetensors(const Metadata& metadata, const std::vector<TensorBytes>& tensors) {
  nlohmann::ordered_json header;
  Metadata sorted = metadata;
  std::ranges::sort(sorted);
  for (const auto& [key, value] : sorted) header[std::string(kMetadataKey)][key] = value;
  std::uint64_t offset = 0;
  for (const TensorBytes& tensor : tensors) {
    header[tensor.name] = {
        {"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text.resize((text.size() + 7) / 8 * 8, ' ');

  Bytes file(kSafetensorsStart);
  file.reserve(kSafetensorsStart + text.size() + offset);
  StoreLittleEndian<std::uint64_t>(text.size(), file.data());
  file.insert(file.end(), text.begin(), text.end());
  for (const TensorBytes& tensor : tensors) file.insert(file.end(), tensor.bytes.begin(), tensor.bytes.end());
  return file;
}

}  // namespace llmzip
