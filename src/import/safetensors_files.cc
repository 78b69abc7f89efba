#include "import/safetensors_files.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/little_endian.h"
#include "tokenisers/json_fields.h"

namespace llmzip::importer {
namespace {

constexpr const char* kWhole = "model.safetensors";
constexpr const char* kIndex = "model.safetensors.index.json";
constexpr std::uint64_t kMostHeaderBytes = std::uint64_t{32} << 20;
constexpr std::uint64_t kMostIndexBytes = std::uint64_t{32} << 20;
constexpr std::size_t kMostShards = 1024;
constexpr std::size_t kMostDimensions = 8;

/// Bytes of an element; 0 for a dtype that is not known. Of those not read, only the size is.
std::uint64_t ElementBytes(std::string_view dtype) {
  constexpr std::pair<std::string_view, std::uint64_t> kSizes[] = {
      {"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8},  {"I32", 4},     {"I16", 2},    {"I8", 1},
      {"U64", 8}, {"U32", 4}, {"U16", 2}, {"U8", 1},   {"BOOL", 1}, {"F8_E4M3", 1}, {"F8_E5M2", 1}};
  for (const auto& [name, size] : kSizes) {
    if (name == dtype) return size;
  }
  return 0;
}

/// Parses without exceptions. A name that stands twice in the header is an error that names it.
StatusOr<Json> ParseHeaderOf(const std::string& file, ByteView text) {
  constexpr int kMaxDepth = 3;  // header, tensor, shape
  std::set<std::string> names;
  std::string twice;
  bool too_deep = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::key && depth == 1 && !names.insert(value.get<std::string>()).second) {
      twice = value.get<std::string>();
    }
    const bool begins = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    if (begins && depth >= kMaxDepth) too_deep = true;
    return !too_deep;  // false drops it, so that nothing deep is ever built
  };
  Json header = Json::parse(text.begin(), text.end(), watch, /*allow_exceptions=*/false);
  if (!twice.empty()) return Status::Corrupt("the tensor " + twice + " is there twice");
  if (too_deep || !header.is_object()) return Status::Corrupt(file + ": its header is not the JSON of safetensors");
  return header;
}

bool ReadNumbers(const Json& entry, const char* key, std::vector<std::uint64_t>* numbers) {
  const Json* const list = Field(entry, key);
  if (list == nullptr || !list->is_array() || list->size() > kMostDimensions) return false;
  for (const Json& each : *list) {
    if (!each.is_number_unsigned()) return false;
    numbers->push_back(each.get<std::uint64_t>());
  }
  return true;
}

/// Within `data` bytes from `data_begin` on.
StatusOr<StoredTensor> TensorOfEntry(const std::string& name, const Json& entry, std::uint64_t data_begin,
                                     std::uint64_t data, const std::string& file) {
  StoredTensor tensor;
  tensor.name = name;
  const auto dtype = TextField(entry, "dtype", "");
  std::vector<std::uint64_t> offsets;
  if (!dtype.ok() || !ReadNumbers(entry, "shape", &tensor.shape) || !ReadNumbers(entry, "data_offsets", &offsets) ||
      offsets.size() != 2 || offsets[0] > offsets[1]) {
    return Status::Corrupt(file + ": the entry of " + name + " is wrong");
  }
  tensor.format = FormatOfDtype(*dtype);
  tensor.format_name = *dtype;
  tensor.offset = data_begin + std::min(offsets[0], data);
  const std::uint64_t size = offsets[1] - offsets[0];
  const std::uint64_t element = ElementBytes(*dtype);
  if (element != 0) {
    std::uint64_t bytes = element;
    for (const std::uint64_t extent : tensor.shape) {
      constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
      if (extent != 0 && bytes > kMost / extent) {
        return Status::Corrupt(name + ": shape " + ShapeText(tensor.shape) + " does not fit");
      }
      bytes *= extent;
    }
    if (bytes != size) {
      return Status::Corrupt(name + ": " + ShapeText(tensor.shape) + " of " + *dtype + " are " + std::to_string(bytes) +
                             " bytes, not " + std::to_string(size));
    }
  }
  if (offsets[1] > data) return Status::Corrupt(file + " ends inside " + name);
  return tensor;
}

Status LooksWrong(const std::string& name, ByteView start) {
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  if (text.starts_with("version")) {  // https://git-lfs.github.com/spec/v1
    return Status::Corrupt(name + " is a git-lfs pointer: fetch the file itself (git lfs pull)");
  }
  return Status::Ok();
}

Status OpenShards(const SourceFolder& folder, ByteView index_text, TensorStore* tensors) {
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ParseJsonObject(index_text, kIndex));
  const Json& index = *owned;
  const Json* const map = Field(index, "weight_map");
  if (map == nullptr || !map->is_object()) return Status::Corrupt(std::string(kIndex) + ": no weight_map");
  std::set<std::string> shards;
  for (const auto& [tensor, shard] : map->items()) {
    if (!shard.is_string()) return Status::Corrupt(std::string(kIndex) + ": a shard's name is no string");
    const auto& name = shard.get_ref<const std::string&>();
    if (name.find('/') != std::string::npos || name.find('\0') != std::string::npos ||
        !name.ends_with(".safetensors")) {
      return Status::Corrupt(std::string(kIndex) + ": a shard is not a safetensors file of this folder");
    }
    shards.insert(name);
    if (shards.size() > kMostShards) return Status::LimitExceeded(std::string(kIndex) + ": too many shards");
  }
  for (const std::string& shard : shards) {
    const Status opened = OpenSafetensors(folder, shard, tensors);
    if (opened.code() == StatusCode::kNotFound) {
      return Status::NotFound(shard + ", which the index names, is missing");
    }
    LLMZIP_RETURN_IF_ERROR(opened);
  }
  for (const auto& [tensor, shard] : map->items()) {
    const StoredTensor* const found = tensors->Look(tensor);
    const auto& name = shard.get_ref<const std::string&>();
    if (found == nullptr || tensors->files()[found->file].name != name) {
      std::string message = tensor;
      message.append(" is not in ").append(name).append(", where the index says it is");
      return Status::Corrupt(std::move(message));
    }
  }
  return Status::Ok();
}

}  // namespace

