#include "import/tensor_store.h"

#include <utility>

namespace llmzip::importer {

std::uint64_t StoredTensor::rows() const {
  std::uint64_t rows = 1;
  for (std::size_t i = 0; i + 1 < shape.size(); ++i) rows *= shape[i];
  return rows;
}

std::string ShapeText(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (const std::uint64_t extent : shape) text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return text.empty() ? "a single number" : text;
}

Status CheckNumbers(const StoredTensor& tensor, std::span<const double> numbers) {
  bool finite = true;
  for (const double number : numbers) finite = finite && number - number == 0;  // not so for infinities and NaNs
  if (finite) return Status::Ok();
  return Status::Corrupt(tensor.name + (IsQuantised(tensor.format) ? " has a scale that is infinite or no number"
                                                                   : " has a value that is infinite or no number"));
}

std::size_t TensorStore::AddFile(std::string name, std::unique_ptr<RandomAccessSource> file) {
  files_.push_back({std::move(name), std::move(file)});
  return files_.size() - 1;
}

Status TensorStore::Add(const StoredTensor& tensor) {
  const bool is_new = tensors_.emplace(tensor.name, tensor).second;
  return is_new ? Status::Ok() : Status::Corrupt("the tensor " + tensor.name + " is there twice");
}

const StoredTensor* TensorStore::Look(const std::string& name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

StatusOr<const StoredTensor*> TensorStore::Find(const std::string& name,
                                                const std::vector<std::uint64_t>& shape) const {
  const StoredTensor* const tensor = Look(name);
  if (tensor == nullptr) return Status::Corrupt("the tensor " + name + " is missing");
  if (tensor->shape != shape) {
    return Status::Corrupt(name + " is " + ShapeText(tensor->shape) + ", not " + ShapeText(shape));
  }
  if (tensor->format == ElementFormat::kUnread) {
    return Status::Unsupported(name + ": numbers of type " + tensor->format_name + " are not read");
  }
  return tensor;
}

StatusOr<std::vector<double>> TensorStore::Vector(const std::string& name, std::uint64_t size) const {
  LLMZIP_ASSIGN_OR_RETURN(const StoredTensor* const tensor, Find(name, {size}));
  std::vector<double> numbers(static_cast<std::size_t>(size));
  Bytes scratch;
  LLMZIP_RETURN_IF_ERROR(ReadElements(*tensor, 0, 0, numbers.size(), &scratch, numbers.data()));
  LLMZIP_RETURN_IF_ERROR(CheckNumbers(*tensor, numbers));
  return numbers;
}

Status TensorStore::ReadElements(const StoredTensor& tensor, std::uint64_t row, std::uint64_t from, std::size_t count,
                                 Bytes* scratch, double* to) const {
  const BlockShape block = BlockOf(tensor.format);
  const std::uint64_t first_block = (row * tensor.columns() + from) / block.elements;
  const std::size_t blocks = count / block.elements;
  scratch->resize(blocks * block.bytes);
  const File& file = files_[tensor.file];
  const Status read = file.source->ReadAt(tensor.offset + first_block * block.bytes, *scratch);
  if (!read.ok()) return {read.code(), file.name + ": " + read.message()};
  Decode(tensor.format, scratch->data(), blocks, to);
  return Status::Ok();
}

}  // namespace llmzip::importer
