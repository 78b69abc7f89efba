#include "model/language/language_config.h"

#include <utility>

namespace llmzip {
namespace {

Status OutOfRange(std::string_view field, std::uint64_t value) {
  return Status::InvalidArgument("language model's shape: " + std::string(field) + " cannot be " +
                                 std::to_string(value));
}

bool IsWidth(std::uint32_t value, std::uint32_t most) { return value >= 16 && value <= most && value % 16 == 0; }

constexpr std::uint64_t PaddedRows(std::uint64_t rows) { return (rows + 15) / 16 * 16; }

class TensorList {
 public:
  void Matrix(const std::string& name, std::uint64_t rows, std::uint64_t columns, bool bias) {
    Add(name + ".weight", ElementType::kInt8, {PaddedRows(rows), columns});
    Add(name + ".scale", ElementType::kFloat32, {PaddedRows(rows)});
    if (bias) Add(name + ".bias", ElementType::kFloat32, {PaddedRows(rows)});
  }
  void Add(std::string name, ElementType type, std::vector<std::uint64_t> dimensions) {
    tensors_.push_back({std::move(name), type, std::move(dimensions)});
  }
  std::vector<TensorShape> Take() { return std::move(tensors_); }

 private:
  std::vector<TensorShape> tensors_;
};

void AddLayer(const LanguageConfig& config, const std::string& layer, TensorList* list) {
  list->Matrix(layer + "qkv", config.qkv_rows(), config.width, config.biases.qkv);
  if (config.query_key_norm) {
    list->Add(layer + "query_gain", ElementType::kFloat32, {config.head_width});
    list->Add(layer + "key_gain", ElementType::kFloat32, {config.head_width});
  }
  list->Matrix(layer + "out", config.width, std::uint64_t{config.heads} * config.head_width, config.biases.out);
  list->Matrix(layer + "up", config.up_rows(), config.width, config.biases.up);
  list->Matrix(layer + "down", config.width, config.hidden, config.biases.down);
}

std::uint64_t Elements(const TensorShape& tensor) {
  std::uint64_t elements = 1;
  for (const std::uint64_t dimension : tensor.dimensions) elements *= dimension;
  return elements;
}

Status CheckHeads(const LanguageConfig& c) {
  if (c.heads == 0 || c.heads > 256) return OutOfRange("heads", c.heads);
  if (c.key_value_heads == 0 || c.heads % c.key_value_heads != 0)
    return OutOfRange("key_value_heads", c.key_value_heads);
  if (!IsWidth(c.head_width, 256)) return OutOfRange("head_width", c.head_width);
  if (c.rotary_width % 2 != 0 || c.rotary_width > c.head_width) return OutOfRange("rotary_width", c.rotary_width);
  return Status::Ok();
}

}  // namespace

Status LanguageConfig::Check() const {
  if (!IsWidth(width, 16384)) return OutOfRange("width", width);
  if (norm_width == 0 || norm_width > width) return OutOfRange("norm_width", norm_width);
  if (layers == 0 || layers > 256) return OutOfRange("layers", layers);
  LLMZIP_RETURN_IF_ERROR(CheckHeads(*this));
  if (!IsWidth(hidden, 65536)) return OutOfRange("hidden", hidden);
  if (vocabulary == 0 || vocabulary > (1U << 18)) return OutOfRange("vocabulary", vocabulary);
  if (extra > (1U << 16)) return OutOfRange("extra", extra);
  if (begin && *begin >= embedding_rows()) return OutOfRange("begin", *begin);
  if (context == 0 || context > kMostContext) return OutOfRange("context", context);
  if (window > context) return OutOfRange("window", window);
  if (!(epsilon >= 1e-12 && epsilon <= 1.0)) return Status::InvalidArgument("language model's shape: epsilon");
  return Status::Ok();
}

std::vector<TensorShape> TensorsOf(const LanguageConfig& config, std::uint64_t token_bytes,
                                   std::uint64_t tokeniser_bytes) {
  TensorList list;
  list.Add("embedding.weight", ElementType::kInt8, {config.embedding_rows(), config.width});
  list.Add("embedding.scale", ElementType::kFloat32, {config.embedding_rows()});
  if (config.rotary_width == 0) {
    list.Add("position", ElementType::kFloat32, {config.context, config.width});
  } else {
    list.Add("rotation.phases", ElementType::kUint32, {config.rotary_width / 2});
  }
  for (std::uint32_t n = 0; n < config.layers; ++n) AddLayer(config, "layers." + std::to_string(n) + ".", &list);
  list.Matrix("head", config.vocabulary, config.width, config.biases.head);
  list.Add(std::string(kTokenBytes), ElementType::kUint8, {token_bytes});
  list.Add(std::string(kTokenEnds), ElementType::kUint32, {config.vocabulary});
  list.Add(std::string(kTokenIds), ElementType::kUint32, {config.embedding_rows()});
  list.Add(std::string(kTokeniser), ElementType::kUint8, {tokeniser_bytes});
  return list.Take();
}

std::uint64_t ParameterCount(const LanguageConfig& config) {
  std::uint64_t count = 0;
  for (const TensorShape& tensor : TensorsOf(config, 0, 0)) {
    const bool counts = tensor.type != ElementType::kUint32 && !tensor.name.ends_with(".scale");
    if (counts) count += Elements(tensor);
  }
  return count;
}

std::uint64_t MultiplyAddsPerToken(const LanguageConfig& config) {
  std::uint64_t count = 0;
  for (const TensorShape& tensor : TensorsOf(config, 0, 0)) {
    if (tensor.type == ElementType::kInt8 && tensor.name != "embedding.weight") count += Elements(tensor);
  }
  return count;
}

}  // namespace llmzip
