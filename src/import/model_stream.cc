#include "import/model_stream.h"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

#include "base/little_endian.h"
#include "model/model_writer.h"

namespace llmzip::importer {
namespace {

constexpr std::uint64_t kLineBytes = 64;

std::uint64_t BytesOf(const TensorShape& tensor) {
  std::uint64_t bytes = tensor.type == ElementType::kInt8 || tensor.type == ElementType::kUint8 ? 1 : 4;
  for (const std::uint64_t dimension : tensor.dimensions) bytes *= dimension;
  return bytes;
}

}  // namespace

Status ModelStream::WriteHeader(const Metadata& metadata) {
  nlohmann::ordered_json header;
  Metadata sorted = metadata;
  std::ranges::sort(sorted);
  for (const auto& [key, value] : sorted) header["__metadata__"][key] = value;
  std::uint64_t offset = 0;
  std::uint64_t layers_begin = 0;
  for (const TensorShape& tensor : tensors_) {
    if (layers_begin == 0 && tensor.name.starts_with("layers.")) layers_begin = offset;
    const std::uint64_t end = offset + BytesOf(tensor);
    header[tensor.name] = {
        {"dtype", DtypeName(tensor.type)}, {"shape", tensor.dimensions}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  const std::uint64_t beyond = (kSafetensorsStart + text.size() + layers_begin) % kLineBytes;
  text.append(static_cast<std::size_t>((kLineBytes - beyond) % kLineBytes), ' ');
  Bytes start(kSafetensorsStart);
  StoreLittleEndian<std::uint64_t>(text.size(), start.data());
  start.insert(start.end(), text.begin(), text.end());
  return sink_.Write(start);
}

Status ModelStream::Begin(std::string_view tensor) {
  if (due_ != 0 || next_ == tensors_.size() || tensors_[next_].name != tensor) {
    return Status::Internal("tensors are not written in their order: " + std::string(tensor));
  }
  due_ = BytesOf(tensors_[next_++]);
  return Status::Ok();
}

Status ModelStream::Write(ByteView bytes) {
  if (bytes.size() > due_) return Status::Internal("a tensor is larger than its shape");
  due_ -= bytes.size();
  return sink_.Write(bytes);
}

Status ModelStream::WriteIntegers(const std::vector<std::uint32_t>& numbers) {
  Bytes bytes(numbers.size() * sizeof(std::uint32_t));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    StoreLittleEndian(numbers[i], bytes.data() + i * sizeof(std::uint32_t));
  }
  return Write(bytes);
}

Status ModelStream::WriteFloats(const std::vector<float>& numbers) {
  std::vector<std::uint32_t> bits(numbers.size());
  std::ranges::transform(numbers, bits.begin(), [](float number) { return std::bit_cast<std::uint32_t>(number); });
  return WriteIntegers(bits);
}

Status ModelStream::Finish() {
  if (due_ != 0 || next_ != tensors_.size()) return Status::Internal("some tensors were not written");
  return Status::Ok();
}

}  // namespace llmzip::importer
