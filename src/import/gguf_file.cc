#include "import/gguf_file.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "import/file_cursor.h"

namespace llmzip::importer {
namespace {

constexpr std::uint32_t kMagic = 0x46554747;  // "GGUF"
constexpr std::uint32_t kMostDimensions = 4;
constexpr std::uint64_t kMostParts = 1024;
constexpr std::uint64_t kMostAlignment = std::uint64_t{1} << 20;

/// A tensor as the list has it.
struct ListedTensor {
  StoredTensor tensor;
  std::uint64_t bytes = 0;  ///< 0 for formats that are not read
};

StatusOr<ListedTensor> ReadTensor(FileCursor& cursor) {
  cursor.Enter("its list of tensors");
  ListedTensor listed;
  StoredTensor& tensor = listed.tensor;
  tensor.name = cursor.ReadText("a tensor's name");
  const auto dimensions = cursor.Read<std::uint32_t>();
  LLMZIP_RETURN_IF_ERROR(cursor.status());
  if (dimensions < 1 || dimensions > kMostDimensions) {
    return Status::Corrupt(tensor.name + " has " + std::to_string(dimensions) + " dimensions");
  }
  for (std::uint32_t i = 0; i < dimensions; ++i) tensor.shape.push_back(cursor.Read<std::uint64_t>());
  std::ranges::reverse(tensor.shape);
  const auto type = cursor.Read<std::uint32_t>();
  tensor.offset = cursor.Read<std::uint64_t>();
  LLMZIP_RETURN_IF_ERROR(cursor.status());
  std::uint64_t elements = 1;
  for (const std::uint64_t extent : tensor.shape) {
    if (extent == 0) return Status::Corrupt(tensor.name + " has a dimension of 0");
    // No element takes less than half a byte.
    if (extent > 2 * cursor.file_size() / elements) {
      return Status::Corrupt(tensor.name + ": " + ShapeText(tensor.shape) + " does not fit into the file");
    }
    elements *= extent;
  }
  const NamedFormat named = FormatOfGgufType(type);
  if (named.name.empty()) {
    return Status::Unsupported(tensor.name + ": tensor type " + std::to_string(type) + " is not known");
  }
  tensor.format = named.format;
  tensor.format_name = named.name;
  const BlockShape block = BlockOf(tensor.format);
  if (block.elements == 0) return listed;
  if (tensor.columns() % block.elements != 0) {
    return Status::Corrupt(tensor.name + ": rows of " + std::to_string(tensor.columns()) + " do not fill blocks of " +
                           std::to_string(block.elements));
  }
  listed.bytes = elements / block.elements * block.bytes;
  return listed;
}

StatusOr<std::uint64_t> AlignmentOf(GgufMetadata& metadata) {
  const auto given = metadata.Number("general.alignment");
  LLMZIP_RETURN_IF_ERROR(metadata.status());
  const std::uint64_t alignment = given.value_or(32);
  const bool fits = alignment >= 1 && alignment <= kMostAlignment && (alignment & (alignment - 1)) == 0;
  if (fits) return alignment;
  return Status::Corrupt("general.alignment " + std::to_string(alignment) + " is no power of two up to " +
                         std::to_string(kMostAlignment));
}

Status CheckHead(FileCursor& cursor) {
  if (cursor.file_size() < 8 || cursor.Read<std::uint32_t>() != kMagic) return Status::Corrupt("no GGUF file");
  const auto version = cursor.Read<std::uint32_t>();
  if (version == 2 || version == 3) return Status::Ok();
  if ((version & 0xFFFF) == 0 && version != 0) return Status::Unsupported("a big-endian GGUF file: not read");
  return Status::Unsupported("GGUF version " + std::to_string(version) + " is not read: 2 and 3 are");
}

/// Reads one file: its metadata, and its tensors into the store.
Status ReadPart(const SourceFolder& folder, const std::string& name, TensorStore* store, GgufMetadata* metadata) {
  auto opened = folder.Open(name);
  if (!opened.ok()) return opened.status();
  FileCursor cursor(**opened);
  cursor.Enter("its first bytes");
  LLMZIP_RETURN_IF_ERROR(CheckHead(cursor));
  const auto tensors = cursor.Read<std::uint64_t>();
  const auto keys = cursor.Read<std::uint64_t>();
  LLMZIP_RETURN_IF_ERROR(cursor.status());
  if (tensors > cursor.file_size()) {
    return Status::Corrupt(std::to_string(tensors) + " tensors in a file of " + std::to_string(cursor.file_size()) +
                           " bytes");
  }
  metadata->Read(cursor, keys);
  LLMZIP_RETURN_IF_ERROR(cursor.status());
  std::vector<ListedTensor> list;
  for (std::uint64_t i = 0; i < tensors; ++i) {
    LLMZIP_ASSIGN_OR_RETURN(ListedTensor listed, ReadTensor(cursor));
    list.push_back(std::move(listed));
  }
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t alignment, AlignmentOf(*metadata));
  const std::uint64_t data = (cursor.position() + alignment - 1) / alignment * alignment;
  const std::uint64_t file_size = cursor.file_size();
  const std::size_t file = store->AddFile(name, *std::move(opened));
  for (ListedTensor& listed : list) {
    StoredTensor& tensor = listed.tensor;
    if (tensor.offset % alignment != 0) {
      return Status::Corrupt(tensor.name + ": offset " + std::to_string(tensor.offset) + " is not aligned");
    }
    if (data > file_size || tensor.offset > file_size - data) {
      return Status::Corrupt(tensor.name + " lies outside the file");
    }
    if (listed.bytes > file_size - data - tensor.offset) {
      return Status::Corrupt("the file ends inside " + tensor.name);
    }
    tensor.offset += data;
    tensor.file = file;
    LLMZIP_RETURN_IF_ERROR(store->Add(tensor));
  }
  return Status::Ok();
}

/// "STEM-00002-of-00003.gguf": the stem, 2 and 3.
struct PartName {
  std::string stem;
  std::uint64_t number = 0;
  std::uint64_t count = 0;
};

std::optional<PartName> PartOf(const std::string& name) {
  constexpr std::string_view kPattern = "-00000-of-00000.gguf";  // 0 stands for any digit
  if (name.size() <= kPattern.size()) return std::nullopt;
  const std::string_view tail = std::string_view(name).substr(name.size() - kPattern.size());
  PartName part = {name.substr(0, name.size() - kPattern.size()), 0, 0};
  for (std::size_t i = 0; i < kPattern.size(); ++i) {
    if (kPattern[i] != '0') {
      if (tail[i] != kPattern[i]) return std::nullopt;
      continue;
    }
    if (tail[i] < '0' || tail[i] > '9') return std::nullopt;
    std::uint64_t& field = i < 6 ? part.number : part.count;
    field = field * 10 + static_cast<std::uint64_t>(tail[i] - '0');
  }
  return part;
}

std::string NameOfPart(const PartName& part, std::uint64_t number) {
  const auto digits = [](std::uint64_t value) {
    const std::string text = std::to_string(value);
    return std::string(text.size() < 5 ? 5 - text.size() : 0, '0') + text;
  };
  return part.stem + "-" + digits(number) + "-of-" + digits(part.count) + ".gguf";
}

Status ReadOtherParts(const SourceFolder& folder, const std::string& name, std::uint64_t count, GgufModel* model) {
  const auto part = PartOf(name);
  if (!part || part->count != count) {
    return Status::Corrupt("it is one of " + std::to_string(count) +
                           " parts, which its name does not say: NAME-00001-of-0000N.gguf");
  }
  const std::uint64_t number = model->metadata.Number("split.no").value_or(0);
  LLMZIP_RETURN_IF_ERROR(model->metadata.status());
  if (number + 1 != part->number) return Status::Corrupt(name + ": split.no is " + std::to_string(number));
  if (number != 0) {
    return Status::InvalidArgument("it is part " + std::to_string(part->number) + " of " + part->stem + ": give " +
                                   NameOfPart(*part, 1));
  }
  for (std::uint64_t i = 1; i < count; ++i) {
    const std::string other = NameOfPart(*part, i + 1);
    GgufMetadata metadata;
    const Status read = ReadPart(folder, other, &model->tensors, &metadata);
    if (read.code() == StatusCode::kNotFound) return Status::NotFound(other + " is missing");
    if (!read.ok()) return Status(read.code(), other + ": " + read.message());
    const auto its_number = metadata.Number("split.no");
    const auto its_count = metadata.Number("split.count");
    if (its_number != i) return Status::Corrupt(other + ": split.no is " + std::to_string(its_number.value_or(0)));
    if (its_count != count) return Status::Corrupt(other + ": split.count is " + std::to_string(its_count.value_or(0)));
  }
  return Status::Ok();
}

}  // namespace

StatusOr<GgufModel> OpenGguf(const SourceFolder& folder, const std::string& name) {
  GgufModel model;
  LLMZIP_RETURN_IF_ERROR(ReadPart(folder, name, &model.tensors, &model.metadata));
  const std::uint64_t count = model.metadata.Number("split.count").value_or(1);
  LLMZIP_RETURN_IF_ERROR(model.metadata.status());
  if (count > kMostParts) return Status::LimitExceeded("split.count " + std::to_string(count) + ": too many parts");
  if (count > 1) LLMZIP_RETURN_IF_ERROR(ReadOtherParts(folder, name, count, &model));
  return model;
}

bool LooksLikeGguf(const SourceFolder& folder, const std::string& name) {
  if (name.ends_with(".gguf")) return true;
  const auto file = folder.Open(name);
  std::array<std::uint8_t, 4> start{};
  return file.ok() && (*file)->size() >= start.size() && (*file)->ReadAt(0, start).ok() &&
         LoadLittleEndian<std::uint32_t>(start.data()) == kMagic;
}

}  // namespace llmzip::importer