Status OpenSafetensors(const SourceFolder& folder, const std::string& name, TensorStore* tensors) {
  auto file = folder.Open(name);
  if (!file.ok()) return Status(file.status().code(), name + ": " + file.status().message());
  const std::uint64_t size = (*file)->size();
  if (size == 0) return Status::Corrupt(name + " is empty");
  std::array<std::uint8_t, 8> start{};
  if (size < start.size()) return Status::Corrupt(name + " is no safetensors file: " + std::to_string(size) + " bytes");
  LLMZIP_RETURN_IF_ERROR((*file)->ReadAt(0, start));
  LLMZIP_RETURN_IF_ERROR(LooksWrong(name, start));
  const auto header_size = LoadLittleEndian<std::uint64_t>(start.data());
  if (header_size > size - start.size()) {
    return Status::Corrupt(name + ": header length " + std::to_string(header_size) + " in a file of " +
                           std::to_string(size) + " bytes: it ends inside its header, or is no safetensors file");
  }
  if (header_size > kMostHeaderBytes) {
    return Status::LimitExceeded(name + ": a header of " + std::to_string(header_size) + " bytes");
  }
  Bytes text(static_cast<std::size_t>(header_size));
  LLMZIP_RETURN_IF_ERROR((*file)->ReadAt(start.size(), text));
  auto header = ParseHeaderOf(name, text);
  if (!header.ok()) return header.status();
  const std::uint64_t data_begin = start.size() + header_size;
  const std::size_t number = tensors->AddFile(name, *std::move(file));
  for (const auto& [tensor_name, entry] : header->items()) {
    if (tensor_name == "__metadata__") continue;
    LLMZIP_ASSIGN_OR_RETURN(StoredTensor tensor,
                            TensorOfEntry(tensor_name, entry, data_begin, size - data_begin, name));
    tensor.file = number;
    LLMZIP_RETURN_IF_ERROR(tensors->Add(tensor));
  }
  return Status::Ok();
}

Status OpenWeights(const SourceFolder& folder, TensorStore* tensors) {
  const auto there = [&folder](const char* name) { return folder.Open(name).ok(); };
  LLMZIP_ASSIGN_OR_RETURN(const Bytes index, ReadSourceFileIfThere(folder, kIndex, kMostIndexBytes));
  if (!index.empty()) return OpenShards(folder, index, tensors);
  if (there(kWhole)) return OpenSafetensors(folder, kWhole, tensors);
  if (there("pytorch_model.bin") || there("pytorch_model.bin.index.json")) {
    return Status::NotFound("only pytorch_model.bin is there, which is not read: save the model as safetensors");
  }
  return Status::NotFound("no model.safetensors, and no model.safetensors.index.json");
}

}  // namespace llmzip::importer
